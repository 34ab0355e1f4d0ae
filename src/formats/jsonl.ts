import type { TextOptions } from '../core/dataset.ts';
import { uniqueColumnNames, type Column } from '../core/schema.ts';
import { cellCodes, type CellColumn, type FirstRows, type Format } from './format.ts';
import { JsonTable } from './jsonTable.ts';
import { readTextHead, type TextHead } from './textHead.ts';

const rowsToShow = 500;

export const jsonl: Format = {
  id: 'jsonl',
  title: 'JSON Lines',
  extensions: ['.jsonl', '.ndjson'],
  byteExactApply: true,
  recognise(name, head) {
    const named = /\.(jsonl|ndjson)$/i.test(name);
    if (named) return looksLikeArray(head) ? 0.3 : 0.9;
    return looksLikeJsonLines(head) ? 0.6 : 0;
  },
  async firstRows(source, options) {
    const head = await readTextHead(source, options);
    return showLines(head);
  },
  async open(source, options) {
    const head = await readTextHead(source, options, { thorough: true });
    const { columns, text, notices } = showLines(head);
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

function showLines(head: TextHead): FirstRows {
  const lines = head.bytes.toString('utf8').split(/\r\n|\r|\n/);
  if (!head.complete) lines.pop();
  const table = new JsonTable();
  const unreadable: number[] = [];
  let row = 0;
  for (const line of lines) {
    if (/^[ \t]*$/.test(line)) continue;
    row++;
    if (table.add(line, row)) unreadable.push(row);
    if (row === rowsToShow) break;
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
