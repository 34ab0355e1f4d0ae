import { copyFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '../openDataset.ts';
import type { OpenTable } from '../openTable.ts';
import { makeWorkFolder } from '../workFolder.ts';
import type { ApplySource } from './applySource.ts';

/** Opens a new version under the name of the file, as it will be opened from now on, and asks something of it. */
export async function readBack<Answer>({ dataset, config, memoryLimit }: ApplySource, path: string, signal: AbortSignal, ask: (table: OpenTable) => Promise<Answer>): Promise<Answer> {
  const folder = await makeWorkFolder();
  try {
    const named = join(folder, dataset.name);
    // Not everybody may make a link everywhere.
    await symlink(path, named).catch(() => copyFile(path, named));
    const loaded = await openDataset({ path: named, config, memoryLimit }, signal, () => undefined);
    try {
      return await ask(loaded.table);
    } finally {
      await loaded.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
