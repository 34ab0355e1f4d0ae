import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Notice, TextOptions, UnreadableRecord } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { Column, ColumnType } from '../core/schema.ts';
import type { OpenedFile } from '../formats/format.ts';
import { storedDatabase, type Database } from './duckdb.ts';
import type { StoredColumn } from './sql.ts';

/** Everything about a loaded file but its rows. */
export interface DatasetContent {
  /** How the text was read, which may differ from what the head of the file said. */
  readonly text?: TextOptions;
  readonly columns: readonly Column[];
  readonly stored: readonly StoredColumn[];
  readonly profiles: readonly ColumnProfile[];
  readonly records: number;
  readonly rows: number;
  readonly unreadable: readonly UnreadableRecord[];
  readonly unreadableTotal: number;
  readonly hasLines: boolean;
  readonly hasAbsent: boolean;
  readonly notices: readonly Notice[];
}

/** Grows with every change of what is stored or of how files are read. */
const schemaVersion = 1;
/** Smaller files are loaded faster than a person notices. */
export const smallestCached = 8_000_000;
/** All cached files together, in bytes. */
export const cacheLimit = 10_000_000_000;
/** A file that was being written so long ago was left by a process that ended. */
const abandonedAfter = 24 * 60 * 60 * 1000;
const hashedBytes = 65_536;
const metaTable = 'winnow_cache';

/** Loaded files kept on disk, so that the second opening is instant. One for each state of a file and way to read it. */
export class DatasetCache {
  readonly #folder: string;
  readonly #name: string;
  readonly #overrides: string;

  private constructor(folder: string, name: string, overrides: string) {
    this.#folder = folder;
    this.#name = name;
    this.#overrides = overrides;
  }

  /** null where caching is not worth it: small files, and those that are queried where they lie. */
  static async for(folder: string | undefined, path: string, opened: OpenedFile, types: Readonly<Record<string, ColumnType>>): Promise<DatasetCache | null> {
    if (folder === undefined || opened.toEngine().kind === 'parquet') return null;
    const { size, mtimeMs } = await stat(path);
    if (size < smallestCached) return null;
    const state = JSON.stringify([schemaVersion, size, mtimeMs, await hashEnds(path, size), opened.format, opened.text ?? null]);
    return new DatasetCache(folder, `${digest(path, 16)}-${digest(state, 24)}.duckdb`, overridesText(types));
  }

  /** The stored file, marked as used just now; null where there is none. */
  async find(): Promise<string | null> {
    const file = join(this.#folder, this.#name);
    const now = new Date();
    return utimes(file, now, now).then(() => file, () => null);
  }

  /** A name under which a new file can be written without anybody taking it for finished; null where the folder cannot be written to. */
  async begin(): Promise<string | null> {
    const file = join(this.#folder, `${this.#name}.${randomUUID()}.partial`);
    return mkdir(this.#folder, { recursive: true }).then(() => file, () => null);
  }

  /** Writes what is known of the rows beside them. */
  async write(database: Database, content: DatasetContent): Promise<void> {
    await database.execute(`CREATE TABLE ${metaTable} (part VARCHAR, value VARCHAR)`);
    for (const [part, value] of [['version', String(schemaVersion)], ['types', this.#overrides], ['content', JSON.stringify(content)]] as const) {
      await database.execute(`INSERT INTO ${metaTable} VALUES (?, ?)`, [part, value]);
    }
    await database.execute('CHECKPOINT');
  }

  /** Gives a written file its name, and makes room. Returns where it is now. */
  async keep(partial: string): Promise<string> {
    const file = join(this.#folder, this.#name);
    const kept = await rename(partial, file).then(() => file, () => partial);
    await this.evict(cacheLimit);
    return kept;
  }

  /** What is stored beside the rows of an open file; null where it was made by another version or with other types. */
  async read(database: Database): Promise<DatasetContent | null> {
    const rows = await database.query(`SELECT part, value FROM ${storedDatabase}.${metaTable}`);
    const parts = new Map(rows.map(({ part, value }) => [part, String(value)]));
    if (parts.get('version') !== String(schemaVersion) || parts.get('types') !== this.#overrides) return null;
    return JSON.parse(parts.get('content') ?? 'null') as DatasetContent | null;
  }

  /** Removes older states of this file, what processes left behind, and then whatever was not used for longest until the rest is within `limit` bytes. */
  async evict(limit: number): Promise<void> {
    const [owner] = this.#name.split('-');
    const files = await Promise.all((await readdir(this.#folder)).filter((name) => name.includes('.duckdb')).map((name) => describeFile(join(this.#folder, name), name)));
    const kept = [];
    for (const file of files.filter((each) => each !== null)) {
      const abandoned = file.name.endsWith('.partial') && Date.now() - file.usedAt > abandonedAfter;
      const outdated = file.name.endsWith('.duckdb') && file.name !== this.#name && file.name.startsWith(`${owner}-`);
      if (abandoned || outdated) await remove(file.path);
      else if (file.name !== this.#name) kept.push(file);
      else limit -= file.size;
    }
    kept.sort((a, b) => b.usedAt - a.usedAt);
    for (const file of kept) {
      limit -= file.size;
      if (limit < 0 && !file.name.endsWith('.partial')) await remove(file.path);
    }
  }
}

const digest = (text: string, digits: number): string => createHash('sha256').update(text).digest('hex').slice(0, digits);

const overridesText = (types: Readonly<Record<string, ColumnType>>): string => JSON.stringify(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));

async function hashEnds(path: string, size: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    for (const offset of [0, Math.max(0, size - hashedBytes)]) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(hashedBytes), 0, hashedBytes, offset);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

interface CacheFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly usedAt: number;
}

async function describeFile(path: string, name: string): Promise<CacheFile | null> {
  return stat(path).then(({ size, mtimeMs }) => ({ path, name, size, usedAt: mtimeMs }), () => null);
}

/** A file that another process has open may not be removable everywhere; it is then removed another time. */
export async function remove(path: string): Promise<void> {
  await Promise.all([path, `${path}.wal`].map((each) => rm(each, { force: true }).catch(() => undefined)));
}
