import type { CheckContext } from '../check.ts';
import { numberIn } from './ask.ts';
import { readContents } from './contentGroups.ts';
import { readMembers } from './memberCells.ts';
import { canonicalLabel, type LabelVariant } from './labelVariants.ts';
import { findNearEmbeddings } from './nearEmbeddings.ts';
import { findNearTexts, type NearRows } from './nearTexts.ts';
import { waitsToBeAsked } from '../unasked.ts';
import { formatNumber, formatShare, listed, quoted } from './words.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'config' | 'relation' | 'signal' | 'shared' | 'keep' | 'progress' | 'reserve' | 'unasked'>;

/** Rows with almost the same content, in file order; among them those that have the same. */
export interface NearGroup {
  readonly rows: Int32Array;
  /** Of each row: the first row that has its content. */
  readonly contents: Int32Array;
  /** Of each row, as the file has it; null where it is missing or there is no label column. */
  readonly labels: readonly (string | null)[];
  readonly splits: readonly (string | null)[];
  /** Of each row: cells without a value, in tables of not too many columns. */
  readonly blanks: Int32Array;
  readonly by: NearRows['by'];
  /** The least similarity that joined a row to it. */
  readonly similarity: number;
}

export interface NearContents {
  /** Largest first. */
  readonly groups: readonly NearGroup[];
  /** What was not looked at, or not exactly, in words. */
  readonly limits: readonly string[];
}

export const nearDefaults = {
  /** Jaccard similarity of the texts' runs of five words. */
  similarity: 0.7,
};

/** The similarity asked for in winnow.json: one for all checks of near duplicates. */
export function thresholdOf({ config }: Pick<Asking, 'config'>): number {
  const given = config.checks?.['near-duplicate'];
  const asked = typeof given === 'object' ? given['similarity'] : undefined;
  return typeof asked === 'number' && asked > 0.3 && asked <= 1 ? asked : nearDefaults.similarity;
}

/** Looked for once for all checks of a run; not at all where that takes long and nobody has asked for it, as `near-duplicate` says. */
export function nearContents(context: Asking): Promise<NearContents> {
  if (context.unasked && waitsToBeAsked(context.dataset)) return Promise.resolve({ groups: [], limits: [] });
  return context.shared('near contents', async () => {
    const firsts = await readFirsts(context);
    const isCopy = (row: number): boolean => firsts[row] !== 0;
    const byText = await findNearTexts(context, isCopy, thresholdOf(context));
    const byEmbedding = await findNearEmbeddings(context, isCopy);
    const others = unknownGroups(context.dataset.records, byText.groups, byEmbedding.groups);
    const groups = [...(await completed(context, byText.groups, firsts)), ...(await completed(context, others, firsts))];
    groups.sort((a, b) => b.rows.length - a.rows.length || a.rows[0]! - b.rows[0]!);
    return { groups, limits: [...byText.limits, ...byEmbedding.limits] };
  });
}

/** By row number: the first row that has its content; 0 where that is the row itself. */
async function readFirsts({ dataset, ...context }: Asking): Promise<Int32Array> {
  const { groups } = await readContents({ dataset, ...context });
  const firsts = new Int32Array(dataset.records + 1);
  for await (const chunk of context.relation.stream(`SELECT n, first_row FROM ${groups} WHERE n <> first_row`, [], context.signal)) {
    for (const row of chunk) firsts[numberIn(row['n'])] = numberIn(row['first_row']);
  }
  return firsts;
}

/** Groups by embedding that no group by text has all rows of. */
function unknownGroups(records: number, known: readonly NearRows[], groups: readonly NearRows[]): NearRows[] {
  if (groups.length === 0) return [];
  const groupOf = groupsOf(records, known);
  return groups.filter(({ rows }) => rows.some((row) => groupOf[row] === 0 || groupOf[row] !== groupOf[rows[0]!]));
}

/** By row number: the group that it is in, from 1; 0: none. */
function groupsOf(records: number, groups: readonly NearRows[]): Int32Array {
  const groupOf = new Int32Array(records + 1);
  for (const [index, { rows }] of groups.entries()) for (const row of rows) groupOf[row] = index + 1;
  return groupOf;
}

/** Adds to groups that share no row the copies of each row, and what is in their label, split and other columns. */
async function completed(context: Asking, groups: readonly NearRows[], firsts: Int32Array): Promise<NearGroup[]> {
  if (groups.length === 0) return [];
  const groupOf = groupsOf(firsts.length - 1, groups);
  const groupOfAny = (row: number): number => groupOf[firsts[row]! || row]! - 1;
  const ends = new Int32Array(groups.length);
  for (let row = 1; row < firsts.length; row++) if (groupOfAny(row) >= 0) ends[groupOfAny(row)]!++;
  for (let group = 1; group < groups.length; group++) ends[group]! += ends[group - 1]!;
  const starts = ends.map((_, group) => (group === 0 ? 0 : ends[group - 1]!));
  const members = new Int32Array(ends[ends.length - 1]!);
  const filled = starts.slice();
  for (let row = 1; row < firsts.length; row++) if (groupOfAny(row) >= 0) members[filled[groupOfAny(row)]!++] = row;
  const cells = await readMembers(context, members);
  return groups.map(({ by, similarity }, group) => {
    const [start, end] = [starts[group]!, ends[group]!];
    const rows = members.subarray(start, end);
    return {
      rows,
      contents: rows.map((row) => firsts[row]! || row),
      labels: cells.labels.slice(start, end),
      splits: cells.splits.slice(start, end),
      blanks: cells.blanks.subarray(start, end),
      by,
      similarity,
    };
  });
}

/** The label of each content: the one that most of its rows have. Contents whose own rows conflict count by that alone. */
export function contentLabels({ contents, labels }: NearGroup, variants: ReadonlyMap<string, LabelVariant>): (string | null)[] {
  const counts = new Map<number, Map<string, number>>();
  labels.forEach((label, index) => {
    if (label === null) return;
    const ofContent = counts.get(contents[index]!) ?? new Map<string, number>();
    const name = canonicalLabel(variants, label);
    counts.set(contents[index]!, ofContent.set(name, (ofContent.get(name) ?? 0) + 1));
  });
  return [...counts.values()].map((ofContent) => [...ofContent].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]);
}

/** `almost the same “text” (83 % alike)`. */
export function nearWords({ by, similarity }: Pick<NearGroup, 'by' | 'similarity'>, columns: readonly string[], embedding: string | undefined): string {
  if (by === 'embedding')
    return `almost the same embedding ${quoted(embedding ?? '')} (cosine similarity ${formatNumber(Math.floor(similarity * 10_000) / 10_000)})`;
  const what = columns.length === 1 ? quoted(columns[0]!) : `text (${listed(columns.map(quoted), 3)})`;
  return similarity === 1 ? `the same words in ${what}` : `almost the same ${what} (${formatShare(Math.floor(similarity * 100 + 1e-4) / 100)} alike)`;
}
