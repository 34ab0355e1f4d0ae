import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { VersionSummary } from '../../core/fileVersion.ts';
import type { VersionParams } from '../../protocol/historyMethods.ts';
import { partialOf } from '../cacheFolder.ts';

/** Grows when summaries would be other ones. */
const cacheVersion = 2;

/** What is kept of a version: what it is said to hold, and what its columns are like, as a stored profile. */
export interface KnownVersion {
  readonly summary: VersionSummary;
  readonly profile: string;
}

/**
 * What is known of versions, kept in the cache folder under a name made of everything it follows from: the content's
 * name in git, how the file is read, and which column is the label. What cannot be read or written is worked out again.
 */
export class VersionCache {
  readonly #file: string | null;

  constructor({ cacheFolder, blob, name, config, label }: VersionParams) {
    const { format, roles, types } = config;
    const digest = createHash('sha256').update(JSON.stringify([cacheVersion, blob, extname(name).toLowerCase(), format, roles, types, label])).digest('hex');
    this.#file = cacheFolder === undefined ? null : join(cacheFolder, `${digest.slice(0, 16)}-${digest.slice(16, 32)}.version`);
  }

  async read(): Promise<KnownVersion | null> {
    if (this.#file === null) return null;
    try {
      const known = JSON.parse(await readFile(this.#file, 'utf8')) as KnownVersion;
      const now = new Date();
      await utimes(this.#file, now, now).catch(() => undefined);
      return known;
    } catch {
      return null;
    }
  }

  async write(known: KnownVersion): Promise<void> {
    if (this.#file === null) return;
    const written = partialOf(this.#file);
    try {
      await mkdir(join(this.#file, '..'), { recursive: true });
      await writeFile(written, JSON.stringify(known), { mode: 0o600 });
      await rename(written, this.#file);
    } catch {
      await rm(written, { force: true }).catch(() => undefined);
    }
  }
}
