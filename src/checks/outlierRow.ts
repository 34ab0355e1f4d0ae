import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { textIn } from './parts/ask.ts';
import { forestColumnNames, type ForestColumn, isRare, planForestColumns } from './parts/forestColumns.ts';
import { loneEmbeddings } from './parts/loneEmbeddings.ts';
import { DatasetForest, type Quartiles, type RowScores } from './parts/loneRows.ts';
import { readSpreads, type Spread } from './parts/spread.ts';
import { waitingWords, waitsToBeAsked } from './unasked.ts';
import { countOf, formatCount, formatNumber, formatShare, listed, quoted } from './parts/words.ts';

const defaults = { spread: 1.7, minScore: 0.65, minRows: 50, trees: 100, sample: 256, neighbours: 10, seed: 1, maxFindings: 100 };
type Context = CheckContext<typeof defaults>;

/** Columns that a message names, and what a column has to do to be one of them, of what the strongest does. */
const mostCauses = 3;
const leastCause = 0.25;

/**
 * Rows unlike all others: by an isolation forest (Liu, Ting and Zhou 2008) over numbers and categories together, and by
 * the mean distance to the nearest rows where there is an embedding column. What counts is beyond Q3 + `spread` times
 * the interquartile range of all rows' scores, and at least `minScore` for the forest, for which 0.5 is a usual row: in
 * data without outliers, some row is always the farthest. What is missing in a row does not make it unlike, and what is
 * unlike in one column alone is left to `outlier-value`: two values at least have to be rare in themselves.
 */
export const outlierRow = defineCheck({
  id: 'outlier-row',
  title: 'Row unlike all others',
  description: 'Rows whose values, taken together, are unlike those of all other rows: mixed-up columns, test data, what belongs to another dataset.',
  severity: 'info',
  defaults,
  needs: ({ rows, columns, roles }) => (rows < 2 ? 'fewer than 2 rows' : roles.embedding === undefined && columns.length < 2 ? 'a single column' : null),
  async *run(context): AsyncGenerator<RawFinding> {
    const { dataset, options } = context;
    if (dataset.rows < options.minRows) return context.skip(`fewer than ${formatCount(options.minRows)} rows`);
    const names = forestColumnNames(context);
    const { embedding } = dataset.roles;
    if (names.length < 2 && embedding === undefined) return context.skip('fewer than two columns hold numbers or categories to tell rows apart by');
    if (names.length >= 2) yield* unlikeByValues(context, names);
    if (embedding === undefined) return;
    if (context.unasked && waitsToBeAsked(dataset)) return context.skip(`by ${quoted(embedding)}, ${waitingWords(dataset, 'comparing')}`);
    yield* unlikeByEmbedding(context, embedding);
  },
});

async function* unlikeByValues(context: Context, names: readonly string[]): AsyncGenerator<RawFinding> {
  const { options, progress } = context;
  progress(0.05, 'Rows unlike all others');
  const columns = await planForestColumns(context, names);
  if (columns.length < 2) return;
  const forest = await DatasetForest.grow(context, columns, { trees: Math.max(1, options.trees), sample: Math.max(2, options.sample), seed: options.seed });
  const limitOf = limitBy(options.spread, options.minScore);
  const far = farthest(await forest.scoreAll(limitOf), limitOf);
  const spreads = far.rows.length === 0 ? [] : await readForestSpreads(context, columns);
  const causes = await causesOf(forest, far.rows, (index, code) =>
    isRare(columns[index]!, code, context.dataset.rows, spreads[index]!.low, spreads[index]!.high),
  );
  const several = far.rows.filter((row) => causes.get(row)!.length > 1);
  const found = { ...far, rows: several };
  const shown = several.subarray(0, Math.max(0, options.maxFindings));
  const describe = await describeRows(context, columns, spreads, shown, causes);
  for (const row of shown) {
    const score = far.scoreOf.get(row)!;
    yield {
      scope: 'row', score, rows: [row],
      message: `Taken together, its values are unlike those of all other rows: ${describe(row)}; isolation score ${short(score)}, three rows in four${far.of === undefined ? '' : ` of ${formatCount(far.of)} at even distances`} are below ${short(far.q3)}.`,
      evidence: { isolation: score, q3: far.q3, limit: far.limit, columns: causes.get(row)!.map((index) => columns[index]!.column) },
    };
  }
  yield* theRest(context, found, 'are unlike the others as well, by their values taken together');
}

async function* unlikeByEmbedding(context: Context, embedding: string): AsyncGenerator<RawFinding> {
  const { options } = context;
  const { scores, basis, compared, why } = await loneEmbeddings(context, embedding, Math.max(1, options.neighbours));
  if (why !== undefined) return yield { scope: 'dataset', score: 0, rows: [], message: `${why}.`, evidence: {} };
  const found = farthest(scores, limitBy(options.spread, 0));
  for (const row of found.rows.subarray(0, Math.max(0, options.maxFindings))) {
    const distance = found.scoreOf.get(row)!;
    yield {
      scope: 'row', score: Math.min(1, 1 - found.limit / (2 * distance)), rows: [row], column: embedding,
      message: `By ${quoted(embedding)}, no row is near it: the ${options.neighbours} nearest${compared} are ${short(distance)} away on average; three rows in four have them within ${short(found.q3)}.`,
      evidence: { distance, q3: found.q3, limit: found.limit },
      ...(basis && { basis }),
    };
  }
  yield* theRest(context, found, `are far from all others by ${quoted(embedding)}, too`, embedding);
}

function* theRest({ options }: Context, found: Farthest, words: string, column?: string): Generator<RawFinding> {
  const rows = found.rows.slice(Math.max(0, options.maxFindings)).sort();
  if (rows.length === 0) return;
  yield { scope: 'rows', score: 0.3, rows, ...(column !== undefined && { column }), message: `${countOf(rows.length, 'more row')} ${words}.`, evidence: { count: rows.length, q3: found.q3, limit: found.limit } };
}

interface Farthest {
  /** The most unlike first. */
  readonly rows: Int32Array;
  readonly scoreOf: ReadonlyMap<number, number>;
  readonly q3: number;
  readonly limit: number;
  /** The quartile is of so many rows. */
  readonly of?: number;
}

/** Q3 + spread · IQR, or the least score that counts. */
const limitBy = (spread: number, least: number) => ({ q1, q3 }: Quartiles): number => Math.max(least, q3 + spread * (q3 - q1));

/** Rows whose score is beyond the limit; NaN is no score. */
function farthest({ rows, scores, quartiles }: RowScores, limitOf: (quartiles: Quartiles) => number): Farthest {
  const limit = limitOf(quartiles);
  const places: number[] = [];
  scores.forEach((score, place) => { if (score > limit) places.push(place); });
  places.sort((a, b) => scores[b]! - scores[a]! || a - b);
  return {
    rows: Int32Array.from(places, (place) => rows[place]!),
    scoreOf: new Map(places.map((place) => [rows[place]!, scores[place]!])),
    q3: quartiles.q3,
    limit,
    ...(quartiles.of !== undefined && { of: quartiles.of }),
  };
}

/** How the numbers of each column lie; of a category, nothing. */
async function readForestSpreads({ relation, dataset, signal }: Context, columns: readonly ForestColumn[]): Promise<Spread[]> {
  const expressions = columns.map((plan) =>
    plan.kind === 'number' ? `CASE WHEN NOT (${plan.missing}) THEN ${relation.dialect.number(plan.column)} END` : 'CAST(NULL AS DOUBLE)',
  );
  return readSpreads(relation, expressions, dataset.rows, signal);
}

/**
 * The columns that make each row unlike by values that are rare in themselves, the strongest first; what does little
 * beside the first is not among them.
 */
async function causesOf(
  forest: DatasetForest,
  rows: Int32Array,
  isRareIn: (index: number, code: number) => boolean,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const ascending = rows.slice().sort();
  const causes = await forest.causes(ascending);
  return new Map(
    causes.map(({ falls, codes }, at) => {
      const strongest = Math.max(...falls);
      const places = [...falls.keys()].filter(
        (index) => falls[index]! > 0 && falls[index]! >= strongest * leastCause && isRareIn(index, codes[index]!),
      );
      return [ascending[at]!, places.sort((a, b) => falls[b]! - falls[a]!).slice(0, mostCauses)];
    }),
  );
}

/** Says by which columns rows are unlike. */
async function describeRows(
  { relation, dataset, signal }: Context,
  columns: readonly ForestColumn[],
  spreads: readonly Spread[],
  rows: Int32Array,
  causes: ReadonlyMap<number, readonly number[]>,
): Promise<(row: number) => string> {
  const named = [...new Set([...rows].flatMap((row) => causes.get(row)!))];
  if (named.length === 0) return () => '';
  const texts = named.map((index) => `${relation.dialect.text(columns[index]!.column)} AS c${index}`);
  const cells = await relation.query(
    `SELECT CAST(_row AS INTEGER) AS n, ${texts.join(', ')} FROM ${relation.name} WHERE _row IN (${rows.join(', ')})`,
    [],
    signal,
  );
  const cellsOf = new Map(cells.map((row) => [Number(row['n']), row]));
  return (row) =>
    listed(
      causes.get(row)!.map((index) => {
        const plan = columns[index]!;
        const { low, high } = spreads[index]!;
        const cell = textIn(cellsOf.get(row)?.[`c${index}`])?.trim() ?? '';
        return `${quoted(plan.column)} is ${quoted(cell)} (${plan.kind === 'number' ? `98 % lie between ${short(low)} and ${short(high)}` : shareOf(plan, cell, dataset.rows)})`;
      }),
      mostCauses,
    );
}

function shareOf(plan: ForestColumn, cell: string, rows: number): string {
  if (plan.kind === 'number') return '';
  const place = plan.values.findIndex((value) => value.trim() === cell);
  return place >= 0 ? `${formatShare(plan.counts[place]! / rows)} of rows` : `as rare as the other values of ${countOf(plan.others, 'row')}`;
}

const short = (value: number): string => formatNumber(Number(value.toPrecision(3)));
