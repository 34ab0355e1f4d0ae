import type { UnreadableRecord } from '../core/dataset.ts';
import type { Column } from '../core/schema.ts';
import { fieldText, scanRecord, type CsvDialect } from '../formats/csvRecord.ts';
import { firstInvalidByte } from '../formats/encoding.ts';
import { cellCodes, type CellColumn } from '../formats/format.ts';
import type { RowIndex } from './rowIndex.ts';
import type { Segment } from './rowIndexBuild.ts';
import type { RecordWalker } from './rowIndexWalk.ts';
import type { TableWriter } from './loadTable.ts';
import type { UnreadableList } from './unreadableList.ts';

const batchRows = 2048;
const textBytes = 4000;

export interface CarefulTarget {
  readonly index: RowIndex;
  readonly writer: TableWriter;
  readonly unreadable: UnreadableList;
  readonly columns: readonly Column[];
  readonly quote: string;
  readonly signal: AbortSignal;
}

/** Reads a segment of a CSV record by record: what does not parse is reported, the rest goes into the table. */
export async function loadCsvSegment(segment: Segment, target: CarefulTarget): Promise<void> {
  const { columns, writer, quote, signal } = target;
  const walker = target.index.walk(segment);
  let text: string[][] = [];
  let codes: Uint8Array[] = [];
  let rows: number[] = [];
  const begin = (): void => {
    text = columns.map(() => []);
    codes = columns.map(() => new Uint8Array(batchRows));
    rows = [];
  };
  const flush = async (): Promise<void> => {
    const cells: CellColumn[] = text.map((column, index) => ({ text: column, codes: codes[index] }));
    await writer.append({ firstRow: rows[0] ?? 0, rowNumbers: rows, cells });
    begin();
  };
  begin();
  while (walker.step() === true || (await walker.next())) {
    const reason = segment.clean ? null : csvTrouble(walker, target.index.dialect!, columns, segment.invalidUtf8);
    if (reason !== null) {
      target.unreadable.add(describe(walker, reason, target.index.transcoded));
      continue;
    }
    for (let field = 0; field < columns.length; field++) {
      const cell = fieldText(walker.bytes, walker.record, field, quote);
      text[field]!.push(cell ?? '');
      if (cell === null) codes[field]![rows.length] = cellCodes.null;
    }
    rows.push(walker.row);
    if (rows.length < batchRows) continue;
    signal.throwIfAborted();
    await flush();
  }
  await flush();
}

const backslash = 92;

/** Why the record is not a row; null when it is one. */
export function csvTrouble(walker: RecordWalker, dialect: CsvDialect, columns: readonly Column[], checkUtf8: boolean): string | null {
  const { record } = walker;
  const bytes = walker.bytes.subarray(walker.start, walker.end);
  // The record ends where the index says: within these bytes its quotes show what is wrong with them.
  if (walker.irregular) scanRecord(bytes, 0, true, dialect, record);
  const start = walker.irregular ? 0 : walker.start;
  const field = `field ${record.troubleField + 1}${nameOf(columns[record.troubleField])}`;
  const onLine = record.troubleLine > 0 ? ` on line ${walker.line + record.troubleLine}` : '';
  if (record.trouble === 'unclosed-quote') return `The quote that opens ${field}${onLine} is not closed`;
  if (record.trouble === 'text-after-quote') {
    const escaped = bytes.includes(Buffer.of(backslash, dialect.quote)) ? `, not written as \\${String.fromCharCode(dialect.quote)}` : '';
    return `Text follows the closing quote of ${field}${onLine}: a quote inside a quoted field has to be doubled${escaped}`;
  }
  if (record.fields !== columns.length) {
    const many = record.fields > columns.length;
    return `Too ${many ? 'many' : 'few'} fields: ${record.fields} instead of ${columns.length}`;
  }
  const fieldAt = (offset: number): string => {
    let index = 0;
    while (index < columns.length - 1 && record.bounds[index * 3 + 1]! - start < offset) index++;
    return `in field ${index + 1}${nameOf(columns[index])}`;
  };
  const nul = bytes.indexOf(0);
  if (nul >= 0) return `A NUL byte stands ${fieldAt(nul)}, at byte ${nul + 1} of the record`;
  const invalid = checkUtf8 ? firstInvalidByte(bytes) : -1;
  if (invalid >= 0) return `Byte 0x${hex(bytes[invalid]!)} ${fieldAt(invalid)} is not UTF-8, at byte ${invalid + 1} of the record`;
  return null;
}

/** Why a line of JSON that is not UTF-8 is not read. */
export function invalidUtf8Reason(bytes: Buffer, at: number): string {
  return `Byte 0x${hex(bytes[at]!)} is not UTF-8, at column ${bytes.toString('utf8', 0, at).length + 1} (byte ${at + 1} of the line)`;
}

function describe(walker: RecordWalker, reason: string, transcoded: boolean): UnreadableRecord {
  return describeRecord({ row: walker.row, line: walker.line, byte: walker.byte, bytes: walker.bytes.subarray(walker.start, walker.end) }, reason, transcoded);
}

/** What is kept of a record that could not be read. */
export function describeRecord(
  { row, line, byte, bytes }: { row: number; line: number; byte: number; bytes: Buffer },
  reason: string,
  transcoded: boolean,
): UnreadableRecord {
  return { row, line, ...(transcoded ? {} : { byte }), reason, text: bytes.toString('utf8', 0, Math.min(bytes.length, textBytes)) };
}

function nameOf(column: Column | undefined): string {
  return column ? ` (“${column.name}”)` : '';
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
