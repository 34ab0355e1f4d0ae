import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../formats/index.ts';
import type { LoadProgress, OpenParams } from '../protocol/engineMethods.ts';
import { DatasetCache, defaultCacheLimit } from './cache.ts';
import { explainDatabaseError, isDiskFull } from './databaseErrors.ts';
import { Database } from './duckdb.ts';
import { assembleDataset, type LoadedDataset } from './loadedDataset.ts';
import { buildIndex } from './buildIndex.ts';
import { loadFresh } from './loadFresh.ts';
import { Loading } from './loading.ts';
import { leastForColumns } from './memoryLimit.ts';
import type { Opening } from './opening.ts';
import { openUnpacked } from './openUnpacked.ts';
import type { RowIndex } from './rowIndex.ts';
import { restoreRowIndex } from './rowIndexStore.ts';
import { makeWorkFolder } from './workFolder.ts';

/** Cached files that another process writes, and that cannot be read then. */
const mostAttempts = 3;

/** `cacheAs`: the path under which the cache keeps it, where the file is to be found there later on. */
export type OpenAs = OpenParams & { readonly cacheAs?: string };

/**
 * Opens a file and gets it ready for questions: from the cache where it is there, else by loading and profiling it.
 * Rejects with a `FormatError`, an AbortError, or an error that names the file; then nothing of it is left behind.
 */
export async function openDataset(
  params: OpenAs,
  signal: AbortSignal,
  progress: (value: LoadProgress) => void,
  preferred?: () => readonly string[],
  loading = new Loading(),
): Promise<LoadedDataset> {
  const opened = await openFile(params.path, params.config.format ?? {}, signal);
  const folder = await makeWorkFolder();
  const options = {
    memoryLimit: params.memoryLimit,
    memoryNeeded: leastForColumns(opened.columns.length),
    temporaryFolder: join(folder, 'work'),
    readable: [params.path],
  };
  try {
    const opening: Opening = { params, opened, folder, options, signal, progress, loading, ...(preferred && { preferred }) };
    const { cacheFolder, cacheLimit = defaultCacheLimit } = params;
    const cache =
      cacheFolder === undefined || params.forChecks
        ? null
        : await DatasetCache.for({ folder: cacheFolder, limit: cacheLimit }, params, opened, params.config.types ?? {});
    return await (cache ? openThroughCache(cache, opening) : openFresh(null, opening));
  } catch (error) {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
    throw explainDatabaseError(error, params.path);
  }
}

/** From the cache, or by loading it into the cache when no other process does; without it where it cannot be written. */
async function openThroughCache(cache: DatasetCache, opening: Opening): Promise<LoadedDataset> {
  const { signal, progress } = opening;
  const without = (why: string): Promise<LoadedDataset> => {
    const message = `The file was loaded without the cache in ${cache.folder}, and will be loaded anew the next time: ${why}`;
    return openFresh(null, { ...opening, notices: [{ severity: 'info', message }] });
  };
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const cached = await openCached(cache, opening);
    if (cached) return cached;
    const turn = await cache.begin(signal, () => progress({ words: 'Waiting for another window that loads this file' }));
    if (turn.kind === 'unusable') return without(`it cannot be written to (${turn.reason}).`);
    if (turn.kind === 'written') continue;
    try {
      return await openFresh(cache, opening);
    } catch (error) {
      if (signal.aborted || !isDiskFull(error)) throw error;
    } finally {
      await turn.release();
    }
    progress({ words: 'Loading again without the cache: its disk is full' });
    return without('its disk is full. Free some space, or run “Winnow: Clear Cache”.');
  }
  return without('what is there cannot be read, and cannot be replaced.');
}

/** null where there is no cached file, or one that cannot be used: it is then loaded anew. */
async function openCached(cache: DatasetCache, opening: Opening): Promise<LoadedDataset | null> {
  const { params, opened, folder, options, progress } = opening;
  const use = await cache.find();
  if (!use) return null;
  let database: Database | null = null;
  try {
    database = await Database.open({ ...options, stored: use.file, onClose: use.release });
    const content = await cache.read(database);
    if (content) {
      progress({ words: 'Opened from the cache', fraction: 1, rows: content.rows, profiles: content.profiles });
      const lateIndex = (signal: AbortSignal): Promise<RowIndex | null> => indexAgain(opening, signal);
      return await assembleDataset({ path: params.path, opened, folder, database, content, index: await restoreRowIndex(database, opened), lateIndex });
    }
  } catch {
    // A cache that cannot be read is as good as none.
  }
  await database?.close();
  await cache.discard(use);
  return null;
}

/** The row index of a file that came from the cache without one. */
async function indexAgain(opening: Opening, signal: AbortSignal): Promise<RowIndex | null> {
  const { opened, options } = opening;
  if (!opened.compression) return buildIndex(opened, options.temporaryFolder, signal);
  const unpacked = await openUnpacked({ ...opening, progress: () => undefined }, opened.compression, signal);
  return buildIndex(unpacked.opened, options.temporaryFolder, signal).finally(() => unpacked.opened.close());
}

/** Loads the file, and for as long as that takes what is in a packed one. */
async function openFresh(cache: DatasetCache | null, opening: Opening): Promise<LoadedDataset> {
  const { compression } = opening.opened;
  if (!compression) return loadFresh(cache, opening);
  const unpacked = await openUnpacked(opening, compression, opening.signal);
  try {
    return await loadFresh(cache, unpacked);
  } catch (error) {
    await unpacked.opened.close();
    throw error;
  }
}
