import { type DuckDBDataChunk, DuckDBListVector } from '@duckdb/node-api';
import { quoteIdentifier } from './quote.ts';
import { type StoredColumn, textOf } from './sql.ts';

/** A cell as a list of doubles; NULL where it is none. What is JSON is read in a third of the time of a cast, which understands `nan` as well. */
export function numberList(column: StoredColumn): string {
  const text = textOf(column);
  if (isListOfNumbers(column.storage)) return `CAST(${quoteIdentifier(column.internal)} AS DOUBLE[])`;
  return `coalesce(TRY(from_json(${text}, '["DOUBLE"]')), TRY_CAST(${text} AS DOUBLE[]))`;
}

const isListOfNumbers = (storage: string): boolean => /^(DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(\d+,\d+\))\[\d*\]$/.test(storage);

/** The first column of chunks, lists of doubles, row by row; NaN where there is no number, and for all of a list of another length. */
export function listsOf(chunks: readonly DuckDBDataChunk[], length: number): Float64Array {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const all = new Float64Array(rows * length).fill(NaN);
  let start = 0;
  for (const chunk of chunks) {
    const lists = chunk.getColumnVector(0);
    if (!(lists instanceof DuckDBListVector)) throw new TypeError(`A list of numbers was asked for, not ${lists.type.toString()}.`);
    for (let row = 0; row < lists.itemCount; row++, start += length) {
      const items = lists.getItemVector(row);
      if (items?.itemCount !== length) continue;
      for (let place = 0; place < length; place++) {
        const item = items.getItem(place);
        if (typeof item === 'number') all[start + place] = item;
      }
    }
  }
  return all;
}
