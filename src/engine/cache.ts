import { createHash } from 'node:crypto';
import { open, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Notice, TextOptions, UnreadableRecord } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { Column, ColumnType } from '../core/schema.ts';
import type { OpenedFile } from '../formats/format.ts';
import { isInUse, makeRoom, partialOf, removeFile, tidy, useFile, type CacheUse } from './cacheFolder.ts';
import { takeTurn, type CacheTurn } from './cacheTurn.ts';
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
  readonly hasPlace?: boolean;
  readonly notices: readonly Notice[];
  /** Loading or reading columns was ended before its end: the first bytes of the file were loaded. Never stored. */
  readonly partial?: { readonly bytes: number };
}

/** Grows with every change of what is stored or of how files are read. */
const schemaVersion = 2;
/** Smaller files are loaded faster than a person notices. */
export const smallestCached = 8_000_000;
/** Packed files hold several times as much. */
const smallestCachedPacked = 2_000_000;
/** Parquet is packed, and only what is known of its columns is kept. */
const smallestCachedParquet = 2_000_000;
/** All cached files together, in bytes, where no other limit is set. */
export const defaultCacheLimit = 10_000_000_000;
const hashedBytes = 65_536;
const metaTable = 'winnow_cache';

/** Where loaded files are kept, and how much of them. */
export interface CacheOptions {
  readonly folder: string;
  /** Bytes, of all together; 0: nothing is kept. */
  readonly limit: number;
}

/**
 * Loaded files kept on disk, so that the second opening is instant. One for each state of a file and way to read it;
 * whatever number of processes read it, one writes it.
 */
export class DatasetCache {
  readonly folder: string;
  readonly #file: string;
  readonly #limit: number;

  private constructor({ folder, limit }: CacheOptions, name: string) {
    this.folder = folder;
    this.#file = join(folder, name);
    this.#limit = limit;
  }

  /** null where caching is not worth it: small files. Of those that are queried where they lie, what is known of the columns is kept. */
  static async for(
    options: CacheOptions,
    { path, cacheAs = path }: { readonly path: string; readonly cacheAs?: string },
    opened: OpenedFile,
    types: Readonly<Record<string, ColumnType>>,
  ): Promise<DatasetCache | null> {
    if (options.limit <= 0) return null;
    const { size, mtimeMs } = await stat(path);
    const smallest = opened.compression
      ? smallestCachedPacked
      : opened.toEngine().kind === 'parquet'
        ? smallestCachedParquet
        : smallestCached;
    if (size < smallest) return null;
    const overrides = Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1));
    const state = JSON.stringify([schemaVersion, size, mtimeMs, await hashEnds(path, size), opened.format, opened.text ?? null, overrides]);
    return new DatasetCache(options, `${digest(cacheAs, 16)}-${digest(state, 24)}.duckdb`);
  }

  /** The stored file, in use until it is let go of; null where there is none. */
  async find(): Promise<CacheUse | null> {
    const use = await useFile(this.#file);
    return use && { file: use.file, release: () => this.#letGo(use) };
  }

  /** Takes the turn to load the file into `partial`, or waits for the process whose turn it is. Rejects with an AbortError. */
  begin(signal: AbortSignal, waiting: () => void): Promise<CacheTurn> {
    return takeTurn(this.#file, signal, waiting);
  }

  /** A name under which a new file can be written without anybody taking it for finished. */
  partial(): string {
    return partialOf(this.#file);
  }

  /** Writes what is known of the rows beside them. */
  async write(database: Database, content: DatasetContent): Promise<void> {
    await database.execute(`CREATE TABLE ${metaTable} (part VARCHAR, value VARCHAR)`);
    for (const [part, value] of [
      ['version', String(schemaVersion)],
      ['content', JSON.stringify(content)],
    ] as const) {
      await database.execute(`INSERT INTO ${metaTable} VALUES (?, ?)`, [part, value]);
    }
    await database.execute('CHECKPOINT');
  }

  /** Gives a written file its name, and makes room. Returns where it is now, in use until it is let go of. */
  async keep(partial: string): Promise<CacheUse> {
    const kept = await rename(partial, this.#file).then(
      () => true,
      () => false,
    );
    const use = kept ? await this.find() : null;
    await tidy(this.folder, basename(this.#file));
    await makeRoom(this.folder, this.#limit);
    return use ?? { file: kept ? this.#file : partial, release: () => (kept ? Promise.resolve() : removeFile(partial)) };
  }

  /** What is stored beside the rows of an open file; null where it was made by another version. */
  async read(database: Database): Promise<DatasetContent | null> {
    const rows = await database.query(`SELECT part, value FROM ${storedDatabase}.${metaTable}`);
    const parts = new Map(rows.map(({ part, value }) => [part, String(value)]));
    if (parts.get('version') !== String(schemaVersion)) return null;
    return JSON.parse(parts.get('content') ?? 'null') as DatasetContent | null;
  }

  /** Removes a file that cannot be read. One that others read is theirs to keep. */
  async discard({ file, release }: CacheUse): Promise<void> {
    await release();
    if (!(await isInUse(file))) await removeFile(file);
  }

  /** A file that was too large to be kept beside others went over the limit only while it was in use. */
  async #letGo(use: CacheUse): Promise<void> {
    await use.release();
    await makeRoom(dirname(use.file), this.#limit);
  }
}

const digest = (text: string, digits: number): string => createHash('sha256').update(text).digest('hex').slice(0, digits);

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
