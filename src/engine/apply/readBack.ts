import { copyFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '../openDataset.ts';
import type { OpenTable } from '../openTable.ts';
import { makeWorkFolder } from '../workFolder.ts';
import type { ApplySource } from './applySource.ts';

/**
 * Opens a new version under the name of the file, as it will be opened from now on, and asks something of it. The cache
 * keeps it for then.
 */
export async function readBack<Answer>(
  { dataset, config, memoryLimit, cacheFolder, cacheLimit, version }: ApplySource,
  path: string,
  signal: AbortSignal,
  ask: (table: OpenTable) => Promise<Answer>,
): Promise<Answer> {
  const folder = await makeWorkFolder();
  try {
    const named = join(folder, dataset.name);
    // Not everybody may make a link everywhere.
    await symlink(path, named).catch(() => copyFile(path, named));
    // What the cache has of a Parquet file names the place where it lies.
    const cached =
      dataset.format === 'parquet' || cacheFolder === undefined
        ? {}
        : { cacheAs: version.path, cacheFolder, ...(cacheLimit !== undefined && { cacheLimit }) };
    const loaded = await openDataset({ path: named, config, memoryLimit, ...cached }, signal, () => undefined);
    try {
      return await ask(loaded.table);
    } finally {
      await loaded.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
