import type { ColumnPair } from '../../../checks/parts/drift/compareSchema.ts';
import type { DriftSide, DriftSides } from '../../../checks/parts/drift/driftSide.ts';
import { roleOf } from '../../../checks/parts/drift/driftStudy.ts';
import { usualSpellings } from '../../../checks/parts/drift/spelling.ts';
import { isNumeric } from '../../../core/schema.ts';
import { binIn, binned, binOf, quantileEdges, totalsOf, valueBins } from './columnBins.ts';
import { type Coding, countByPeriod, type CountedRows, type PeriodCounts } from './countByPeriod.ts';
import { compareCells, type CellSide, earlier, type RawColumn } from './periodCells.ts';

/** Texts are counted by their lengths. */
type Kind = 'number' | 'category' | 'length';

/** A column that is compared, and in which way. */
export interface Wanted {
  readonly pair: ColumnPair;
  readonly kind: Kind;
  /** Its kind is `length` then: texts themselves are compared by a model. */
  readonly isText: boolean;
}

/**
 * Counts some columns by period in one scan, and holds each period against the reference.
 * @param amongPeriods whether the periods are compared with each other: with the first one (`isFirst`) or the one before.
 */
export async function countColumns(
  some: readonly Wanted[],
  sides: DriftSides,
  counted: CountedRows,
  amongPeriods: boolean,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<RawColumn[]> {
  const { reference } = sides;
  const edges = await Promise.all(
    some.map(async ({ pair, kind }) =>
      kind === 'category' ? [] : quantileEdges((await reference.spread(pair.reference.name, kind)).values),
    ),
  );
  const found = await countByPeriod(
    counted,
    some.map((wanted, index) => codingOf(wanted, counted, edges[index]!)),
    signal,
  );
  const columns: RawColumn[] = [];
  for (const [index, wanted] of some.entries()) {
    const { pair, kind } = wanted;
    const known = amongPeriods ? null : reference;
    const cells =
      kind === 'category'
        ? await categoryCells(pair, found[index]!, counted, known, isFirst)
        : await numberCells(pair, kind, edges[index]!, found[index]!, counted, known);
    columns.push({ column: pair.current.name, role: roleOf(sides, pair.current.name), kind, ...cells });
  }
  return columns;
}

function codingOf({ pair: { current: { name } }, kind }: Wanted, { relation: { dialect } }: CountedRows, edges: readonly number[]): Coding {
  const present = `CASE WHEN NOT ${dialect.missing(name)} THEN ${dialect.text(name)} END`;
  if (kind === 'category') return { value: present, code: (value) => value };
  return { value: kind === 'number' ? dialect.number(name) : `length(${present})`, code: (value) => binIn(dialect, value, edges) };
}

type CellsOfColumn = Omit<RawColumn, 'column' | 'role' | 'kind'>;

/** `reference`: what all periods are compared with; null where they are compared with each other. */
async function numberCells(
  { reference: { name } }: ColumnPair,
  kind: 'number' | 'length',
  edges: readonly number[],
  counts: PeriodCounts,
  { points }: CountedRows,
  reference: DriftSide | null,
): Promise<CellsOfColumn> {
  const width = edges.length + 1;
  const periods = sidesOf(counts, binned(counts, points.length, width, Number));
  if (!reference) return compareCells(periods, earlier(points, periods));
  const { values, count, tested, basis } = await reference.spread(name, kind);
  const before = new Float64Array(width);
  for (const value of values) before[binOf(value, edges)]! += tested / values.length;
  const missing = (reference.rows - count) * (tested / Math.max(1, count));
  return {
    ...compareCells(periods, () => ({ counts: before, missing })),
    ...(basis !== undefined && { basis: `${basis} of ${reference.name}` }),
  };
}

async function categoryCells(
  { reference: before, current: now }: ColumnPair,
  counts: PeriodCounts,
  { points }: CountedRows,
  reference: DriftSide | null,
  isFirst: boolean,
): Promise<CellsOfColumn> {
  const all = totalsOf(counts, () => true);
  const first = points.find((point) => typeof point.before === 'number')?.before;
  const known = reference
    ? await reference.counts(before.name)
    : { counts: isFirst ? totalsOf(counts, (place) => place === first) : usualSpellings(all), others: 0 };
  const bins = valueBins(known.counts, known.others, all, isNumeric(before.type) && isNumeric(now.type));
  const periods = sidesOf(counts, binned(counts, points.length, bins.width, bins.place));
  const spelling = bins.spelling === undefined ? {} : { spelling: bins.spelling };
  if (!reference) return { ...compareCells(periods, earlier(points, periods)), ...spelling };
  const sums = new Float64Array(bins.width);
  for (const [value, count] of known.counts) sums[bins.place(value)]! += count;
  sums[bins.width - 2]! += known.others;
  return { ...compareCells(periods, () => ({ counts: sums, missing: before.missing })), ...spelling };
}

function sidesOf(counts: PeriodCounts, periods: readonly Float64Array[]): CellSide[] {
  const missing = counts.get(null);
  return periods.map((each, place) => ({ counts: each, missing: missing?.[place] ?? 0 }));
}
