import { type DuckDBDataChunk, DuckDBListVector } from '@duckdb/node-api';
import { beforeNumber, behindNumbers, printedList, printedNumber } from '../core/printedList.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { fullMatch, isTextStorage, numberOf, type StoredColumn, textOf } from './sql.ts';

/**
 * A cell as a list of doubles; NULL where it is none. What is JSON is read in a third of the time of a cast. What
 * Python printed comes before that, since a cast takes numbers with spaces between them for one thing that is none.
 */
export function numberList(column: StoredColumn): string {
  const text = textOf(column);
  if (isListOfNumbers(column.storage)) return `CAST(${quoteIdentifier(column.internal)} AS DOUBLE[])`;
  return `coalesce(TRY(from_json(${text}, '["DOUBLE"]')), ${printedIn(text)}, TRY_CAST(${text} AS DOUBLE[]))`;
}

function printedIn(text: string): string {
  const replaced = (from: string, pattern: string): string => `regexp_replace(${from}, ${quoteLiteral(pattern)}, '', 'g')`;
  const numbers = replaced(replaced(`replace(${text}, 'None', 'nan')`, beforeNumber), behindNumbers);
  const found = `TRY_CAST(regexp_extract_all(${numbers}, ${quoteLiteral(printedNumber)}) AS DOUBLE[])`;
  return `CASE WHEN contains(${text}, '...') THEN NULL WHEN ${fullMatch(text, printedList)} THEN ${found} END`;
}

/**
 * A cell as a probability; NULL or no number from 0 to 1 where it is none. Of text it is what a cast makes of it: `Dialect.number` looks
 * for what only a cast takes for a number, which takes as long again and matters where 1,000 columns are read. What it refuses is no
 * probability either way, but for digits with `_` between them.
 */
export function probabilityOf(column: StoredColumn): string {
  return isTextStorage(column.storage) ? `TRY_CAST(${textOf(column)} AS DOUBLE)` : numberOf(column);
}

const isListOfNumbers = (storage: string): boolean => /^(DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(\d+,\d+\))\[\d*\]$/.test(storage);

/** A column of chunks, lists of doubles, row by row; NaN where there is no number, and for all of a list of another length. */
export function listsOf(chunks: readonly DuckDBDataChunk[], length: number, column = 0): Float64Array {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const all = new Float64Array(rows * length).fill(NaN);
  let start = 0;
  for (const chunk of chunks) {
    const lists = chunk.getColumnVector(column);
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
