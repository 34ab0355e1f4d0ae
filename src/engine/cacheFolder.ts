import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerLives, thisOwner, touchEvery } from './cacheOwner.ts';

/*
 * The files of a cache folder, KEY being what tells one cached dataset from another:
 *   KEY.duckdb                        a dataset that is there to be read
 *   KEY.labels                        what was learnt of labels; written through KEY.labels.OWNER_UUID.partial
 *   KEY.version                       what is in a version of a file; written through KEY.version.OWNER_UUID.partial
 *   KEY.noise                         how many labels looked wrong at first; written through KEY.noise.OWNER_UUID.partial
 *   KEY.duckdb.OWNER_UUID.use         a process reads it: it is not removed
 *   KEY.duckdb.OWNER_UUID.partial     a process writes it; no other reads that
 *   KEY.duckdb.loading                holds the name of the process whose turn it is to write it
 */

/** A sign that a cached file is in use, as long as this process lives or until it is released. */
export interface CacheUse {
  readonly file: string;
  release(): Promise<void>;
}

interface CacheFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly touchedAt: number;
}

const databaseName = /^[0-9a-f]+-[0-9a-f]+\.(?:duckdb|labels|version|noise)/;
const ownedName = /\.(?:duckdb|labels|version|noise)\.([0-9a-f]+-\d+)_[0-9a-f-]+\.(use|partial)(\.wal)?$/;

/** A name that only this process uses, for writing a cached file before it is there to be read. */
export function partialOf(file: string): string {
  return `${file}.${thisOwner}_${randomUUID()}.partial`;
}

/** Marks a cached file as in use, and as used just now. null where it is not there. */
export async function useFile(file: string): Promise<CacheUse | null> {
  const mark = `${file}.${thisOwner}_${randomUUID()}.use`;
  const now = new Date();
  // The mark comes first: whoever makes room looks for marks before removing anything.
  const marked = await writeFile(mark, '').then(() => true, () => false);
  const touching = setInterval(() => void utimes(mark, new Date(), new Date()).catch(() => undefined), touchEvery).unref();
  const release = async (): Promise<void> => {
    clearInterval(touching);
    if (marked) await rm(mark, { force: true }).catch(() => undefined);
  };
  // In a folder that cannot be written to, files are read all the same.
  const there = await utimes(file, now, now).catch(() => stat(file)).then(() => true, () => false);
  if (there) return { file, release };
  await release();
  return null;
}

/** Whether a process other than those that have ended uses the cached file. */
export async function isInUse(file: string): Promise<boolean> {
  const { folder, name } = split(file);
  return inUse(await listFiles(folder)).has(name);
}

/** Removes a cached file, nobody using it. */
export async function removeFile(path: string): Promise<void> {
  // One that another process has open may not be removable everywhere; it is then removed another time.
  await Promise.all([path, `${path}.wal`].map((each) => rm(each, { force: true }).catch(() => undefined)));
}

/** Removes what ended processes left behind, and older states of the dataset of `newest` (a file name). */
export async function tidy(folder: string, newest?: string): Promise<void> {
  const files = await listFiles(folder);
  const used = inUse(files);
  const [dataset] = newest?.split('-') ?? [];
  for (const file of files) {
    const owner = ownedName.exec(file.name)?.[1];
    const left = owner !== undefined && !ownerLives(owner, file.touchedAt);
    const outdated = isDataset(file) && file.name !== newest && file.name.startsWith(`${dataset}-`) && !used.has(file.name);
    if (left || outdated) await removeFile(file.path);
  }
}

/** Removes what was not used for longest until the rest is within `limit` bytes. What is in use stays, and counts. */
export async function makeRoom(folder: string, limit: number): Promise<void> {
  const files = await listFiles(folder);
  const used = inUse(files);
  let left = limit - total(files.filter((file) => !isKept(file) || used.has(file.name)));
  const idle = files.filter((file) => isKept(file) && !used.has(file.name));
  for (const file of idle.sort((a, b) => b.touchedAt - a.touchedAt)) {
    left -= file.size;
    if (left < 0) await removeFile(file.path);
  }
}

/** Removes everything that no process uses. Returns how many bytes that were, and how many are left because they are in use. */
export async function clearCache(folder: string): Promise<{ freed: number; left: number }> {
  const before = total(await listFiles(folder));
  await tidy(folder);
  await makeRoom(folder, -1);
  const left = total(await listFiles(folder));
  return { freed: before - left, left };
}

function inUse(files: readonly CacheFile[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { name, touchedAt } of files) {
    const [, owner, kind] = ownedName.exec(name) ?? [];
    if (owner !== undefined && kind === 'use' && ownerLives(owner, touchedAt)) used.add(name.slice(0, name.indexOf('.duckdb') + '.duckdb'.length));
  }
  return used;
}

const isDataset = ({ name }: CacheFile): boolean => name.endsWith('.duckdb');
const isKept = (file: CacheFile): boolean => isDataset(file) || /\.(?:labels|version|noise)$/.test(file.name);
const total = (files: readonly CacheFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

/** Files of other names are none of ours. */
async function listFiles(folder: string): Promise<CacheFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => databaseName.test(name));
  const files = await Promise.all(names.map((name) => stat(join(folder, name)).then(
    ({ size, mtimeMs }): CacheFile => ({ name, path: join(folder, name), size, touchedAt: mtimeMs }),
    () => null,
  )));
  return files.filter((file) => file !== null);
}

function split(file: string): { folder: string; name: string } {
  const name = file.split(/[\\/]/).pop()!;
  return { folder: file.slice(0, -name.length - 1), name };
}
