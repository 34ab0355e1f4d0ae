import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenedFile } from '../formats/format.ts';
import { openFile } from '../formats/index.ts';
import type { LoadProgress, OpenParams } from '../protocol/engineMethods.ts';
import { DatasetCache, remove, type DatasetContent } from './cache.ts';
import { explainDatabaseError } from './databaseErrors.ts';
import { Database, type DatabaseOptions } from './duckdb.ts';
import { loadTable, type LoadedTable } from './load.ts';
import { assembleDataset, type LoadedDataset } from './loadedDataset.ts';
import { buildIndex } from './buildIndex.ts';
import { readProfiles } from './readProfiles.ts';
import { dataTable, type StoredColumn } from './sql.ts';
import { makeWorkFolder } from './workFolder.ts';

/** Share of the work that loading is; the rest is profiling. */
const loadShare = 0.7;

interface Opening {
  readonly params: OpenParams;
  readonly opened: OpenedFile;
  readonly folder: string;
  readonly options: DatabaseOptions;
  readonly signal: AbortSignal;
  progress(value: LoadProgress): void;
}

/**
 * Opens a file and gets it ready for questions: from the cache where it is there, else by loading and profiling it.
 * Rejects with a `FormatError`, an AbortError, or an error that names the file; then nothing of it is left behind.
 */
export async function openDataset(params: OpenParams, signal: AbortSignal, progress: (value: LoadProgress) => void): Promise<LoadedDataset> {
  const opened = await openFile(params.path, params.config.format ?? {}, signal);
  const folder = await makeWorkFolder();
  const options = { memoryLimit: params.memoryLimit, temporaryFolder: join(folder, 'work'), readable: [params.path] };
  try {
    const opening: Opening = { params, opened, folder, options, signal, progress };
    const cache = await DatasetCache.for(params.cacheFolder, params.path, opened, params.config.types ?? {});
    return (await openCached(cache, opening)) ?? (await openFresh(cache, opening));
  } catch (error) {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
    throw explainDatabaseError(error, params.path);
  }
}

/** null where there is no cached file, or one that cannot be used: it is then loaded anew. */
async function openCached(cache: DatasetCache | null, { params, opened, folder, options, progress }: Opening): Promise<LoadedDataset | null> {
  const file = await cache?.find();
  if (!cache || !file) return null;
  let database: Database | null = null;
  try {
    database = await Database.open({ ...options, stored: file });
    const content = await cache.read(database);
    if (content) {
      progress({ words: 'Opened from the cache', fraction: 1, rows: content.rows, profiles: content.profiles });
      return await assembleDataset({ path: params.path, opened, folder, database, content, index: null, lateIndex: (signal) => buildIndex(opened, options.temporaryFolder, signal) });
    }
  } catch {
    // A cache that cannot be read is as good as none.
  }
  await database?.close();
  await remove(file);
  return null;
}

async function openFresh(cache: DatasetCache | null, opening: Opening): Promise<LoadedDataset> {
  const { params, opened, folder, options, signal, progress } = opening;
  const partial = (await cache?.begin()) ?? null;
  let database = await Database.open({ ...options, ...(partial && { file: partial }) });
  let loaded: LoadedTable | null = null;
  try {
    loaded = await loadTable({ connection: () => database.connect(), temporaryFolder: options.temporaryFolder }, opened, signal, ({ fraction, ...rest }) => {
      progress({ ...rest, ...(fraction !== undefined && { fraction: fraction * loadShare }) });
    });
    const content = await describeTable(database, loaded, opening);
    if (cache && partial) {
      await cache.write(database, content);
      // From here on the file is only read, so that other windows can read it too.
      await database.close();
      database = await Database.open({ ...options, stored: await cache.keep(partial) });
    }
    const { index } = loaded;
    return await assembleDataset({ path: params.path, opened, folder, database, content, index });
  } catch (error) {
    await loaded?.index?.close();
    await database.close();
    if (partial) await remove(partial);
    throw error;
  }
}

async function describeTable(database: Database, loaded: LoadedTable, { params, opened, signal, progress }: Opening): Promise<DatasetContent> {
  const described = await database.query(`SELECT column_name, column_type FROM (DESCRIBE ${dataTable})`);
  const storage = new Map(described.map((row) => [String(row['column_name']), String(row['column_type'])]));
  const columns = loaded.columns.map((column, index): StoredColumn => ({ name: column.name, internal: `c${index}`, storage: storage.get(`c${index}`) ?? 'VARCHAR', type: column.type }));
  const profiled = await readProfiles(database, columns, loaded.records, params.config.types ?? {}, (profiles, done) => {
    progress({ words: 'Reading columns', fraction: loadShare + (1 - loadShare) * (done / columns.length), profiles });
  }, signal);
  const [rows = []] = await database.columns(`SELECT count(*) FROM ${dataTable}`, [], signal);
  return {
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
    notices: [...loaded.notices, ...profiled.notices],
  };
}
