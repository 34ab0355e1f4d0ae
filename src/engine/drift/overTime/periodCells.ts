import { type DriftLimits, fewestValues } from '../../../core/drift.ts';
import type { ColumnOverTime, DriftPeriod } from '../../../core/driftTimeline.ts';
import { chiSquareTest } from '../../../stats/chiSquare.ts';
import { jensenShannonDistance, stabilityIndex } from '../../../stats/divergence.ts';
import { gatherRare } from '../../../stats/gatherRare.ts';
import { holm } from '../../../stats/holm.ts';
import { twoProportionZ } from '../../../stats/twoProportionZ.ts';

/** One side of a cell: a period, or what it is compared with. */
export interface CellSide {
  /** Rows by bin. */
  readonly counts: Float64Array;
  /** Rows without a value. */
  readonly missing: number;
}

/** A column before it is known what is far: that takes all cells of all columns. */
export interface RawColumn extends Omit<ColumnOverTime, 'far' | 'missingFar'> {
  /** By period, before correction; null where nothing was tested. */
  readonly p: readonly (number | null)[];
  readonly missingP: readonly (number | null)[];
  /** How far the share of missing values is from what it is compared with. */
  readonly missingDifference: readonly number[];
}

type Cells = Pick<RawColumn, 'distances' | 'stability' | 'values' | 'missing' | 'p' | 'missingP' | 'missingDifference'>;

const sum = (counts: ArrayLike<number>): number => Array.from(counts).reduce((total, count) => total + count, 0);

/** Compares each period of a column with `before(place)`, null where there is nothing to compare with. */
export function compareCells(periods: readonly CellSide[], before: (place: number) => CellSide | null): Cells {
  const cells = periods.map((period, place) => compareCell(period, before(place)));
  return {
    distances: cells.map(({ distance }) => distance),
    stability: cells.map(({ stability }) => stability),
    values: periods.map(({ counts }) => sum(counts)),
    missing: periods.map(({ missing }) => missing),
    p: cells.map(({ p }) => p),
    missingP: cells.map(({ missingP }) => missingP),
    missingDifference: cells.map(({ missingDifference }) => missingDifference),
  };
}

const untested = { distance: null, stability: null, p: null, missingP: null, missingDifference: 0 } as const;

function compareCell(
  now: CellSide,
  before: CellSide | null,
): { distance: number | null; stability: number | null; p: number | null; missingP: number | null; missingDifference: number } {
  if (before === null) return untested;
  const [values, valuesBefore] = [sum(now.counts), sum(before.counts)];
  const [rows, rowsBefore] = [values + now.missing, valuesBefore + before.missing];
  const gaps =
    Math.min(rows, rowsBefore) < fewestValues
      ? {}
      : {
          missingP: twoProportionZ(now.missing, rows, before.missing, rowsBefore).p,
          missingDifference: now.missing / rows - before.missing / rowsBefore,
        };
  if (Math.min(values, valuesBefore) < fewestValues) return { ...untested, ...gaps };
  return {
    ...untested,
    ...gaps,
    distance: jensenShannonDistance(before.counts, now.counts),
    stability: stabilityIndex(before.counts, now.counts),
    p: chiSquareTest(gatherRare(before.counts, now.counts)).p,
  };
}

/** The columns with the cells that are far, the label first, then those with most of them. p-values are corrected over all cells. */
export function markFar(columns: readonly RawColumn[], limits: DriftLimits): { columns: ColumnOverTime[]; tested: number } {
  const p = corrected(columns.map((column) => column.p));
  const missingP = corrected(columns.map((column) => column.missingP));
  const marked = columns.map(({ p: _p, missingP: _missingP, missingDifference, ...column }, index): ColumnOverTime => {
    const isFar = (distance: number): boolean => (column.kind === 'text' ? distance > limits.auroc : distance >= limits.jensenShannon);
    return {
      ...column,
      far: column.distances.flatMap((distance, place) =>
        distance !== null && isFar(distance) && p[index]![place]! <= limits.p ? [place] : [],
      ),
      missingFar: missingDifference.flatMap((difference, place) =>
        Math.abs(difference) >= limits.missing && missingP[index]![place]! < limits.missingP ? [place] : [],
      ),
    };
  });
  return { columns: marked.sort(byDistance), tested: columns.reduce((total, column) => total + column.p.filter((each) => each !== null).length, 0) };
}

/** Holm's correction over all that was tested. */
function corrected(lists: readonly (readonly (number | null)[])[]): number[][] {
  const adjusted = holm(lists.flat().filter((p) => p !== null));
  let next = 0;
  return lists.map((list) => list.map((p) => (p === null ? 1 : adjusted[next++]!)));
}

function byDistance(a: ColumnOverTime, b: ColumnOverTime): number {
  const rank = ({ role }: ColumnOverTime): number => (role === 'label' ? 0 : 1);
  const farthest = ({ distances, kind }: ColumnOverTime): number =>
    Math.max(0, ...distances.map((distance) => (distance === null ? 0 : kind === 'text' ? distance - 0.5 : distance)));
  return (
    rank(a) - rank(b) ||
    b.far.length + b.missingFar.length - a.far.length - a.missingFar.length ||
    farthest(b) - farthest(a) ||
    (a.column < b.column ? -1 : 1)
  );
}

/** What a period is compared with among the periods themselves. */
export function earlier(points: readonly DriftPeriod[], periods: readonly CellSide[]): (place: number) => CellSide | null {
  return (place) => {
    const { before = null } = points[place]!;
    return before === null ? null : periods[before]!;
  };
}
