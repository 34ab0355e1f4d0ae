import { setImmediate } from 'node:timers/promises';
import { rowMask } from '../rowMask.ts';
import type { HashedRows } from '../../core/compare/pairing.ts';
import { rowsCondition } from '../cells.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteIdentifier } from '../quote.ts';
import { dataTable } from '../sql.ts';

/** Values that are fetched in one go. */
const valuesAtATime = 2_000_000;
/** So many rows are asked for by their numbers; more of them by reading everything. */
const fewRows = 20_000;
const half = 2 ** 32;
/** What a double holds of a hash. */
const cellHash = 2 ** 52 - 1;

/** One side of a comparison, and how far its reading is told. */
export interface HashSource {
  readonly table: OpenTable;
  readonly signal: AbortSignal;
  /** Called with the records that have been read since the last call. */
  read(records: number): void;
}

/** One hash of all expressions together for every readable row, or for these rows alone; in file order. */
export async function readRowHashes(source: HashSource, expressions: readonly string[], rows?: Int32Array): Promise<HashedRows> {
  const room = rows?.length ?? source.table.records;
  const found = { rows: new Int32Array(room), high: new Uint32Array(room), low: new Uint32Array(room) };
  const wanted = rows && rows.length > fewRows ? rowMask(rows, source.table.records) : null;
  let length = 0;
  const hash = `hash(${expressions.join(', ')})`;
  for await (const [numbers, high, low] of blocks(source, [`${hash} >> 32`, `${hash} & ${half - 1}`], rows, 'ORDER BY _row')) {
    numbers!.forEach((row, place) => {
      if (wanted && wanted[row] === 0) return;
      found.rows[length] = row;
      found.high[length] = high![place]!;
      found.low[length++] = low![place]!;
    });
  }
  return { rows: found.rows.subarray(0, length), high: found.high.subarray(0, length), low: found.low.subarray(0, length) };
}

/** Hashes of cells, 52 bits each, an array for each expression, at the places that the readable `rows` have. */
export async function readCellHashes(source: HashSource, expressions: readonly string[], rows: Int32Array): Promise<Float64Array[]> {
  const places = new Int32Array(source.table.records + 1);
  rows.forEach((row, place) => void (places[row] = place + 1));
  const cells = expressions.map(() => new Float64Array(rows.length));
  for await (const [numbers, ...hashes] of blocks(source, expressions.map((expression) => `hash(${expression}) & ${cellHash}`), rows)) {
    hashes.forEach((column, index) => {
      const target = cells[index]!;
      for (let at = 0; at < column.length; at++) {
        const place = places[numbers![at]!]!;
        if (place > 0) target[place - 1] = column[at]!;
      }
    });
  }
  return cells;
}

/** Row numbers and values, block after block of the file. */
async function* blocks({ table, signal, read }: HashSource, values: readonly string[], rows?: Int32Array, order = ''): AsyncGenerator<Float64Array[]> {
  const selected = ['_row', ...values].map((value) => `CAST(${value} AS DOUBLE)`).join(', ');
  const from = quoteIdentifier(dataTable);
  const ask = (where: string): Promise<Float64Array[]> => table.database.numbers(`SELECT ${selected} FROM ${from} WHERE ${where} ${order}`, signal);
  const few = rows && rows.length <= fewRows;
  const size = Math.max(10_000, Math.floor(valuesAtATime / (values.length + 1)));
  if (few && rows.length * (values.length + 1) <= valuesAtATime) {
    if (rows.length > 0) yield await ask(rowsCondition(rows, table.hasPlace));
    read(table.records);
    return;
  }
  for (let first = 1; first <= table.records; first += size) {
    const last = Math.min(table.records, first + size - 1);
    yield await ask(table.hasPlace ? `_place BETWEEN ${first - 1} AND ${last - 1}` : `_row BETWEEN ${first} AND ${last}`);
    read(last - first + 1);
    await setImmediate();
  }
}
