import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenedFile, RowsInPlace } from '../formats/format.ts';
import type { DatasetCache, DatasetContent } from './cache.ts';
import { removeFile } from './cacheFolder.ts';
import { Database } from './duckdb.ts';
import { loadTable, type LoadedTable, type LoadTarget } from './load.ts';
import { assembleDataset, type LoadedDataset } from './loadedDataset.ts';
import type { Loading } from './loading.ts';
import { loadThreads } from './loadThreads.ts';
import { loadWords } from './loadWords.ts';
import type { Opening } from './opening.ts';
import { readProfiles } from './readProfiles.ts';
import { storeRowIndex } from './rowIndexStore.ts';
import { GrowingTable, indexedRows, placedRows, storageTypes } from './shownRows.ts';
import { dataTable, type StoredColumn } from './sql.ts';

/** Share of the work that loading is; the rest is profiling. */
const loadShare = 0.7;
const manyColumns = 500;
const smallBlock = 16_384;

/**
 * Loads a file that is not packed and reads its columns, into the cache where there is one. Where that fails, nothing of
 * it is left behind.
 */
export async function loadFresh(cache: DatasetCache | null, opening: Opening): Promise<LoadedDataset> {
  const { params, opened, folder, options, loading, unpacked } = opening;
  let written = cache?.partial() ?? null;
  // Of blocks of the usual size, thousands of columns fill some 512 MB with very few rows. Only files can have smaller ones.
  const wide = opened.columns.length > manyColumns ? { blockSize: smallBlock, file: join(folder, 'wide.duckdb'), discarded: true } : {};
  const path = unpacked?.path ?? params.path;
  const threads = await loadThreads(opened, path, (await stat(path)).size, params.forChecks);
  let database = await Database.open({ ...options, ...wide, ...(threads !== undefined && { threads }), ...(written && { file: written, discarded: false }) });
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

async function describeTable(
  database: Database,
  loaded: LoadedTable,
  { params, opened, signal, progress, preferred, loading, unpacked, notices = [] }: Opening,
): Promise<DatasetContent> {
  const storage = await storageTypes(database);
  const columns = loaded.columns.map((column, index): StoredColumn => ({
    name: column.name,
    internal: `c${index}`,
    storage: storage.get(`c${index}`) ?? 'VARCHAR',
    type: column.type,
  }));
  const profiled = await readProfiles(database, columns, loaded.records, {
    signal,
    stop: loading.stop,
    ...(params.forChecks && { forChecks: true }),
    ...(params.config.types && { overrides: params.config.types }),
    ...(preferred && { preferred }),
    ready: (profiles, done) =>
      progress({ words: 'Reading columns', fraction: loadShare + (1 - loadShare) * (done / columns.length), profiles }),
  });
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
