import { basename } from 'node:path';
import type { TextOptions } from '../core/dataset.ts';
import { arrow } from './arrow.ts';
import { nodeByteSource } from './byteSource.ts';
import { csv, tsv } from './csv.ts';
import { FormatError, type ByteSource, type FirstRows, type Format, type OpenedFile } from './format.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { parquet } from './parquet.ts';
import { isLfsPointer, lfsAdvice, looksLike } from './wrongKind.ts';

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
 * Opens a dataset. Throws a `FormatError` that says what is wrong and what to do when it cannot be shown at all.
 * What is wrong with single records is told while they are loaded.
 */
export async function openFile(path: string, options: TextOptions = {}, signal: AbortSignal = new AbortController().signal): Promise<OpenedFile> {
  const source = await nodeByteSource(path);
  try {
    const format = await formatOf(source);
    signal.throwIfAborted();
    const opened = await format.open(source, options, signal);
    return { ...opened, close: async () => void (await Promise.all([opened.close(), source.close()])) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The head of a file, quickly: nothing beyond its first block (or its metadata) is read. Throws a `FormatError`. */
export async function readFirstRows(path: string, options: TextOptions = {}): Promise<FirstRows> {
  const source = await nodeByteSource(path);
  try {
    const format = await formatOf(source);
    return await format.firstRows(source, options);
  } finally {
    await source.close();
  }
}

async function formatOf(source: ByteSource): Promise<Format> {
  const name = basename(source.path);
  if (source.size === 0) throw new FormatError(`${name} is empty: there is nothing to show.`);
  const head = await source.read(0, recogniseLength);
  if (isLfsPointer(head)) throw new FormatError(`${name} ${lfsAdvice}`);
  const format = recogniseFormat(name, head);
  if (format) return format;
  const what = looksLike(head);
  throw new FormatError(`${name} is not a format that Winnow reads (${formats.map((each) => each.title).join(', ')})${what ? `: it looks like ${what}` : ''}.`);
}
