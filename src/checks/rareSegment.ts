import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { classLabel } from './parts/labels.ts';
import { boundedWords, labelsBySegment, type LabelsBySegment, needsSegments, type Segment, segmentColumns } from './parts/labelsBySegment.ts';
import { formatCount, formatNumber, formatShare, quoted } from './parts/words.ts';

const defaults = { minExpected: 10, observedShare: 0.2, minRows: 0 };
type Context = CheckContext<typeof defaults>;

/** A label that a segment hardly has. */
interface RareCell {
  readonly label: string;
  readonly rows: number;
  /** Were label and segment independent of each other. */
  readonly expected: number;
}

/**
 * Labels that a segment hardly has: `minExpected` rows or more would be expected of both, were they independent, and fewer
 * than `observedShare` of them are there; or there are fewer than `minRows`, where `winnow.json` asks for so many. One
 * finding a segment. Rows without a segment are none. With 2,000 segments, smaller ones are left out, and the finding says so.
 */
export const rareSegment = defineCheck({
  id: 'rare-segment',
  title: 'Label that a segment hardly has',
  description: 'Segments in which a label hardly occurs: a model learns that it never does there, and nothing measures whether it is right.',
  severity: 'warning',
  defaults,
  needs: needsSegments,
  async *run(context: Context): AsyncGenerator<RawFinding> {
    const label = classLabel(context);
    if (label === null) return context.skip('the label holds no classes');
    const columns = segmentColumns(context.dataset);
    for (const [index, by] of columns.entries()) {
      context.progress(index / columns.length, 'Labels of segments');
      yield* rareCells(context, label, await labelsBySegment(context, label, by));
    }
  },
});

async function* rareCells(context: Context, label: string, counts: LabelsBySegment): AsyncGenerator<RawFinding> {
  const { options } = context;
  const found = counts.segments.flatMap((segment) => {
    const cells = segment.value === null ? [] : cellsOf(segment, counts, options);
    return cells.length === 0 ? [] : [{ segment, value: segment.value!, cells }];
  });
  const rows = await rowsOfCells(context, label, counts, found);
  for (const [index, { segment, value, cells }] of found.entries()) {
    yield {
      scope: 'segment',
      score: Math.max(...cells.map(({ rows: there, expected }) => 1 - there / Math.max(expected, options.minRows, 1))),
      column: label,
      segment: { column: counts.by, value },
      message: `Where ${quoted(counts.by)} is ${quoted(value)} (${formatCount(segment.rows)} ${segment.rows === 1 ? 'row' : 'rows'}), ${cellsWords(cells, counts, options)}${boundedWords(counts)}.`,
      rows: rows[index]!,
      evidence: { cells: cells.map((cell) => ({ ...cell })), segmentRows: segment.rows, minRows: options.minRows },
    };
  }
}

/** The rows of each segment's cells, ascending, by one scan for all of them; by none where no cell has any. */
async function rowsOfCells(
  { relation, signal }: Context,
  label: string,
  counts: LabelsBySegment,
  found: readonly { readonly value: string; readonly cells: readonly RareCell[] }[],
): Promise<Int32Array[]> {
  const { dialect, name } = relation;
  const literal = (value: string): string => dialect.literal(value);
  const sought = found.flatMap(({ value, cells }, place) =>
    cells
      .filter(({ rows }) => rows > 0)
      .flatMap((cell) => (counts.written.get(cell.label) ?? []).map((written) => `(${literal(value)}, ${literal(written)}, ${place})`)),
  );
  if (sought.length === 0) return found.map(() => new Int32Array());
  const all = await relation.integers(
    `SELECT CAST(_row AS INTEGER) FROM ${name} JOIN (VALUES ${sought.join(', ')}) AS cells(segment, label, place) ON ${dialect.text(counts.by)} = cells.segment AND ${dialect.text(label)} = cells.label ORDER BY cells.place, _row`,
    signal,
  );
  // How many rows each has is known already, so that the list is cut at those places.
  let from = 0;
  return found.map(({ cells }) => all.subarray(from, (from += cells.reduce((total, { rows }) => total + rows, 0))));
}

/** The rarest first. */
function cellsOf(segment: Segment, { labels, rows: all }: LabelsBySegment, { minExpected, observedShare, minRows }: typeof defaults): RareCell[] {
  const cells: RareCell[] = [];
  for (const [label, count] of labels) {
    const expected = (segment.rows * count) / all;
    // Labels come by how frequent they are: none of the others is expected any more often.
    if (expected < minExpected && minRows <= 0) break;
    const rows = segment.labels.get(label) ?? 0;
    if ((expected >= minExpected && rows < observedShare * expected) || rows < minRows) cells.push({ label, rows, expected });
  }
  return cells.sort((a, b) => a.rows / a.expected - b.rows / b.expected);
}

/** Cells that a finding names. */
const namedCells = 5;

function cellsWords(cells: readonly RareCell[], counts: LabelsBySegment, options: typeof defaults): string {
  const named = cells.slice(0, namedCells).map((cell) => cellWords(cell, counts, options));
  return [...named, ...(cells.length > namedCells ? [`and ${formatCount(cells.length - namedCells)} more`] : [])].join('; ');
}

/** `“login” has 4 rows, where its 15.6 % of all rows would be 52.6`. */
function cellWords(
  { label, rows, expected }: RareCell,
  { labels, rows: all }: LabelsBySegment,
  { minExpected, observedShare, minRows }: typeof defaults,
): string {
  const has = `${quoted(label)} has ${rows === 0 ? 'no row' : `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`}`;
  if (expected < minExpected || rows >= observedShare * expected) return `${has}, fewer than the ${formatCount(minRows)} asked for`;
  return `${has}, where its ${formatShare(labels.get(label)! / all)} of all rows would be ${formatNumber(Number(expected.toPrecision(3)))}`;
}
