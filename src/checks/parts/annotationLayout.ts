import type { Dataset } from '../../core/dataset.ts';
import type { Relation } from '../../engine/engine.ts';
import { askOne, numberIn } from './ask.ts';
import { countOf } from './words.ts';

/** How a file says who labelled what. */
export type AnnotationLayout =
  /** A row an item, a column an annotator. */
  | { readonly kind: 'columns'; readonly annotators: readonly string[] }
  /** A row a vote: the columns that name the item, who labelled it, and the label. */
  | { readonly kind: 'long'; readonly item: readonly string[]; readonly annotator: string; readonly label: string };

/** Why annotators cannot be compared, in words. */
export interface NoAnnotations {
  readonly why: string;
}

/** For `needs`, and before anything is read: why there is nothing to compare; null where there may be. */
export function needsAnnotators({ roles }: Dataset): string | null {
  if (roles.annotators.length === 0) return 'no column has the role annotators';
  if (roles.annotators.length > 1 || roles.label !== undefined) return null;
  return `“${roles.annotators[0]}” is the only column with the role annotators, and no column has the role label: if it holds one person's labels, give it the role label; if it says who labelled, give that role to the column that says how`;
}

/**
 * People an item on average that make several labels of one: a column that names items may say so of a few of them;
 * contents that are the same now and then are but duplicates.
 */
const fewestPeople = { named: 1.05, content: 1.5 };
/** A share of votes by the same person on the same item that is still a matter of chance, or of labelling again. */
const mostRepeated = 0.5;
/** Contents of one item: a few may differ, by white space or a later correction. */
const mostContents = 1.1;

/**
 * Several columns are one annotator each. One column names who labelled: an item is then what `id`, else `group`, else
 * the content says, whichever has several votes an item and seldom two of one person.
 */
export async function annotationLayout(dataset: Dataset, relation: Relation, signal: AbortSignal): Promise<AnnotationLayout | NoAnnotations> {
  const missing = needsAnnotators(dataset);
  if (missing !== null) return { why: missing };
  const { roles } = dataset;
  if (roles.annotators.length > 1) return { kind: 'columns', annotators: roles.annotators };
  const annotator = roles.annotators[0]!;
  const label = roles.label!;
  const content = roles.content.filter((column) => column !== annotator && column !== label);
  for (const column of [roles.id, roles.group]) {
    if (column === undefined || !(await isItem(relation, [column], annotator, label, fewestPeople.named, signal))) continue;
    if (content.length === 0 || (await hasOneContent(relation, column, content, signal))) return { kind: 'long', item: [column], annotator, label };
  }
  if (content.length > 0 && (await isItem(relation, content, annotator, label, fewestPeople.content, signal)))
    return { kind: 'long', item: content, annotator, label };
  return { why: await whyNoItem(relation, annotator, label, signal) };
}

/** Several votes an item, and seldom two of one person. */
async function isItem(relation: Relation, item: readonly string[], annotator: string, label: string, people: number, signal: AbortSignal): Promise<boolean> {
  const { dialect, name } = relation;
  const texts = item.map((column) => dialect.text(column));
  const present = [annotator, label].map((column) => `NOT ${dialect.missing(column)}`).join(' AND ');
  const row = await askOne(
    relation,
    `SELECT count(*) AS votes, count(DISTINCT ${dialect.hash(texts)}) AS items, count(DISTINCT ${dialect.hash([...texts, dialect.text(annotator)])}) AS pairs FROM ${name} WHERE ${present}`,
    signal,
  );
  const votes = numberIn(row['votes']);
  const items = numberIn(row['items']);
  const pairs = numberIn(row['pairs']);
  return items > 0 && pairs >= items * people && votes - pairs <= votes * mostRepeated;
}

async function hasOneContent(relation: Relation, column: string, content: readonly string[], signal: AbortSignal): Promise<boolean> {
  const hash = (columns: readonly string[]): string => relation.dialect.hash(columns.map((each) => relation.dialect.text(each)));
  const row = await askOne(
    relation,
    `SELECT count(DISTINCT ${hash([column])}) AS items, count(DISTINCT ${hash([column, ...content])}) AS contents FROM ${relation.name}`,
    signal,
  );
  return numberIn(row['contents']) <= numberIn(row['items']) * mostContents;
}

async function whyNoItem(relation: Relation, annotator: string, label: string, signal: AbortSignal): Promise<string> {
  const { dialect, name } = relation;
  const values = (column: string): string => `SELECT DISTINCT trim(${dialect.text(column)}) FROM ${name} WHERE NOT ${dialect.missing(column)}`;
  const { strangers } = await askOne(relation, `SELECT count(*) AS strangers FROM (${values(annotator)} EXCEPT ${values(label)})`, signal);
  if (numberIn(strangers) === 0)
    return `“${annotator}” holds labels and is the only column with the role annotators: one person has nobody to be compared with`;
  const { people } = await askOne(relation, `SELECT count(*) AS people FROM (${values(annotator)})`, signal);
  return `“${annotator}” says who labelled (${countOf(numberIn(people), 'person', 'people')}), but no item has labels of several people: where rows of one item belong together, give the column that names the item the role group in Roles`;
}
