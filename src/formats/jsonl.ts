import { isUtf8 } from 'node:buffer';
import type { TextOptions } from '../core/dataset.ts';
import { uniqueColumnNames, type Column } from '../core/schema.ts';
import { lineDialect, scanRecord, ScannedRecord } from './csvRecord.ts';
import { cellCodes, type CellColumn, type FirstRows, type Format } from './format.ts';
import { JsonTable } from './jsonTable.ts';
import { readTextHead, type TextHead } from './textHead.ts';

/** What a first screen shows and a little more, and by how many records the columns are told. */
const rowsToShow = 200;
const rowsToTell = 500;

export const jsonl: Format = {
  id: 'jsonl',
  title: 'JSON Lines',
  extensions: ['.jsonl', '.ndjson'],
  recognise(name, head) {
    const named = /\.(jsonl|ndjson)$/i.test(name);
    if (named) return looksLikeArray(head) ? 0.3 : 0.9;
    return looksLikeJsonLines(head) ? 0.6 : 0;
  },
  async firstRows(source, options) {
    const head = await readTextHead(source, options);
    return showLines(head, rowsToShow);
  },
  async open(source, options) {
    const head = await readTextHead(source, options, { thorough: true });
    const { columns, text, notices } = showLines(head, rowsToTell);
    return {
      format: 'jsonl',
      columns,
      text,
      notices,
      toEngine: () => ({
        kind: 'text',
        path: source.path,
        format: 'jsonl',
        text: text!,
        start: { byte: head.transcoded ? 0 : head.markLength, line: 1 },
        markLength: head.markLength,
        encodingIsGuess: head.encodingIsGuess,
      }),
      close: async () => undefined,
    };
  },
};

/** Columns named after the keys of JSON objects. */
export function jsonColumns(keys: readonly string[]): Column[] {
  return uniqueColumnNames(keys).map((name, index) => ({ name, ...(name === keys[index] ? {} : { header: keys[index] }), index, type: 'text' as const }));
}

/** Whether the first line that is not blank is a whole object, and another one follows. */
export function looksLikeJsonLines(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('utf8').replace(/^\ufeff/, '').trimStart();
  const [first, ...rest] = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (first === undefined || new JsonTable().add(first, 1) !== null) return false;
  return rest[0]?.trimStart().startsWith('{') ?? false;
}

/** Whether the text begins with an array of objects. */
export function looksLikeArray(head: Uint8Array): boolean {
  return /^\ufeff?\s*\[\s*(\{|\]|$)/.test(Buffer.from(head).toString('utf8'));
}

function showLines(head: TextHead, rows: number): FirstRows {
  const table = new JsonTable();
  const unreadable: number[] = [];
  const line = new ScannedRecord();
  const suspicious = !isUtf8(head.bytes);
  let row = 0;
  for (let at = 0; at < head.bytes.length && row < rows; at = line.next) {
    if (!scanRecord(head.bytes, at, head.complete, lineDialect, line)) break;
    const bytes = head.bytes.subarray(line.start, line.end);
    const record = bytes.toString('utf8');
    if (/^[ \t]*$/.test(record)) continue;
    row++;
    if ((suspicious && !isUtf8(bytes)) || table.add(record, row)) unreadable.push(row);
  }
  const text: TextOptions = { encoding: head.encoding };
  const batch = table.take();
  return { columns: jsonColumns(table.keys), cells: withUnreadable(batch.cells, batch.rowNumbers!, unreadable), firstRow: 1, text, notices: head.notices };
}

/** The cells with a row of `unreadable` cells put in for each record that could not be read. */
export function withUnreadable(cells: readonly CellColumn[], rowNumbers: readonly number[], unreadable: readonly number[]): CellColumn[] {
  if (unreadable.length === 0) return [...cells];
  const total = rowNumbers.length + unreadable.length;
  return cells.map((column) => {
    const text = Array.from({ length: total }, () => '');
    const codes = new Uint8Array(total).fill(cellCodes.unreadable);
    for (const [index, row] of rowNumbers.entries()) {
      text[row - 1] = column.text[index]!;
      codes[row - 1] = column.codes?.[index] ?? cellCodes.value;
    }
    return { text, codes };
  });
}
