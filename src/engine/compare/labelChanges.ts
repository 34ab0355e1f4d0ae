import { flipMatrix, LabelCodes, type Flips } from '../../core/compare/labelFlips.ts';
import type { LabelChanges } from '../../protocol/compareMethods.ts';
import { rowsCondition } from '../cells.ts';
import { requireColumn, type OpenTable } from '../openTable.ts';
import { quoteIdentifier } from '../quote.ts';
import { dataTable, textOf } from '../sql.ts';
import type { ComparedColumn } from './comparedColumns.ts';

const mostLabels = 40;
const mostValues = 50;
/** Labels are read for so many rows at a time. */
const rowsAtATime = 20_000;
/** Rows that are read for each one that is wanted. */
const mostBetween = 8;
const data = quoteIdentifier(dataTable);

/** The labels of rows, before and after. */
export async function readFlips(
  tables: { readonly before: OpenTable; readonly after: OpenTable },
  column: string,
  pairs: { readonly places: Int32Array; readonly before: Int32Array; readonly after: Int32Array },
  signal: AbortSignal,
): Promise<Flips> {
  const codes = new LabelCodes();
  return {
    places: pairs.places,
    before: await readCodes(tables.before, column, pairs.before, codes, signal),
    after: await readCodes(tables.after, column, pairs.after, codes, signal),
    codes,
  };
}

async function readCodes(table: OpenTable, column: string, rows: Int32Array, codes: LabelCodes, signal: AbortSignal): Promise<Int32Array> {
  const found = new Int32Array(rows.length);
  const places = new Map<number, number>();
  const order = Int32Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]!);
  for (let first = 0; first < rows.length; first += rowsAtATime) {
    places.clear();
    const some = order.subarray(first, first + rowsAtATime);
    for (const place of some) places.set(rows[place]!, place);
    const where = conditionOn(Int32Array.from(some, (place) => rows[place]!), table.hasPlace);
    const [numbers = [], labels = []] = await table.database.columns(
      `SELECT _row, ${textOf(requireColumn(table, column))} FROM ${data} WHERE ${where}`,
      [],
      signal,
    );
    numbers.forEach((row, at) => {
      const label = labels[at];
      const place = places.get(Number(row));
      if (place !== undefined) found[place] = codes.codeOf(typeof label === 'string' ? label : null);
    });
  }
  return found;
}

/** Rows in ascending order that stand close together are read with those between them: a long list of numbers takes longer. */
function conditionOn(rows: Int32Array, hasPlace: boolean | undefined): string {
  const [first = 1, last = 0] = [rows[0], rows.at(-1)];
  const dense = last - first < rows.length * mostBetween;
  return dense ? rowsCondition(Int32Array.from({ length: last - first + 1 }, (_, at) => first + at), hasPlace) : rowsCondition(rows, hasPlace);
}

/** Flips as a matrix, and all labels of both versions counted. */
export async function describeLabels(
  tables: { readonly before: OpenTable; readonly after: OpenTable },
  column: ComparedColumn,
  flips: Flips,
  signal: AbortSignal,
): Promise<LabelChanges> {
  const counted = new Map<string | null, { value: string | null; before: number; after: number }>();
  for (const side of ['before', 'after'] as const) {
    const text = textOf(requireColumn(tables[side], column.name));
    const [keys = [], values = [], counts = []] = await tables[side].database.columns(
      `SELECT ${column[side]} AS same, min(${text}), count(*) FROM ${data} GROUP BY same`,
      [],
      signal,
    );
    keys.forEach((key, at) => {
      const same = typeof key === 'string' ? key : null;
      const entry = counted.get(same) ?? { value: typeof values[at] === 'string' ? values[at] : null, before: 0, after: 0 };
      entry[side] = Number(counts[at]);
      counted.set(same, entry);
    });
  }
  const histogram = [...counted.values()].sort(
    (a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after) || (String(a.value) < String(b.value) ? -1 : 1),
  );
  const { labels, counts, otherLabels } = flipMatrix(flips, mostLabels);
  return {
    column: column.name,
    flipped: flips.places.length,
    labels,
    flips: counts,
    otherLabels,
    histogram: histogram.slice(0, mostValues),
    otherValues: Math.max(0, histogram.length - mostValues),
  };
}
