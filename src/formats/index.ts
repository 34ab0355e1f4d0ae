import { basename, extname } from 'node:path';
import type { Compression, TextOptions } from '../core/dataset.ts';
import { listInWords } from '../core/listInWords.ts';
import { arrow } from './arrow.ts';
import { nodeByteSource } from './byteSource.ts';
import { compressionOf } from './compression.ts';
import { csv, tsv } from './csv.ts';
import { FormatError, type ByteSource, type FirstRows, type Format, type OpenedFile } from './format.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { parquet } from './parquet.ts';
import { UnpackedHead } from './unpackedHead.ts';
import { lfsAdvice, looksLike, startsLikeLfsPointer } from './wrongKind.ts';

/** Every format that Winnow reads. A new one is a file in this folder and a line here. */
export const formats: readonly Format[] = [csv, tsv, jsonl, json, parquet, arrow];

const recogniseLength = 4096;

/** The format that a file is most likely in, by its name and its first bytes (4 KB); null when it is none. */
export function recogniseFormat(name: string, head: Uint8Array): Format | null {
  let best: Format | null = null;
  let most = 0;
  for (const format of formats) {
    const likelihood = format.recognise(name, head);
    if (likelihood > most) [best, most] = [format, likelihood];
  }
  return best;
}

/**
 * Opens a dataset; of a packed one its first bytes, for `unpackFile` to make a copy that can be opened whole.
 * Throws a `FormatError` that says what is wrong and what to do when it cannot be shown at all.
 * What is wrong with single records is told while they are loaded.
 */
export async function openFile(path: string, options: TextOptions = {}, signal: AbortSignal = new AbortController().signal): Promise<OpenedFile> {
  const content = await openContent(path);
  try {
    signal.throwIfAborted();
    const { format, source, compression } = content;
    const opened = await format.open(source, options, signal);
    return { ...opened, ...(compression && { compression }), close: async () => void (await Promise.all([opened.close(), content.close()])) };
  } catch (error) {
    await content.close();
    throw error;
  }
}

/** The head of a file, quickly: nothing beyond its first block (or its metadata) is read. Throws a `FormatError`. */
export async function readFirstRows(path: string, options: TextOptions = {}): Promise<FirstRows> {
  const content = await openContent(path);
  try {
    return await content.format.firstRows(content.source, options);
  } finally {
    await content.close();
  }
}

/** A file whose format has been recognised. */
interface Content {
  readonly format: Format;
  /** Its bytes; the first of those that a packed file holds. */
  readonly source: ByteSource;
  readonly compression?: Compression;
  close(): Promise<void>;
}

async function openContent(path: string): Promise<Content> {
  const file = await nodeByteSource(path);
  try {
    const head = await file.read(0, recogniseLength);
    const compression = compressionOf(head);
    if (!compression) return { format: formatOf(file, head), source: file, close: () => file.close() };
    const unpacked = await UnpackedHead.of(file, compression);
    const format = formatOf(unpacked, await unpacked.read(0, recogniseLength));
    requireFromStart(format, basename(path));
    return { format, source: unpacked, compression, close: async () => void (await Promise.all([unpacked.close(), file.close()])) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Packed files are read from their start; Parquet and Arrow are packed in themselves, and read from their end. */
function requireFromStart({ id, title }: Format, name: string): void {
  if (id === 'parquet' || id === 'arrow') throw new FormatError(`${name} is a packed ${title} file. Unpack it first: it is packed in itself already.`);
}

function formatOf(source: ByteSource, head: Uint8Array): Format {
  const name = basename(source.path);
  if (source.size === 0) throw new FormatError(`${name} is empty: there is nothing to show.`);
  if (startsLikeLfsPointer(head)) throw new FormatError(`${name} ${lfsAdvice}`);
  const format = recogniseFormat(name, head);
  if (format) return format;
  const what = looksLike(head);
  if (what === null) throw new FormatError(unknownEnding(name));
  throw new FormatError(`${name} is not a format that Winnow reads (${formats.map((each) => each.title).join(', ')}): it looks like ${what}.`);
}

function unknownEnding(name: string): string {
  const all = listInWords(formats.flatMap(({ extensions }) => extensions), 'or');
  return `${name} has the ending ${extname(name)}, which is of no format that Winnow reads, and its lines are not those of a table. A dataset ends in ${all}: give it the ending of what it holds.`;
}
