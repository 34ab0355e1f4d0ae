import { basename } from 'node:path';
import { parquetMetadataAsync, parquetRead, parquetSchema, type AsyncBuffer, type FileMetaData, type SchemaTree } from 'hyparquet';
import { errorMessage } from '../core/errorMessage.ts';
import type { UnreadableRecord } from '../core/dataset.ts';
import { uniqueColumnNames, type Column } from '../core/schema.ts';
import { firstInvalidByte } from './encoding.ts';
import { cellCodes, FormatError, type ByteSource, type CellColumn, type RecordBatch } from './format.ts';
import { parquetMagic } from './parquet.ts';
import { readParquetStart } from './parquetFooter.ts';
import { readFirstValues } from './parquetHead.ts';
import { firstPagesOnly } from './parquetPages.ts';
import { describeColumn, parquetText, rawParsers, rawSchema } from './parquetText.ts';
import { unpackers } from './parquetUnpackers.ts';
import { InvalidText } from './valueText.ts';
import { looksLike } from './wrongKind.ts';

const rowsToShow = 100;
const batchRows = 2048;
const textLength = 1000;
/** Node's own decoder of Brotli takes milliseconds where the portable one takes minutes. */
/** An open file whose footer has been read. */
export interface ParquetFile {
  readonly name: string;
  readonly source: ByteSource;
  readonly buffer: AsyncBuffer;
  /** Its list of row groups has the first alone. */
  readonly start: FileMetaData;
  /** Of the top-level columns. */
  readonly nodes: readonly SchemaTree[];
  readonly columns: readonly Column[];
  readonly records: number;
}

/** Reads the footer. Throws a `FormatError` for what is not Parquet, is cut off, or is encrypted. */
export async function openParquet(source: ByteSource): Promise<ParquetFile> {
  const name = basename(source.path);
  await requireWholeParquet(source, name);
  const buffer: AsyncBuffer = {
    byteLength: source.size,
    async slice(start, end = source.size) {
      const bytes = await source.read(start, end - start);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
  try {
    const metadata = await readParquetStart(source);
    const nodes = parquetSchema(metadata).children;
    if (nodes.length === 0) throw new FormatError(`${name} has no columns: there is nothing to show.`);
    const headers = nodes.map((node) => node.element.name);
    const columns = uniqueColumnNames(headers).map((unique, index): Column => ({
      name: unique,
      ...(unique === headers[index] ? {} : { header: headers[index] }),
      index,
      ...describeColumn(nodes[index]!),
    }));
    return { name, source, buffer, start: { ...metadata, schema: rawSchema(metadata.schema) }, nodes, columns, records: Number(metadata.num_rows) };
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`${name} is damaged: its footer, which describes the columns, cannot be read (${errorMessage(error)}).`, { cause: error });
  }
}

async function requireWholeParquet(source: ByteSource, name: string): Promise<void> {
  if (source.size === 0) throw new FormatError(`${name} is empty: there is nothing to show.`);
  const head = await source.read(0, 4096);
  const start = parquetMagic(head);
  const end = parquetMagic(await source.read(Math.max(0, source.size - 4), 4));
  if (start === 'PARE' || end === 'PARE') throw new FormatError(`${name} is encrypted. Winnow reads Parquet files without encryption.`);
  if (start !== 'PAR1') {
    const what = looksLike(head) ?? 'text';
    throw new FormatError(`${name} is not a Parquet file: it looks like ${what}.`);
  }
  if (end !== 'PAR1' || source.size < 12)
    throw new FormatError(`${name} is cut off: a Parquet file ends with a footer, and this one does not. Write or download it again.`);
}

/** Column-major values of a range of rows: of the columns of these names alone where there are any. */
async function readColumns(
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  nodes: readonly SchemaTree[],
  rowStart: number,
  rowEnd: number,
  columns?: string[],
): Promise<unknown[][]> {
  let rows: unknown[][] = [];
  await parquetRead({
    file: buffer,
    metadata,
    ...(columns && { columns }),
    rowStart,
    rowEnd,
    compressors: unpackers,
    parsers: rawParsers,
    utf8: false,
    geoparquet: false,
    useOffsetIndex: true,
    rowFormat: 'array',
    onComplete: (complete) => void (rows = complete),
  });
  return nodes.map((_, column) => rows.map((row) => row[column]));
}

/** The first rows; none where only the engine can read them. */
export async function readParquetHead(file: ParquetFile): Promise<CellColumn[]> {
  const rows = Math.min(rowsToShow, file.records);
  if (rows === 0) return file.columns.map(() => ({ text: [] }));
  try {
    const values = await readHeadValues(file, rows);
    return values.map((column, index) => toCells(column, file.nodes[index]!));
  } catch {
    // The engine reads more kinds of file than the quick reader does: it has the last word.
    return file.columns.map(() => ({ text: [] }));
  }
}

/** The quick way where it can be gone, column by column; the others by the first pages of each. */
async function readHeadValues(file: ParquetFile, rows: number): Promise<(readonly unknown[])[]> {
  const { source, start, nodes } = file;
  const [group] = start.row_groups;
  const root = parquetSchema(start);
  const raw = root.children;
  const areUnique = new Set(nodes.map((node) => node.element.name)).size === nodes.length;
  const quick = await Promise.all(nodes.map(async (node, index) => {
    const chunk = group?.columns.find(({ meta_data: meta }) => meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === node.element.name)?.meta_data;
    const isFlat = node.children.length === 0 && node.element.repetition_type !== 'REPEATED';
    if (!chunk || !isFlat || !areUnique || Number(group?.num_rows) < rows) return null;
    // What goes wrong here is left to those who read more kinds of page, and say what is wrong.
    return readFirstValues(source, chunk, raw[index]!, root, rows, nodes.length).catch(() => null);
  }));
  const others = nodes.filter((_, index) => !quick[index]);
  if (others.length === 0) return quick.map((values) => values!);
  const names = others.map((node) => node.element.name);
  const metadata = Number(group?.num_rows) < rows ? await wholeMetadata(file) : start;
  const pages = firstPagesOnly(file.buffer, metadata, rows);
  if (!areUnique) return readColumns(pages, metadata, nodes, 0, rows);
  const slow = await readColumns(pages, metadata, others, 0, rows, names);
  return nodes.map((node, index) => quick[index] ?? slow[others.indexOf(node)]!);
}

/** With all row groups, of which there may be thousands. */
async function wholeMetadata(file: ParquetFile): Promise<FileMetaData> {
  const metadata = await parquetMetadataAsync(file.buffer, { geoparquet: false, parsers: rawParsers });
  return { ...metadata, schema: rawSchema(metadata.schema) };
}

function toCells(values: readonly unknown[], node: SchemaTree): CellColumn {
  const codes = new Uint8Array(values.length);
  const text = values.map((value, row) => {
    const cell = parquetText(value, node);
    if (cell === null) codes[row] = cellCodes.null;
    else if (cell instanceof InvalidText) codes[row] = cellCodes.unreadable;
    return cell instanceof InvalidText ? cell.text : (cell ?? '');
  });
  return { text, codes };
}

/** Reads the file record by record, for one that DuckDB refuses: a row with text that is not UTF-8 is unreadable. */
export async function* readParquetBatches(file: ParquetFile, signal: AbortSignal): AsyncGenerator<RecordBatch | UnreadableRecord> {
  const metadata = await wholeMetadata(file);
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    signal.throwIfAborted();
    const values = await readColumns(file.buffer, metadata, file.nodes, groupStart, groupEnd).catch((error: unknown) => {
      throw new FormatError(
        `${file.name} cannot be read: rows ${groupStart + 1} to ${groupEnd} are damaged, or written in a way that is not supported (${errorMessage(error)}).`,
        { cause: error },
      );
    });
    for (let from = 0; from < groupEnd - groupStart; from += batchRows) {
      signal.throwIfAborted();
      yield* splitBatch(file, values.map((column) => column.slice(from, from + batchRows)), groupStart + from + 1);
    }
    groupStart = groupEnd;
  }
}

function* splitBatch(file: ParquetFile, values: readonly (readonly unknown[])[], firstRow: number): Generator<RecordBatch | UnreadableRecord> {
  const cells = values.map((column, index) => toCells(column, file.nodes[index]!));
  const rows = values[0]!.length;
  const bad = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const column = cells.findIndex((each) => each.codes![row] === cellCodes.unreadable);
    if (column < 0) continue;
    bad.add(row);
    const invalid = parquetText(values[column]![row], file.nodes[column]!) as InvalidText;
    const at = firstInvalidByte(invalid.bytes);
    const reason = `Byte 0x${invalid.bytes[at]!.toString(16).toUpperCase()} in “${file.columns[column]!.name}” is not UTF-8, at byte ${at + 1} of the value`;
    yield { row: firstRow + row, reason, text: JSON.stringify(cells.map((each) => each.text[row])).slice(0, textLength) };
  }
  const kept = Array.from({ length: rows }, (_, row) => row).filter((row) => !bad.has(row));
  const readable =
    bad.size === 0
      ? cells
      : cells.map(({ text, codes }) => ({ text: kept.map((row) => text[row]!), codes: Uint8Array.from(kept, (row) => codes![row]!) }));
  yield { firstRow, rowNumbers: kept.map((row) => firstRow + row), cells: readable, fraction: (firstRow + rows - 1) / file.records };
}
