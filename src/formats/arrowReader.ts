import { basename } from 'node:path';
import {
  AsyncRecordBatchFileReader,
  CompressionType,
  compressionRegistry,
  RecordBatchReader,
  type AsyncRecordBatchStreamReader,
  type FileHandle,
  type RecordBatch as ArrowBatch,
  type Schema,
} from 'apache-arrow';
import { decompress as decompressZstd } from 'fzstd';
import { decompress as decompressLz4 } from 'lz4js';
import { errorMessage } from '../core/errorMessage.ts';
import type { UnreadableRecord } from '../core/dataset.ts';
import { uniqueColumnNames, type Column } from '../core/schema.ts';
import { arrowMagic, startsLikeArrowFile, startsLikeArrowStream } from './arrow.ts';
import { arrowPage } from './arrowPages.ts';
import { ArrowSlices } from './arrowSlices.ts';
import { arrowColumnType, arrowTextReader } from './arrowText.ts';
import { firstInvalidByte } from './encoding.ts';
import {
  cellCodes,
  FormatError,
  type BatchNotice,
  type ByteSource,
  type CellColumn,
  type ColumnPage,
  type FirstRows,
  type PageBatch,
  type RecordBatch,
} from './format.ts';
import { InvalidText } from './valueText.ts';
import { lfsAdvice, looksLike, startsLikeLfsPointer } from './wrongKind.ts';

const rowsToShow = 100;
const batchRows = 2048;
const textLength = 1000;
/** A record batch longer than this is not read for the first rows. */
const longBatch = 64 << 20;

// Feather's default is LZ4; the package leaves both codecs to whoever uses it.
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => decompressLz4(bytes) });
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => aligned(decompressZstd(bytes)) });

/** Numbers are read where they lie, and must begin at a multiple of their length; what was unpacked lies behind what the codec keeps. */
const aligned = (bytes: Uint8Array): Uint8Array => (bytes.byteOffset % 8 === 0 ? bytes : bytes.slice());

/** The schema and the first rows. Throws a `FormatError`. */
export async function readArrowHead(source: ByteSource): Promise<FirstRows> {
  const file = await openArrow(source);
  try {
    return { columns: file.columns, firstRow: 1, notices: [], ...((await readHeadInPlace(source, file)) ?? (await readHead(file))) };
  } finally {
    await file.reader.cancel();
  }
}

/** Rows as they lie in the file; null where whole batches have to be read. */
export async function readArrowInPlace(source: ByteSource): Promise<ArrowSlices | null> {
  const { reader } = await openArrow(source);
  try {
    return await ArrowSlices.of(source, reader.schema, reader.dictionaries);
  } finally {
    await reader.cancel();
  }
}

type Reader = AsyncRecordBatchFileReader | AsyncRecordBatchStreamReader;

export interface ArrowFile {
  readonly name: string;
  readonly size: number;
  readonly reader: Reader;
  readonly columns: readonly Column[];
}

/** Reads the schema. Throws a `FormatError` for what is not Arrow, or is cut off. */
export async function openArrow(source: ByteSource): Promise<ArrowFile> {
  const name = basename(source.path);
  if (source.size === 0) throw new FormatError(`${name} is empty: there is nothing to show.`);
  const head = await source.read(0, 4096);
  if (startsLikeLfsPointer(head)) throw new FormatError(`${name} ${lfsAdvice}`);
  const isFile = startsLikeArrowFile(head);
  if (!isFile && !startsLikeArrowStream(head)) throw new FormatError(`${name} is not an Arrow file: it looks like ${looksLike(head) ?? 'text'}.`);
  const tail = await source.read(Math.max(0, source.size - arrowMagic.length), arrowMagic.length);
  if (isFile && (!startsLikeArrowFile(tail) || source.size < 20))
    throw new FormatError(`${name} is cut off: an Arrow file ends with a footer, and this one does not. Write or download it again.`);
  try {
    const reader = (await RecordBatchReader.from(asFileHandle(source))) as Reader;
    await reader.open({ autoDestroy: true });
    if (!reader.schema) throw new Error('there is no schema');
    if (reader.schema.fields.length === 0) throw new FormatError(`${name} has no columns: there is nothing to show.`);
    return { name, size: source.size, reader, columns: columnsOf(reader.schema) };
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`${name} is cut off or damaged: its schema cannot be read (${errorMessage(error)}).`, { cause: error });
  }
}

/** What the package asks of a file handle, by ranges of a source. */
function asFileHandle(source: ByteSource): FileHandle {
  const handle = {
    fd: 0,
    stat: async () => ({ size: source.size }),
    async read(buffer: Uint8Array, offset: number, length: number, position: number) {
      const bytes = await source.read(position, length);
      buffer.set(bytes, offset);
      return { bytesRead: bytes.length, buffer };
    },
    close: async () => undefined,
  };
  return handle as unknown as FileHandle;
}

function columnsOf(schema: Schema): Column[] {
  const headers = schema.fields.map((field) => field.name);
  return uniqueColumnNames(headers).map((name, index) => {
    const { type } = schema.fields[index]!;
    return { name, ...(name === headers[index] ? {} : { header: headers[index] }), index, type: arrowColumnType(type), declared: String(type) };
  });
}

/** The first rows alone, of batches of any length. What goes wrong here is left to `readHead`, which says what it is. */
async function readHeadInPlace(source: ByteSource, { reader }: ArrowFile): Promise<Pick<FirstRows, 'cells' | 'records'> | null> {
  try {
    const slices = await ArrowSlices.of(source, reader.schema, reader.dictionaries);
    while (slices && slices.records < rowsToShow && (await slices.findMore()));
    if (!slices || slices.records === 0) return null;
    const rows = Array.from({ length: Math.min(slices.records, rowsToShow) }, (_, index) => index + 1);
    const cells = await slices.read(rows, reader.schema.fields.map((_, index) => index));
    const isAll = reader instanceof AsyncRecordBatchFileReader && reader.numRecordBatches === slices.batches;
    return { cells, ...(isAll && { records: slices.records }) };
  } catch {
    return null;
  }
}

async function readHead(file: ArrowFile): Promise<Pick<FirstRows, 'cells' | 'records'>> {
  const { reader, columns, size } = file;
  const nothing = { cells: columns.map(() => ({ text: [] })) };
  const batches = reader instanceof AsyncRecordBatchFileReader ? reader.numRecordBatches : null;
  if (batches === 0) return { ...nothing, records: 0 };
  if (size / (batches ?? 1) > longBatch) return nothing;
  const heads: CellColumn[][] = [];
  let rows = 0;
  for (let index = 0; rows < rowsToShow && index < (batches ?? Infinity); index++) {
    const batch = await nextBatch(file, index, rows + 1);
    if (!batch || 'notice' in batch) break;
    heads.push(toCells(batch, 0, Math.min(batch.numRows, rowsToShow - rows)));
    rows += batch.numRows;
  }
  const cells = columns.map((_, column): CellColumn => ({
    text: heads.flatMap((head) => head[column]!.text),
    codes: Uint8Array.from(heads.flatMap((head) => [...head[column]!.codes!])),
  }));
  return { cells, ...(batches === heads.length ? { records: rows } : {}) };
}

function toCells(batch: ArrowBatch, from: number, to: number): CellColumn[] {
  return batch.data.children.map((data) => {
    const read = arrowTextReader(data);
    const codes = new Uint8Array(to - from);
    const text = Array.from({ length: to - from }, (_, index) => {
      const cell = read(from + index);
      if (cell === null) codes[index] = cellCodes.null;
      else if (cell instanceof InvalidText) codes[index] = cellCodes.unreadable;
      return cell instanceof InvalidText ? cell.text : (cell ?? '');
    });
    return { text, codes };
  });
}

/** Reads all records, batch by batch. */
export async function* readArrowBatches(source: ByteSource, signal: AbortSignal): AsyncGenerator<RecordBatch | PageBatch | UnreadableRecord | BatchNotice> {
  const file = await openArrow(source);
  let row = 1;
  try {
    const count = file.reader instanceof AsyncRecordBatchFileReader ? file.reader.numRecordBatches : Infinity;
    for (let index = 0; index < count; index++) {
      signal.throwIfAborted();
      const batch = await nextBatch(file, index, row);
      if (!batch) break;
      if ('notice' in batch) {
        yield batch;
        return;
      }
      for (let from = 0, to = 0; from < batch.numRows; from = to) {
        signal.throwIfAborted();
        // Wherever batches end, stretches of rows end where those of the engine do.
        to = Math.min(batch.numRows, from + batchRows - ((row + from - 1) % batchRows));
        const fraction = Number.isFinite(count) ? (index + to / batch.numRows) / count : undefined;
        const pages = readPages(batch, from, to);
        if (pages) yield { rows: Float64Array.from({ length: to - from }, (_, place) => row + from + place), pages, fraction };
        else yield* splitUnreadable(file, batch, from, to, row + from, fraction);
      }
      row += batch.numRows;
    }
  } finally {
    await file.reader.cancel();
  }
}

/** The next record batch; a notice where a stream breaks off after some; null at the end. */
async function nextBatch({ reader, name }: ArrowFile, index: number, row: number): Promise<ArrowBatch | BatchNotice | null> {
  try {
    const batch = reader instanceof AsyncRecordBatchFileReader ? await reader.readRecordBatch(index) : (await reader.next()).value;
    return batch ?? null;
  } catch (error) {
    const message = `${name} is cut off or damaged in record batch ${index + 1}: the rows from ${row} on cannot be read (${errorMessage(error)}).`;
    if (row === 1) throw new FormatError(message, { cause: error });
    return { notice: { severity: 'error', message } };
  }
}

/** null where there is text that is not UTF-8. */
function readPages(batch: ArrowBatch, from: number, to: number): ColumnPage[] | null {
  const pages: ColumnPage[] = [];
  for (const data of batch.data.children) {
    const page = arrowPage(data, from, to);
    if (!page) return null;
    pages.push(page);
  }
  return pages;
}

function* splitUnreadable(
  file: ArrowFile,
  batch: ArrowBatch,
  from: number,
  to: number,
  firstRow: number,
  fraction: number | undefined,
): Generator<RecordBatch | UnreadableRecord> {
  const cells = toCells(batch, from, to);
  const kept: number[] = [];
  for (let index = 0; index < to - from; index++) {
    const column = cells.findIndex((each) => each.codes![index] === cellCodes.unreadable);
    if (column < 0) {
      kept.push(index);
      continue;
    }
    const { bytes } = arrowTextReader(batch.data.children[column]!)(from + index) as InvalidText;
    const at = firstInvalidByte(bytes);
    const reason = `Byte 0x${bytes[at]!.toString(16).toUpperCase()} in “${file.columns[column]!.name}” is not UTF-8, at byte ${at + 1} of the value`;
    yield { row: firstRow + index, reason, text: JSON.stringify(cells.map((each) => each.text[index])).slice(0, textLength) };
  }
  const readable =
    kept.length === to - from
      ? cells
      : cells.map(({ text, codes }) => ({
          text: kept.map((index) => text[index]!),
          codes: Uint8Array.from(kept, (index) => codes![index]!),
        }));
  yield { firstRow, rowNumbers: kept.map((index) => firstRow + index), cells: readable, fraction };
}
