import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FormatId } from '../../core/dataset.ts';
import { nodeByteSource } from '../../formats/byteSource.ts';
import { jsonArraySplices, type Splice } from '../../formats/edit/jsonArrayEditor.ts';
import type { ByteSink, RewriteOptions, TableEdits } from '../../formats/edit/tableEdits.ts';
import type { ByteSource } from '../../formats/format.ts';
import type { OnStep } from '../../sidecar/replaceFile.ts';
import { WriteError } from '../../sidecar/writeError.ts';
import type { ApplySource } from './applySource.ts';
import { droppedRuns } from './droppedRuns.ts';
import { hashFile } from './fileVersion.ts';
import { editOf, lineSplices } from './lineSplices.ts';
import type { rewriteParquet } from './rewriteParquet.ts';
import { spliceFile } from './spliceFile.ts';
import { windowedSource } from './windowedSource.ts';

/** Share of the rows from which the file is walked through for those that are dropped. */
const manyDropped = 0.1;

export interface WriteOptions extends RewriteOptions {
  readonly onStep?: OnStep;
  /** Bytes to write at once, for tests. */
  readonly blockLength?: number;
}

export interface WrittenVersion {
  /** `sha256:…` of what was read and of what was written. */
  readonly before: string;
  readonly after: string;
  readonly bytes: number;
  readonly notKept: readonly string[];
}

/** Writes the file with the edits in it to a path where an empty file is. The file itself is only read. */
export async function writeNewVersion(source: ApplySource, edits: TableEdits, target: string, options: WriteOptions = {}): Promise<WrittenVersion> {
  const file = await nodeByteSource(source.version.path);
  const sink = await open(target, 'r+');
  try {
    const write = async (bytes: Uint8Array): Promise<void> => {
      await sink.writeFile(bytes);
      await options.onStep?.('written');
    };
    const rewrite = rewriters[source.dataset.format];
    if (rewrite) return await rewriteWith(rewrite, source, file, edits, { write }, options);
    const splices = await splicesOf(source, windowedSource(file), edits, options.signal);
    return { ...(await spliceFile(windowedSource(file), splices, { write }, options)), notKept: [] };
  } finally {
    await Promise.all([file.close(), sink.close()]);
  }
}

/** The packages that they take are large: each is loaded with the first file of its format that is written. */
const rewriters: Partial<Record<FormatId, typeof rewriteParquet>> = {
  parquet: async (...rewrite) => (await import('./rewriteParquet.ts')).rewriteParquet(...rewrite),
  arrow: async (...rewrite) => (await import('./rewriteArrow.ts')).rewriteArrow(...rewrite),
};

async function rewriteWith(
  rewrite: typeof rewriteParquet,
  { dataset, version }: ApplySource,
  file: ByteSource,
  edits: TableEdits,
  sink: ByteSink,
  options: WriteOptions,
): Promise<WrittenVersion> {
  const after = createHash('sha256');
  let bytes = 0;
  const counted: ByteSink = {
    async write(block) {
      after.update(block);
      bytes += block.length;
      await sink.write(block);
    },
  };
  const { notKept } = await rewrite(file, counted, dataset.columns, edits, options);
  return { before: await hashFile(version.path), after: `sha256:${after.digest('hex')}`, bytes, notKept };
}

/** What the file would be, at another path. */
export async function previewVersion(source: ApplySource, edits: TableEdits, path: string, options: WriteOptions): Promise<void> {
  await (await open(path, 'w', 0o600)).close();
  await writeNewVersion(source, edits, path, options);
}

async function splicesOf({ dataset, table }: ApplySource, source: ByteSource, edits: TableEdits, signal?: AbortSignal): Promise<AsyncIterable<Splice>> {
  const { text = {}, columns, format } = dataset;
  const isUnreadable = (row: number): boolean => table.unreadable.get(row) !== undefined;
  const { added = [], dropped } = edits;
  if (format === 'json') {
    const editRow = (row: number): ReturnType<typeof editOf> | 'remove' | null => {
      if (dropped?.has(row)) return 'remove';
      return isUnreadable(row) || (added.length === 0 && !edits.cells.has(row)) ? null : editOf(row, edits);
    };
    return jsonArraySplices(source, { text, columns, added }, editRow, signal);
  }
  const index = await table.rowIndex();
  if (!index) throw new WriteError(`Where the rows of ${dataset.name} begin is not known. Reload the dataset, then apply again.`);
  const onlyDrops = edits.cells.size === 0 && added.length === 0;
  if (onlyDrops && dropped && dropped.size > dataset.records * manyDropped) return droppedRuns(source, dataset, index, dropped, signal);
  return lineSplices({ source, dataset, index, isUnreadable }, edits, signal);
}
