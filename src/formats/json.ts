import { basename } from 'node:path';
import type { Notice, UnreadableRecord } from '../core/dataset.ts';
import { firstInvalidByte, utf8Blocks } from './encoding.ts';
import { FormatError, type BatchNotice, type ByteSource, type FirstRows, type Format, type OpenedFile, type RecordBatch } from './format.ts';
import { JsonElements, type JsonElement } from './jsonElements.ts';
import { jsonColumns, jsonl, looksLikeArray, looksLikeJsonLines, withUnreadable } from './jsonl.ts';
import { jsonReason, JsonTrouble, scanString, scanValue, skipSpace } from './jsonRecord.ts';
import { JsonTable } from './jsonTable.ts';
import { readTextHead, type TextHead } from './textHead.ts';

const rowsToShow = 500;
const batchRows = 2048;
const textLength = 1000;

export const json: Format = {
  id: 'json',
  title: 'JSON',
  extensions: ['.json'],
  recognise(name, head) {
    if (looksLikeArray(head)) return /\.json$/i.test(name) ? 0.9 : 0.5;
    return /\.json$/i.test(name) ? 0.5 : 0;
  },
  async firstRows(source, options) {
    const head = await readTextHead(source, options);
    return isReallyLines(head) ? jsonl.firstRows(source, options) : showFirstRows(head);
  },
  async open(source, options, signal) {
    const head = await readTextHead(source, options, { thorough: true });
    return isReallyLines(head) ? jsonl.open(source, options, signal) : openArray(source, head);
  },
};

/** JSON Lines under the name of JSON: several lines, each an object. */
function isReallyLines(head: TextHead): boolean {
  const text = head.bytes.toString('utf8');
  return text.trimStart().startsWith('{') && /\}[ \t]*[\r\n]\s*\{/.test(text) && looksLikeJsonLines(head.bytes);
}

function showFirstRows(head: TextHead): FirstRows {
  const start = findArray(head);
  const elements = new JsonElements(start.line, start.byte);
  const found = elements.push(head.bytes.subarray(start.byte));
  const rest = head.complete ? elements.rest() : null;
  if (rest) found.push(rest);
  const name = basename(head.path);
  if (found.length === 0 && elements.closed) throw new FormatError(`${name} holds an empty array: there is nothing to show.`);
  if (found.length > 0 && found.every((element) => element.bytes[0] !== 123)) {
    throw new FormatError(`${name} holds an array whose elements are not objects. Winnow reads an array of objects, one for each row.`);
  }
  const table = new JsonTable();
  const unreadable: number[] = [];
  for (const [index, element] of found.slice(0, rowsToShow).entries()) {
    if (troubleOf(element, table, index + 1) !== null) unreadable.push(index + 1);
  }
  const batch = table.take();
  return {
    columns: jsonColumns(table.keys),
    cells: withUnreadable(batch.cells, batch.rowNumbers!, unreadable),
    firstRow: 1,
    text: { encoding: head.encoding },
    notices: [...head.notices, ...start.notices],
  };
}

function openArray(source: ByteSource, head: TextHead): OpenedFile {
  const { columns, notices, text } = showFirstRows(head);
  return {
    format: 'json',
    columns,
    text,
    notices,
    toEngine: () => ({ kind: 'batches', batches: (signal) => readBatches(source, head, signal) }),
    close: async () => undefined,
  };
}

export interface ArrayStart {
  /** After the opening bracket: offset in the text as UTF-8, and line. */
  readonly byte: number;
  readonly line: number;
  readonly notices: readonly Notice[];
}

/** Finds the array of objects: the whole text, or a property of the object that it is. */
export function findArray(head: TextHead): ArrayStart {
  const text = head.bytes.toString('utf8');
  const at = skipSpace(text, 0);
  const inArray = text[at] === '[' ? { at: at + 1, key: null } : text[at] === '{' ? findProperty(text, at) : null;
  if (!inArray) {
    const name = basename(head.path);
    if (text[at] === '{')
      throw new FormatError(
        `${name} holds an object, not an array of objects. Write it as an array with one object for each row (in pandas: orient="records"), or as JSON Lines.`,
      );
    throw new FormatError(
      `${name} is not a JSON array: it begins with ${JSON.stringify(text.slice(at, at + 20))}. Winnow reads an array of objects, one for each row.`,
    );
  }
  const before = text.slice(0, inArray.at);
  const notices: Notice[] =
    inArray.key === null
      ? []
      : [{ severity: 'info', message: `The rows are those of the array “${inArray.key}”; the object's other properties are not shown.` }];
  return { byte: Buffer.byteLength(before), line: 1 + (before.match(/\r\n|\r|\n/g)?.length ?? 0), notices };
}

/** The first property whose value is an array that begins with an object. */
function findProperty(text: string, open: number): { at: number; key: string } | null {
  try {
    let at = skipSpace(text, open + 1);
    while (text[at] === '"') {
      const keyEnd = scanString(text, at);
      const key = JSON.parse(text.slice(at, keyEnd)) as string;
      const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
      if (text[value] === '[' && text[skipSpace(text, value + 1)] === '{') return { at: value + 1, key };
      at = skipSpace(text, scanValue(text, value));
      if (text[at] !== ',') return null;
      at = skipSpace(text, at + 1);
    }
    return null;
  } catch (error) {
    if (error instanceof JsonTrouble) return null;
    throw error;
  }
}

async function* readBatches(source: ByteSource, head: TextHead, signal: AbortSignal): AsyncGenerator<RecordBatch | UnreadableRecord | BatchNotice> {
  const start = findArray(head);
  const elements = new JsonElements(start.line, start.byte);
  const table = new JsonTable();
  const mark = head.transcoded ? null : head.markLength;
  let row = 0;
  let skip = start.byte;
  const take = (element: JsonElement, cutOff = false): UnreadableRecord | null => {
    row++;
    const reason = cutOff ? 'The file ends inside this record' : troubleOf(element, table, row);
    return reason === null
      ? null
      : {
          row,
          line: element.line,
          ...(mark === null ? {} : { byte: mark + element.byte }),
          reason,
          text: element.bytes.toString('utf8', 0, 4 * textLength).slice(0, textLength),
        };
  };
  for await (const { bytes, fraction } of utf8Blocks(source, head.encoding, head.markLength)) {
    signal.throwIfAborted();
    const skipped = Math.min(skip, bytes.length);
    skip -= skipped;
    for (const element of elements.push(bytes.subarray(skipped))) {
      const unreadable = take(element);
      if (unreadable) yield unreadable;
      if (table.rows >= batchRows) yield { ...table.take(), fraction };
    }
  }
  const rest = elements.rest();
  if (rest) yield take(rest, true)!;
  yield table.take();
  if (elements.lineOfRest !== null && start.notices.length === 0) yield { notice: { severity: 'warning', message: 'Text follows the end of the array, and is not read.', line: elements.lineOfRest } };
  if (!elements.closed) yield { notice: { severity: 'warning', message: `${basename(source.path)} ends before its array is closed: it may have been cut off.` } };
}

function troubleOf(element: JsonElement, table: JsonTable, row: number): string | null {
  const invalid = firstInvalidByte(element.bytes);
  if (invalid >= 0) return `Byte 0x${element.bytes[invalid]!.toString(16).toUpperCase()} is not UTF-8, at byte ${invalid + 1} of the record`;
  const trouble = table.add(element.bytes.toString('utf8'), row);
  return trouble ? jsonReason(trouble) : null;
}
