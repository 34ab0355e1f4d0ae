import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Compression, Notice } from '../core/dataset.ts';
import type { OpenedFile, RowsInPlace } from '../formats/format.ts';
import { openFile } from '../formats/index.ts';
import type { LoadProgress, OpenParams } from '../protocol/engineMethods.ts';
import { DatasetCache, defaultCacheLimit, type DatasetContent } from './cache.ts';
import { removeFile } from './cacheFolder.ts';
import { explainDatabaseError, isDiskFull } from './databaseErrors.ts';
import { Database, type DatabaseOptions } from './duckdb.ts';
import { loadTable, type LoadedTable, type LoadTarget } from './load.ts';
import { assembleDataset, type LoadedDataset } from './loadedDataset.ts';
import { buildIndex } from './buildIndex.ts';
import { Loading } from './loading.ts';
import { loadThreads } from './loadThreads.ts';
import { loadWords } from './loadWords.ts';
import { leastForColumns } from './memoryLimit.ts';
import { readProfiles } from './readProfiles.ts';
import type { RowIndex } from './rowIndex.ts';
import { restoreRowIndex, storeRowIndex } from './rowIndexStore.ts';
import { GrowingTable, indexedRows, placedRows, storageTypes } from './shownRows.ts';
import { dataTable, type StoredColumn } from './sql.ts';
import { unpackFile } from './unpackFile.ts';
import { makeWorkFolder } from './workFolder.ts';

/** Share of the work that loading is; the rest is profiling. */
const loadShare = 0.7;
/** Share of the work that unpacking is, of a packed file. */
const unpackShare = 0.25;
const manyColumns = 500;
const smallBlock = 16_384;
/** Cached files that another process writes, and that cannot be read then. */
const mostAttempts = 3;

interface Opening {
  readonly params: OpenParams;
  readonly opened: OpenedFile;
  readonly folder: string;
  readonly options: DatabaseOptions;
  readonly signal: AbortSignal;
  progress(value: LoadProgress): void;
  /** Columns in sight, to be profiled first. */
  preferred?(): readonly string[];
  readonly loading: Loading;
  /** Said of the dataset beside what reading it says. */
  readonly notices?: readonly Notice[];
  /** The copy of what a packed file holds, and how much of it was unpacked, 0–1. */
  readonly unpacked?: { readonly path: string; readonly share: number };
}

/** `cacheAs`: the path under which the cache keeps it, where the file is to be found there later on. */
export type OpenAs = OpenParams & { readonly cacheAs?: string };

/**
 * Opens a file and gets it ready for questions: from the cache where it is there, else by loading and profiling it.
 * Rejects with a `FormatError`, an AbortError, or an error that names the file; then nothing of it is left behind.
 */
export async function openDataset(params: OpenAs, signal: AbortSignal, progress: (value: LoadProgress) => void, preferred?: () => readonly string[], loading = new Loading()): Promise<LoadedDataset> {
  const opened = await openFile(params.path, params.config.format ?? {}, signal);
  const folder = await makeWorkFolder();
  const options = { memoryLimit: params.memoryLimit, memoryNeeded: leastForColumns(opened.columns.length), temporaryFolder: join(folder, 'work'), readable: [params.path] };
  try {
    const opening: Opening = { params, opened, folder, options, signal, progress, loading, ...(preferred && { preferred }) };
    const { cacheFolder, cacheLimit = defaultCacheLimit } = params;
    const cache = cacheFolder === undefined ? null : await DatasetCache.for({ folder: cacheFolder, limit: cacheLimit }, params, opened, params.config.types ?? {});
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

/** What a packed file holds, opened whole. */
async function openUnpacked(opening: Opening, compression: Compression, signal: AbortSignal): Promise<Opening> {
  const { params, opened, folder, loading, progress, notices = [] } = opening;
  const unpacked = await unpackFile({
    path: params.path, compression, folder, signal, stop: loading.stop,
    progress: (fraction, words) => progress({ words, fraction: fraction * unpackShare }),
  });
  const whole = await openFile(unpacked.path, params.config.format ?? {}, signal);
  return {
    ...opening,
    unpacked,
    opened: { ...whole, compression, close: async () => void (await Promise.all([whole.close(), opened.close()])) },
    notices: [...notices, ...unpacked.notices],
    progress: ({ fraction, ...value }) => progress({ ...value, ...(fraction !== undefined && { fraction: unpackShare + (1 - unpackShare) * fraction }) }),
  };
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

async function loadFresh(cache: DatasetCache | null, opening: Opening): Promise<LoadedDataset> {
  const { params, opened, folder, options, loading } = opening;
  let written = cache?.partial() ?? null;
  // Of blocks of the usual size, thousands of columns fill some 512 MB with very few rows. Only files can have smaller ones.
  const wide = opened.columns.length > manyColumns ? { blockSize: smallBlock, file: join(folder, 'wide.duckdb') } : {};
  const threads = loadThreads(opened, (await stat(params.path)).size);
  let database = await Database.open({ ...options, ...wide, ...(threads !== undefined && { threads }), ...(written && { file: written }) });
  let loaded: LoadedTable | null = null;
  try {
    loaded = await loadShown(database, opening);
    loading.nextStage();
    const content = await describeTable(database, loaded, opening);
    const { index } = loaded;
    if (cache && written && !content.partial) {
      if (index && !opened.compression) await storeRowIndex(database, index);
      await cache.write(database, content);
      // From here on the file is only read, so that other windows can read it too.
      await database.close();
      const use = await cache.keep(written);
      database = await Database.open({ ...options, stored: use.file, onClose: use.release });
      written = null;
    }
    const leftover = written;
    return await assembleDataset({ path: params.path, opened, folder, database, content, index, ...(leftover && { discard: () => removeFile(leftover) }) });
  } catch (error) {
    await loaded?.index?.close();
    await database.close();
    if (written) await removeFile(written);
    throw error;
  }
}

/** Loads the file, and lets its rows be seen as soon as they can be. */
async function loadShown(database: Database, { params, opened, options, signal, progress, loading, unpacked }: Opening): Promise<LoadedTable> {
  const { size } = await stat(unpacked?.path ?? params.path);
  const table = new GrowingTable(database, opened.columns);
  const isText = opened.toEngine().kind === 'text';
  const ended = new AbortController();
  const placed = await showPlaced(opened, loading, AbortSignal.any([signal, ended.signal]));
  const target: LoadTarget = {
    connection: () => database.connect(),
    temporaryFolder: options.temporaryFolder,
    bytes: size,
    stop: loading.stop,
    indexed: (index) => loading.show(indexedRows(index, opened.columns, opened.text?.quote ?? '"')),
  };
  return loadTable(target, opened, signal, ({ fraction, words, rows = 0, share }) => {
    if (!isText && rows > (placed?.records ?? 0)) {
      table.records = rows;
      loading.show(table);
    }
    const bytes = share === undefined ? undefined : Math.round(share * size);
    progress({
      words: loadWords(words, bytes === undefined ? loading.records : rows, bytes, size),
      ...(fraction !== undefined && { fraction: fraction * loadShare }),
      ...(bytes !== undefined && { bytes }),
    });
  }).finally(() => ended.abort());
}

/** Lets rows be seen where they lie, as they are found, as long as the signal allows. */
async function showPlaced(opened: OpenedFile, loading: Loading, signal: AbortSignal): Promise<RowsInPlace | null> {
  const placed = (await opened.rowsInPlace?.().catch(() => null)) ?? null;
  if (!placed) return null;
  const findMore = (): Promise<boolean> => placed.findMore().catch(() => false);
  const go = async (): Promise<void> => {
    while (!signal.aborted && (await findMore())) if (placed.records > 0) loading.show(placedRows(placed, opened.columns));
  };
  void go();
  return placed;
}

async function describeTable(database: Database, loaded: LoadedTable, { params, opened, signal, progress, preferred, loading, unpacked, notices = [] }: Opening): Promise<DatasetContent> {
  const storage = await storageTypes(database);
  const columns = loaded.columns.map((column, index): StoredColumn => ({ name: column.name, internal: `c${index}`, storage: storage.get(`c${index}`) ?? 'VARCHAR', type: column.type }));
  const profiled = await readProfiles(database, columns, loaded.records, params.config.types ?? {}, (profiles, done) => {
    progress({ words: 'Reading columns', fraction: loadShare + (1 - loadShare) * (done / columns.length), profiles });
  }, signal, preferred, loading.stop);
  const [rows = []] = await database.columns(`SELECT count(*) FROM ${dataTable}`, [], signal);
  const { size } = await stat(params.path);
  const isWhole = profiled.profiles.length === columns.length && (unpacked?.share ?? 1) === 1;
  const share = loaded.partial ?? (isWhole ? undefined : 1);
  return {
    ...(share !== undefined && { partial: { bytes: Math.round(share * (unpacked?.share ?? 1) * size) } }),
    columns: loaded.columns.map((column, index) => ({ ...column, type: profiled.columns[index]!.type })),
    stored: profiled.columns,
    profiles: profiled.profiles,
    records: loaded.records,
    rows: Number(rows[0]),
    ...((loaded.text ?? opened.text) && { text: loaded.text ?? opened.text }),
    unreadable: loaded.unreadable,
    unreadableTotal: loaded.unreadableTotal,
    hasLines: loaded.index !== null,
    hasAbsent: storage.has('_absent'),
    hasPlace: storage.has('_place'),
    notices: [...loaded.notices, ...profiled.notices, ...notices],
  };
}
