import { type ChiSquareTest, chiSquareTest } from '../stats/chiSquare.ts';
import { holm } from '../stats/holm.ts';
import { defineCheck, type RawFinding } from './check.ts';
import { classLabel } from './parts/labels.ts';
import { boundedWords, labelsBySegment, type LabelsBySegment, needsSegments, segmentColumns } from './parts/labelsBySegment.ts';
import { formatCount, formatNumber, formatShare, quoted } from './parts/words.ts';

/** Segments and labels of fewer rows are counted together with each other: cells of hardly any rows would make p too small. */
const fewestRows = 20;
/** So many of each are told apart, the largest. */
const mostApart = 200;
/** Cells that a finding names. */
const namedCells = 3;

/** Where a label is farther from its share elsewhere than chance would have it. */
interface Driver {
  readonly segment: string | null;
  readonly label: string;
  readonly rows: number;
  readonly share: number;
  /** Of the rows of all other segments. */
  readonly elsewhere: number;
  /** The cell's adjusted residual: as many standard deviations from what independence would give. */
  readonly residual: number;
}

interface Table {
  readonly counts: LabelsBySegment;
  readonly test: ChiSquareTest;
}

/**
 * Segment columns by whose values labels are distributed differently: Pearson's χ² with p < `maxP` after Holm's correction
 * over the segment columns, and Cramér's V without its bias of `minV` at least. Names the cells farthest from
 * independence, by their adjusted residuals (Haberman, “The analysis of residuals in cross-classified tables”, Biometrics 29, 1973).
 */
export const labelShiftBySegment = defineCheck({
  id: 'label-shift-by-segment',
  title: 'Labels differ by segment',
  description:
    'Columns by whose values labels are distributed differently: a model may learn the segment in place of what is in the row, and one figure for all says little of each.',
  severity: 'info',
  defaults: { maxP: 0.001, minV: 0.1 },
  needs: needsSegments,
  async *run(context): AsyncGenerator<RawFinding> {
    const { options } = context;
    const label = classLabel(context);
    if (label === null) return context.skip('the label holds no classes');
    const tables: Table[] = [];
    const columns = segmentColumns(context.dataset);
    for (const [index, by] of columns.entries()) {
      context.progress(index / columns.length, 'Labels of segments');
      const counts = await labelsBySegment(context, label, by);
      tables.push({ counts, test: chiSquareTest(tableOf(counts)) });
    }
    const adjusted = holm(tables.map(({ test }) => test.p));
    for (const [index, { counts, test }] of tables.entries()) {
      if (adjusted[index]! < options.maxP && test.correctedV >= options.minV) yield shiftFinding(label, counts, test, adjusted[index]!);
    }
  },
});

/** Rows by segment and label, with a last row and a last column for those that are not told apart. */
function tableOf({ segments, labels, rows }: LabelsBySegment): Float64Array[] {
  const columns = [...labels].filter(([, count]) => count >= fewestRows).slice(0, mostApart).map(([name]) => name);
  const apart = segments.filter((segment) => segment.rows >= fewestRows).slice(0, mostApart);
  const table = apart.map((segment) => {
    const counts = Float64Array.from([...columns, ''], (name, place) => (place < columns.length ? segment.labels.get(name) ?? 0 : 0));
    counts[columns.length] = segment.rows - sum(counts);
    return counts;
  });
  const others = Float64Array.from([...columns, ''], (name, place) => {
    const all = place < columns.length ? labels.get(name)! : rows - columns.reduce((total, each) => total + labels.get(each)!, 0);
    return all - table.reduce((total, counts) => total + counts[place]!, 0);
  });
  return [...table, others];
}

/** The cells that are told apart, farthest from independence first. */
function driversOf({ segments, labels, rows }: LabelsBySegment): Driver[] {
  const drivers: Driver[] = [];
  for (const segment of segments.slice(0, mostApart)) {
    if (segment.rows < fewestRows || segment.rows === rows) continue;
    for (const [label, count] of [...labels].slice(0, mostApart)) {
      if (count < fewestRows || count === rows) continue;
      const there = segment.labels.get(label) ?? 0;
      const expected = (segment.rows * count) / rows;
      const residual = (there - expected) / Math.sqrt(expected * (1 - segment.rows / rows) * (1 - count / rows));
      drivers.push({
        segment: segment.value,
        label,
        rows: segment.rows,
        share: there / segment.rows,
        elsewhere: (count - there) / (rows - segment.rows),
        residual,
      });
    }
  }
  return drivers.sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual));
}

function shiftFinding(label: string, counts: LabelsBySegment, { statistic, degrees, p, correctedV }: ChiSquareTest, adjustedP: number): RawFinding {
  const drivers = driversOf(counts).slice(0, namedCells);
  const effect = formatNumber(Number(correctedV.toPrecision(2)));
  return {
    scope: 'column',
    score: correctedV,
    column: counts.by,
    message: `${quoted(label)} is distributed differently by ${quoted(counts.by)}: ${drivers.map((driver) => driverWords(driver)).join('; ')} (Cramér’s V ${effect}, p ${pWords(adjustedP)} over ${formatCount(counts.rows)} rows${boundedWords(counts)}).`,
    rows: [],
    evidence: { label, statistic, degrees, p, adjustedP, correctedV, rows: counts.rows, drivers: drivers.map((driver) => ({ ...driver })) },
  };
}

/** `“delivery” has 45.8 % of “PL” and 26.9 % of all others`. */
function driverWords({ segment, label, share, elsewhere }: Driver): string {
  return `${quoted(label)} has ${formatShare(share)} of ${segment === null ? 'the rows without a value' : quoted(segment)} and ${formatShare(elsewhere)} of all others`;
}

function pWords(p: number): string {
  return p < 1e-12 ? '< 1e-12' : formatNumber(Number(p.toPrecision(2)));
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
