import type { Dataset, Encoding } from '../../core/dataset.ts';
import { toCsvDialect } from '../../formats/csv.ts';
import { lineDialect, scanRecord, ScannedRecord } from '../../formats/csvRecord.ts';
import type { Splice } from '../../formats/edit/jsonArrayEditor.ts';
import { recordEditor, type RecordEdit, type RecordEditor } from '../../formats/edit/recordEditor.ts';
import { SourceOffsets } from '../../formats/edit/sourceOffsets.ts';
import type { TableEdits } from '../../formats/edit/tableEdits.ts';
import { encodingByMark } from '../../formats/encoding.ts';
import type { ByteSource } from '../../formats/format.ts';
import type { RowIndex } from '../rowIndex.ts';
import { nameRow } from './draft.ts';
import { isEditable } from './valueProblem.ts';

/** Rows that are looked up in one turn. */
const batchRows = 4096;
const nothing = new Uint8Array();

interface RecordPlace {
  readonly row: number;
  readonly byte: number;
  readonly length: number;
}

export interface LineFile {
  readonly source: ByteSource;
  readonly dataset: Dataset;
  readonly index: RowIndex;
  readonly isUnreadable: (row: number) => boolean;
}

/**
 * What changes in a file of lines (CSV, TSV, JSON Lines), in file order; every byte outside of the splices stays. Throws
 * an `EditError` that names the row.
 */
export async function* lineSplices(file: LineFile, edits: TableEdits, signal?: AbortSignal): AsyncGenerator<Splice> {
  const { source, dataset: { format, text = {}, columns }, index } = file;
  if (!isEditable(format)) throw new Error(`${format} is not a format of lines.`);
  const encoding = text.encoding ?? 'utf-8';
  const added = edits.added ?? [];
  const editor = recordEditor(format, text, columns, added);
  const markLength = encodingByMark(await source.read(0, 4))?.markLength ?? 0;
  // An index of the file itself counts the mark; one of its text does not.
  const offsets = new SourceOffsets(source, index.transcoded ? encoding : 'utf-8', index.transcoded ? markLength : 0);
  if (added.length > 0 && editor.header && text.header !== false)
    yield *
      headerSplice(
        file,
        editor,
        await headerPlace(file, markLength, offsets),
        added.map(({ name }) => name),
      );
  for await (const places of added.length > 0 ? allPlaces(index) : somePlaces(index, edits)) {
    signal?.throwIfAborted();
    for (const { row, byte, length } of places) {
      const start = await offsets.find(byte);
      const end = await offsets.find(byte + length);
      if (edits.dropped?.has(row)) {
        yield { byte: start, length: end + lineEndLength(await source.read(end, 4), encoding) - start, by: nothing };
        continue;
      }
      // A line that is no object has no place for a key.
      if (file.isUnreadable(row) && format === 'jsonl') continue;
      const record = await source.read(start, end - start);
      yield { byte: start, length: end - start, by: edited(editor, record, editOf(row, edits), row) };
    }
  }
}

/** What changes in one row. */
export function editOf(row: number, { cells, added = [] }: TableEdits): RecordEdit {
  return { cells: cells.get(row) ?? new Map(), added: added.map(({ values, otherwise }) => (values.has(row) ? values.get(row)! : otherwise)) };
}

function edited(editor: RecordEditor, record: Uint8Array, edit: RecordEdit, row: number): Uint8Array {
  try {
    return editor.edit(record, edit);
  } catch (error) {
    throw nameRow(row, error);
  }
}

async function* somePlaces(index: RowIndex, { cells, dropped }: TableEdits): AsyncGenerator<RecordPlace[]> {
  // Of millions of dropped rows no second set is made.
  const rows = Int32Array.from(cells.size === 0 ? (dropped ?? []) : new Set([...cells.keys(), ...(dropped ?? [])])).sort();
  for (let from = 0; from < rows.length; from += batchRows) {
    const places: RecordPlace[] = [];
    // Stretches of the file are read beside each other.
    await index.visit(rows.subarray(from, from + batchRows), ({ row, byte, start, end }) => void places.push({ row, byte, length: end - start }));
    yield places.sort((a, b) => a.row - b.row);
  }
}

async function* allPlaces(index: RowIndex): AsyncGenerator<RecordPlace[]> {
  const walker = index.walkAll();
  let places: RecordPlace[] = [];
  while (await walker.next()) {
    places.push({ row: walker.row, byte: walker.byte, length: walker.end - walker.start });
    if (places.length < batchRows) continue;
    yield places;
    places = [];
  }
  yield places;
}

/** The header: the last record before the first row. Lines that stand before it are none of the table. */
async function headerPlace(
  { source, dataset, index }: LineFile,
  markLength: number,
  offsets: SourceOffsets,
): Promise<{ readonly byte: number; readonly length: number }> {
  const end = await offsets.find(index.start.byte);
  const encoding = dataset.text?.encoding ?? 'utf-8';
  const bytes = await source.read(markLength, end - markLength);
  const wide = encoding.startsWith('utf-16') ? 2 : 1;
  const units = wide === 1 ? bytes : Uint8Array.from({ length: bytes.length >> 1 }, (_, unit) => unitAt(bytes, unit, encoding));
  const dialect = toCsvDialect({ ...dataset.text }, dataset.columns.length);
  const record = new ScannedRecord();
  let [start, length] = [0, 0];
  for (let at = 0; at < units.length; at = record.next) {
    scanRecord(units, at, true, dialect, record);
    if (record.trouble) scanRecord(units, at, true, lineDialect, record);
    if (record.end > record.start) [start, length] = [record.start, record.end - record.start];
  }
  return { byte: markLength + start * wide, length: length * wide };
}

function unitAt(bytes: Uint8Array, unit: number, encoding: Encoding): number {
  const [low, high] = encoding === 'utf-16le' ? [bytes[unit * 2]!, bytes[unit * 2 + 1]!] : [bytes[unit * 2 + 1]!, bytes[unit * 2]!];
  return high === 0 && low < 0x80 ? low : 0xff;
}

async function* headerSplice(
  { source }: LineFile,
  editor: RecordEditor,
  { byte, length }: { readonly byte: number; readonly length: number },
  names: readonly string[],
): AsyncGenerator<Splice> {
  yield { byte, length, by: editor.header!(await source.read(byte, length), names) };
}

/** Length of the line end that these bytes begin with, in bytes; 0 at the end of a file without one. */
export function lineEndLength(bytes: Uint8Array, encoding: Encoding): number {
  const wide = encoding.startsWith('utf-16') ? 2 : 1;
  const unit = (place: number): number => (place * wide + wide > bytes.length ? -1 : wide === 1 ? bytes[place]! : unitAt(bytes, place, encoding));
  if (unit(0) === 13) return unit(1) === 10 ? 2 * wide : wide;
  return unit(0) === 10 ? wide : 0;
}
