import { csvLayout } from './csv.ts';
import { isBlank, scanRecord, ScannedRecord } from './csvRecord.ts';
import type { TextHead } from './textHead.ts';
import type { TextOptions } from '../core/dataset.ts';

/** Where in a dataset a place in its text is. */
export interface CellPlace {
  /** As the dataset counts its rows, from 1; null in the header and before it. */
  readonly row: number | null;
  /** The column's name; null in a record that has more fields than there are columns, or is unreadable. */
  readonly column: string | null;
}

/** Characters that tell dialect and columns. */
const headLength = 256 * 1024;

/**
 * The row and the column of a character of delimited text.
 * @param text UTF-16 text of the whole file, at least up to the end of the record in question, without byte order mark.
 * @param offset of the character, in UTF-16 units from 0.
 * @param favoured the delimiter of files that are named so.
 * @returns null where the text has no such layout, or no record is at the offset (an empty line).
 */
export function cellPlace(text: string, offset: number, options: TextOptions, favoured: string): CellPlace | null {
  const layout = layoutOf(text, options, favoured);
  if (!layout) return null;
  const bytes = Buffer.from(text);
  const target = Buffer.byteLength(text.slice(0, offset));
  if (target < layout.start.byte) return { row: null, column: headerColumn(bytes, target, layout) };
  const record = new ScannedRecord();
  let row = 0;
  for (let at = layout.start.byte; at < bytes.length; at = record.next) {
    scanRecord(bytes, at, true, layout.dialect, record);
    const unreadable = record.trouble !== null || record.fields !== layout.columns.length;
    if (record.trouble) scanRecord(bytes, at, true, { ...layout.dialect, quote: -1 }, record);
    const blank = isBlank(bytes, record, layout.columns.length);
    if (!blank) row++;
    if (target >= record.next) continue;
    if (blank) return null;
    return { row, column: unreadable ? null : (layout.columns[fieldAt(record, target)]?.name ?? null) };
  }
  return null;
}

type Layout = ReturnType<typeof csvLayout>;

function layoutOf(text: string, options: TextOptions, favoured: string): Layout | null {
  const complete = text.length <= headLength;
  const bytes = Buffer.from(complete ? text : text.slice(0, headLength));
  const head: TextHead = { path: '', bytes, complete, encoding: 'utf-8', transcoded: false, markLength: 0, encodingIsGuess: false, notices: [] };
  try {
    return csvLayout(head, options, favoured);
  } catch {
    return null; // No header that can be read: the dataset's own editor says why.
  }
}

/** The header is the last record before the rows; titles and comments may stand before it. */
function headerColumn(bytes: Buffer, target: number, layout: Layout): string | null {
  if (!layout.text.header) return null;
  const record = new ScannedRecord();
  for (let at = 0; at < layout.start.byte; at = record.next) {
    scanRecord(bytes, at, true, layout.dialect, record);
    if (record.trouble) scanRecord(bytes, at, true, { ...layout.dialect, quote: -1 }, record);
    if (record.next === layout.start.byte) return target < record.start ? null : (layout.columns[fieldAt(record, target)]?.name ?? null);
  }
  return null;
}

/** A delimiter, and the line end, belong to the field before. */
function fieldAt(record: ScannedRecord, target: number): number {
  for (let field = 0; field < record.fields; field++) if (target <= record.bounds[field * 3 + 1]!) return field;
  return record.fields - 1;
}
