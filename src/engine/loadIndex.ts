import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encoding, Notice, TextOptions } from '../core/dataset.ts';
import { nodeByteSource, type FileSource } from '../formats/byteSource.ts';
import type { CsvDialect } from '../formats/csvRecord.ts';
import { isLatin1, latin1Notice, Transcoder, utf8Blocks } from '../formats/encoding.ts';
import type { TextSource } from '../formats/format.ts';
import { RowIndex, type RowIndexOptions } from './rowIndex.ts';

/** Segments that are looked at to tell a file in Latin-1 from damaged UTF-8. */
const segmentsToSample = 16;

export interface IndexedText {
  readonly index: RowIndex;
  /** Notices beside those of opening the file. */
  readonly notices: readonly Notice[];
  /** How it was read, where that differs from what its head and samples said. */
  readonly text?: TextOptions;
}

/** How a text is indexed; `begun` and `stop`: what a row index that is being built tells, and is told. */
export interface IndexOptions extends Pick<RowIndexOptions, 'begun' | 'stop'> {
  /** null for JSON Lines. */
  readonly dialect: CsvDialect | null;
  readonly temporaryFolder: string;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}

/** Indexes a text file; one that is not UTF-8 by way of a copy in UTF-8, which goes with the index. */
export async function indexText(source: TextSource, options: IndexOptions): Promise<IndexedText> {
  const encoding = source.text.encoding ?? 'utf-8';
  if (encoding !== 'utf-8') return { index: await indexCopy(source, encoding, source.start, options), notices: [] };
  const { dialect, signal, progress, begun, stop } = options;
  const file = await nodeByteSource(source.path);
  const index = await buildOrClose(file, () => RowIndex.build(file, { dialect, start: source.start, begun, stop }, signal, progress));
  if (!source.encodingIsGuess || !(await isLatin1After(index))) return { index, notices: [] };
  // Samples had nothing beyond ASCII; the whole file has.
  const prefix = new Transcoder('latin1').push(await index.read(0, source.start.byte), true);
  await index.close();
  const start = { byte: prefix.length, line: source.start.line };
  return {
    index: await indexCopy(source, 'latin1', start, options),
    notices: [{ severity: 'info', message: latin1Notice }],
    text: { ...source.text, encoding: 'latin1' },
  };
}

async function indexCopy(
  source: TextSource,
  encoding: Encoding,
  start: { byte: number; line: number },
  { dialect, temporaryFolder, signal, progress, begun, stop }: IndexOptions,
): Promise<RowIndex> {
  const copy = join(temporaryFolder, `text-${randomUUID()}.txt`);
  const dispose = (): Promise<void> => rm(copy, { force: true });
  try {
    await writeUtf8(source, encoding, copy, signal, (fraction) => progress(fraction / 2));
    const file = await nodeByteSource(copy);
    return await buildOrClose(file, () =>
      RowIndex.build(file, { dialect, start, transcoded: true, dispose, begun, stop }, signal, (fraction) => progress(0.5 + fraction / 2)),
    );
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function writeUtf8(source: TextSource, encoding: Encoding, path: string, signal: AbortSignal, progress: (fraction: number) => void): Promise<void> {
  const from = await nodeByteSource(source.path);
  const to = await open(path, 'wx', 0o600);
  try {
    for await (const { bytes, fraction } of utf8Blocks(from, encoding, source.markLength)) {
      signal.throwIfAborted();
      await to.write(bytes);
      progress(fraction);
    }
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

async function buildOrClose(file: FileSource, build: () => Promise<RowIndex>): Promise<RowIndex> {
  try {
    return await build();
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function isLatin1After(index: RowIndex): Promise<boolean> {
  const invalid = index.segments.filter((segment) => segment.invalidUtf8).slice(0, segmentsToSample);
  if (invalid.length === 0) return false;
  return isLatin1(await Promise.all(invalid.map((segment) => index.read(segment.byte, Math.min(segment.length, 8 << 20)))));
}
