import type { Dataset } from '../core/dataset.ts';
import { planDefaults, planFates } from '../core/redundancyPlan.ts';
import type { Relation } from '../engine/engine.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { contentColumn, contentGroups, contentOf, needsContent, repetitiveContent } from './parts/contentGroups.ts';
import { nearContents } from './parts/nearContents.ts';
import { classLabel, readVariants } from './parts/labels.ts';
import { canonicalLabel, type LabelVariant } from './parts/labelVariants.ts';
import { splitKind, splitKindSql } from './parts/splits.ts';
import { formatCount, formatShare, ofRows } from './parts/words.ts';
import { waitingWords, waitsToBeAsked } from './unasked.ts';

/**
 * How many rows a redundancy plan leaves out before it touches any that says something of its own: copies and near
 * copies under the same label, beyond one of each, where every label and segment value keeps at least `floor` rows.
 * Validation and test stay whole. One finding from `share` of the planned rows on; which rows are best left out, and what
 * that does to every histogram, is the plan's to say.
 */
export const redundantRow = defineCheck({
  id: 'redundant-row',
  title: 'Rows that could be left out',
  description: 'Training rows that repeat others under the same label: a plan leaves them out, and nothing is dropped by this.',
  severity: 'info',
  defaults: { share: 0.05, floor: planDefaults.floor },
  needs: needsContent,
  async *run(context): AsyncGenerator<RawFinding> {
    const { dataset, options } = context;
    if (context.unasked && waitsToBeAsked(dataset)) return context.skip(waitingWords(dataset, 'comparing'));
    // Several categories that many rows share are no copies of each other.
    if (await repetitiveContent(context, 'copies')) return context.skip('content repeats by its nature here, so rows that share it are no copies');
    const copies = await findCopies(context);
    const planned = await plannedRows(context);
    if (copies.size === 0 || copies.size < options.share * planned.length) return;
    const out = await leftOut(context, planned, copies);
    if (out.length < options.share * planned.length) return;
    const near = out.filter((row) => copies.get(row) === 'near').length;
    const almost = near === 0 ? '' : near === out.length ? ', but for a few words' : `, ${formatCount(near)} of them but for a few words`;
    const keep = 1 - out.length / planned.length;
    const [repeats, their, left] = out.length === 1 ? ['repeats', 'its', 'it out and no other'] : ['repeat', 'their', 'these out and no others'];
    const what = classLabel(context) === null ? 'another row' : `another row of ${their} label`;
    const { limits } = await nearContents(context);
    yield {
      scope: 'dataset',
      score: out.length / planned.length,
      ...contentColumn(contentOf(dataset)),
      message: `${ofRows(out.length, planned.length)} ${repeats} ${what}${almost}: a plan that keeps ${formatShare(keep)} leaves ${left}.${limits.map((words) => ` ${words}.`).join('')}`,
      rows: out,
      evidence: { count: out.length, near, planned: planned.length, keep: Math.round(keep * 10_000) / 10_000, floor: options.floor },
    };
  },
});

type Context = CheckContext<typeof redundantRow.defaults>;

/** Numbers of the rows that a plan is about, ascending. */
function plannedRows({ dataset, relation, signal }: Context): Promise<Int32Array> {
  return relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} ${plannedWhere(dataset, relation)} ORDER BY _row`, signal);
}

/** SQL: not those of validation and test. */
function plannedWhere({ roles: { split } }: Dataset, relation: Relation): string {
  return split === undefined ? '' : `WHERE coalesce(${splitKindSql(relation, split)}, 'train') = 'train'`;
}

type Copies = Map<number, 'copy' | 'near'>;

/**
 * Rows that repeat another planned one under the same label, most alike first: copies, then near copies. Of each group
 * the first is none.
 */
async function findCopies(context: Context): Promise<Copies> {
  const variants = await readVariants(context);
  const hasClasses = classLabel(context) !== null;
  const copies: Copies = new Map();
  const add = (group: Members, reason: 'copy' | 'near'): void => {
    const seen = new Set<string | null>();
    for (const { row, label } of plannedOf(group, hasClasses ? variants : null)) {
      if (copies.has(row)) continue;
      if (seen.has(label)) copies.set(row, reason);
      seen.add(label);
    }
  };
  for await (const group of contentGroups(context)) add(group, 'copy');
  const { groups } = await nearContents(context);
  for (const group of [...groups].sort((a, b) => b.similarity - a.similarity)) add(group, 'near');
  return copies;
}

interface Members {
  readonly rows: Int32Array;
  readonly labels: readonly (string | null)[];
  readonly splits: readonly (string | null)[];
}

/** Those that a plan is about. @param variants null: labels are no classes, and do not tell rows apart */
function plannedOf({ rows, labels, splits }: Members, variants: ReadonlyMap<string, LabelVariant> | null): { row: number; label: string | null }[] {
  const labelAt = (index: number): string | null => (variants === null || labels[index] === null ? null : canonicalLabel(variants, labels[index]!));
  return Array.from(rows, (row, index) => ({ row, label: labelAt(index), kind: splitKind(splits[index] ?? null) })).filter(
    ({ kind }) => kind === null || kind === 'train',
  );
}

/** Those of the copies that a plan leaves out, ascending: as many as leave every label and segment value its floor. */
async function leftOut(context: Context, planned: Int32Array, copies: Copies): Promise<Int32Array> {
  const label = classLabel(context);
  const classes = label === null ? new Int32Array(planned.length).fill(-1) : await codesOf(context, label, await readVariants(context));
  const segments: Int32Array[] = [];
  for (const column of context.dataset.roles.segments) segments.push(await codesOf(context, column, new Map()));
  const places = new Map(Array.from(planned, (row, place) => [row, place]));
  const fates = planFates({
    classes, classCount: classes.reduce((most, code) => Math.max(most, code + 1), 0), segments,
    difficulty: new Float32Array(planned.length).fill(NaN),
    copies: Array.from(copies, ([row, reason]) => ({ place: places.get(row)!, reason })),
    options: { keep: 1 - copies.size / planned.length, floor: context.options.floor, seed: planDefaults.seed }, random: () => 0,
  });
  // What is beyond copies is at random here: the plan learns which rows are easy.
  return planned.filter((row, place) => fates[place] !== 0 && copies.has(row));
}

/** A number for the value of each planned row, from 1; −1: it has none. */
function codesOf({ dataset, relation, signal }: Context, column: string, variants: ReadonlyMap<string, LabelVariant>): Promise<Int32Array> {
  const { dialect, name } = relation;
  const text = dialect.text(column);
  const cases = Array.from(variants, ([value, { to }]) => `WHEN ${dialect.literal(value)} THEN ${dialect.literal(to)}`);
  const meant = cases.length === 0 ? text : `CASE ${text} ${cases.join(' ')} ELSE ${text} END`;
  const values = `SELECT _row AS n, CASE WHEN NOT ${dialect.missing(column)} THEN ${meant} END AS v FROM ${name} ${plannedWhere(dataset, relation)}`;
  return relation.integers(
    `SELECT CAST(CASE WHEN v IS NULL THEN -1 ELSE dense_rank() OVER (ORDER BY v) END AS INTEGER) FROM (${values}) AS planned ORDER BY n`,
    signal,
  );
}
