import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { WrittenRows } from '../../protocol/sampleMethods.ts';
import { removeLeftovers, replaceFile } from '../../sidecar/replaceFile.ts';
import { WriteError } from '../../sidecar/writeError.ts';
import type { ApplySource } from '../apply/applySource.ts';
import { writeNewVersion, type WrittenVersion } from '../apply/newVersion.ts';
import { requireSameEnding } from '../apply/requireSameEnding.ts';
import { RowSet } from './rowSet.ts';

export interface WriteRowsOptions {
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}

/**
 * Writes some rows of a dataset to a file of their own, in the format and the order of the dataset's file: in formats of
 * text every byte of a row is as it was, with the header before them. What is decided of rows is not applied to them.
 * The file is there whole or not at all. Throws in words where the dataset cannot be copied from, or the file not written.
 *
 * @param rows row numbers, in any order.
 */
export async function writeRows(source: ApplySource, rows: Int32Array, path: string, { signal, progress }: WriteRowsOptions): Promise<WrittenRows> {
  await requireCopyable(source, path);
  const dropped = RowSet.without(rows, source.dataset.records);
  let written: WrittenVersion | null = null;
  await removeLeftovers(path);
  await replaceFile(path, async (target) => {
    written = await writeNewVersion(source, { cells: new Map(), dropped }, target, { signal, progress });
  }, { proceed: async () => !signal.aborted });
  signal.throwIfAborted();
  const { bytes, notKept } = written!;
  return { rows: source.dataset.records - dropped.size, bytes, notKept };
}

async function requireCopyable(source: ApplySource, path: string): Promise<void> {
  const { dataset: { name, partial, compression }, version } = source;
  if (partial) throw new WriteError(`Only the beginning of ${name} was read. Reload it and let it load to its end, then write its rows.`);
  if (compression) throw new WriteError(`${name} is compressed, and rows can be copied only from a file as it is. Decompress it first.`);
  if (!(await version.isCurrent())) throw new WriteError(`${name} has changed since it was read, so nothing was written. Reload it first.`);
  requireSameEnding(source, path);
  const [own, other] = await Promise.all([stat(version.path), stat(path).catch(() => null)]);
  if (other && own.dev === other.dev && own.ino === other.ino) throw new WriteError(`${basename(path)} is the dataset itself. Choose another name.`);
}
