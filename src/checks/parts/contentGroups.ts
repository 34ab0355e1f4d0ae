import type { Dataset } from '../../core/dataset.ts';
import { contentColumns } from '../../core/roles.ts';
import { isNumeric, isTemporal } from '../../core/schema.ts';
import type { Relation } from '../../engine/engine.ts';
import type { CheckContext, RawFinding } from '../check.ts';
import { askOne, numberIn, textIn } from './ask.ts';
import { splitKindSql } from './splits.ts';
import { formatCount, formatShare, listed, quoted } from './words.ts';

export interface ContentRow {
  readonly row: number;
  /** As the file has it; null where it is missing or there is no label column. */
  readonly label: string | null;
  readonly split: string | null;
}

/** Rows with the same content after normalisation, in file order. */
export interface ContentGroup {
  readonly rows: readonly ContentRow[];
  /** Their content is the same to the byte. */
  readonly identical: boolean;
}

type Asking = Pick<CheckContext, 'dataset' | 'relation' | 'signal'>;

/** The columns by which rows are the same. */
export function contentOf(dataset: Dataset): string[] {
  return contentColumns(dataset.columns.map(({ name }) => name), dataset.roles);
}

/** For `needs`: why rows cannot be compared. */
export function needsContent(dataset: Dataset): string | null {
  const columns = contentOf(dataset);
  const [only] = dataset.columns.filter(({ name }) => name === columns[0]);
  if (columns.length === 0) return 'no column holds content to compare';
  // Two rows with the same number are not the same row.
  return columns.length === 1 && dataset.roles.content.length === 0 && only && only.type !== 'text' ? `the only column to compare is ${quoted(only.name)}, which holds no text` : null;
}

/**
 * Groups of two rows or more with the same content (NFKC, lower case, white space collapsed), largest first, found by the
 * engine: candidates share a hash, groups share the texts themselves. Rows without any content are in none.
 * @param having SQL over the rows of one hash, with `label_key` (the normalised label) and `split_kind`: which candidates are wanted.
 */
export async function* contentGroups(context: Asking, having = 'count(*) > 1'): AsyncGenerator<ContentGroup> {
  let rows: ContentRow[] = [];
  let current: { first: number; identical: boolean } | null = null;
  for await (const chunk of context.relation.stream(groupsSql(context, having), [], context.signal)) {
    for (const row of chunk) {
      const first = numberIn(row['first_row']);
      if (current && current.first !== first) {
        yield { rows, identical: current.identical };
        rows = [];
      }
      current = { first, identical: row['identical'] === true };
      rows.push({ row: numberIn(row['n']), label: textIn(row['label']), split: textIn(row['split']) });
    }
  }
  if (current) yield { rows, identical: current.identical };
}

function keyedSql({ dataset, relation }: Asking): string {
  const { dialect, name } = relation;
  const { label, split } = dataset.roles;
  const labelKey = label === undefined ? 'NULL' : `CASE WHEN NOT ${dialect.missing(label)} THEN ${dialect.normalise(dialect.text(label))} END`;
  const kind = split === undefined ? 'NULL' : splitKindSql(relation, split);
  return `SELECT _row AS n, ${dialect.hash([contentKey({ dataset, relation })])} AS h, ${labelKey} AS label_key, ${kind} AS split_kind FROM ${name} WHERE ${hasContent({ dataset, relation })}`;
}

function groupsSql(context: Asking, having: string): string {
  const { dataset, relation } = context;
  const { dialect, name } = relation;
  const { label, split } = dataset.roles;
  const texts = contentOf(dataset).map((column) => dialect.text(column));
  const labelText = label === undefined ? 'NULL' : `CASE WHEN NOT ${dialect.missing(label)} THEN ${dialect.text(label)} END`;
  return `WITH keyed AS MATERIALIZED (${keyedSql(context)}),
    wanted AS (SELECT n FROM keyed WHERE h IN (SELECT h FROM keyed GROUP BY h HAVING ${having})),
    candidates AS (
      SELECT _row AS n, ${labelText} AS label, ${split === undefined ? 'NULL' : dialect.text(split)} AS split,
        ${contentKey(context)} AS content_key, ${joined(relation, texts)} AS content_text
      FROM ${name} WHERE _row IN (SELECT n FROM wanted)
    ),
    grouped AS (
      SELECT n, label, split, min(n) OVER same AS first_row, count(*) OVER same AS size, min(content_text) OVER same = max(content_text) OVER same AS identical
      FROM candidates WINDOW same AS (PARTITION BY content_key)
    )
    SELECT n, label, split, first_row, identical FROM grouped WHERE size > 1 ORDER BY size DESC, first_row, n`;
}

/** SQL: one text for the content of a row, normalised. Numbers, dates and booleans have no case and no width: their text is compared. */
function contentKey({ dataset, relation: { dialect }, relation }: Pick<Asking, 'dataset' | 'relation'>): string {
  const types = new Map(dataset.columns.map(({ name, type }) => [name, type]));
  return joined(relation, contentOf(dataset).map((column) => {
    const type = types.get(column) ?? 'text';
    const text = dialect.text(column);
    return isNumeric(type) || isTemporal(type) || type === 'boolean' ? text : dialect.normalise(text);
  }));
}

/** SQL: texts in one, null as empty, with a control character between them that is in no readable text. */
function joined({ dialect }: Relation, texts: readonly string[]): string {
  const separator = dialect.literal('\u001F');
  return `concat(${texts.flatMap((text, index) => (index === 0 ? [text] : [separator, text])).join(', ')})`;
}

/** SQL: a character that is not white space stands in any of the columns. One pattern over all of them, since there may be thousands. */
function hasContent({ dataset, relation: { dialect } }: Pick<Asking, 'dataset' | 'relation'>): string {
  return dialect.matches(`concat(${contentOf(dataset).map((column) => dialect.text(column)).join(', ')})`, String.raw`[^\s\v\pZ\x{feff}]`);
}

/** Content of so many characters on average is a text that repeats for a reason. */
const proseLength = 20;
const fewestRows = 100;

/**
 * Whether content repeats by its nature: in most rows, and it is either no prose (a few categories, a number or two), or
 * several people label the same rows. Then duplicates and conflicts are the rule, and one finding says that none are listed.
 */
export async function repetitiveContent(context: Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal'>, unlisted: string): Promise<RawFinding | null> {
  const { dataset, profiles, relation, signal } = context;
  const columns = contentOf(dataset);
  const isProse = columns.some((column) => (profiles.get(column)?.meanLength ?? 0) >= proseLength);
  const hasPeople = dataset.roles.annotators.length === 1;
  if (dataset.rows < fewestRows || (isProse && !hasPeople)) return null;
  const row = await askOne(relation, `SELECT count(*) AS n, count(DISTINCT h) AS contents FROM (${keyedSql(context)}) AS keyed`, signal);
  const rows = numberIn(row['n']);
  const contents = numberIn(row['contents']);
  if (rows < fewestRows || contents > rows / 2) return null;
  const why = hasPeople
    ? `: several people (${quoted(dataset.roles.annotators[0]!)}) label the same rows, so ${unlisted} are not listed`
    : `, so ${unlisted} are not listed; where other columns tell rows apart, give them the role content`;
  return {
    severity: 'info',
    scope: 'dataset',
    score: 0,
    message: `${formatCount(rows)} rows have ${formatCount(contents)} different contents in ${listed(columns.map(quoted))} (${formatShare(1 - contents / rows)} are repeats)${why}.`,
    rows: [],
    evidence: { rows, contents, columns },
  };
}

/** `the same “text”`, `the same content (“title” and “body”)`. */
export function sameContent(columns: readonly string[], identical: boolean): string {
  const what = columns.length === 1 ? `the same ${quoted(columns[0]!)}` : `the same content (${listed(columns.map(quoted), 3)})`;
  return identical ? what : `${what} but for letter case, white space or Unicode form`;
}

/** A finding about content is shown in its column, where it is one. */
export function contentColumn(columns: readonly string[]): { column?: string } {
  return columns.length === 1 ? { column: columns[0]! } : {};
}
