import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { version } from '../../../package.json';
import type { FindingMarks } from '../../core/findingMarks.ts';
import { userCacheFolder } from '../userCacheFolder.ts';

/** What was found in one version of a file. */
export interface KeptMarks {
  /** All columns of the version. */
  readonly columns: readonly string[];
  /** Those that ran. */
  readonly checks: readonly string[];
  readonly marks: FindingMarks;
}

/** Everything that findings of a check follow from: the blobs of the data and of its sidecar, the configuration. */
export type MarkSource = readonly unknown[];

/** Versions that are kept; those that were not asked for longest make room. */
const mostKept = 200;
const ending = '.marks';

/**
 * Findings of committed versions, so that a hook does not look at a version twice: what a commit was checked for is what
 * the next one is compared with. A cache that cannot be read or written is as good as none.
 */
export class MarkCache {
  readonly #folder: string;

  constructor(folder = join(userCacheFolder(), 'findings')) {
    this.#folder = folder;
  }

  async read(source: MarkSource): Promise<KeptMarks | null> {
    const path = this.#pathOf(source);
    try {
      const kept = deserialize(await readFile(path)) as { readonly version: string } & KeptMarks;
      if (kept.version !== version) return null;
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return kept;
    } catch {
      return null;
    }
  }

  async write(source: MarkSource, kept: KeptMarks): Promise<void> {
    const path = this.#pathOf(source);
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(temporary, serialize({ version, ...kept }), { mode: 0o600 });
      await rename(temporary, path);
      await this.#makeRoom();
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  #pathOf(source: MarkSource): string {
    return join(this.#folder, `${createHash('sha256').update(JSON.stringify([version, ...source])).digest('hex').slice(0, 32)}${ending}`);
  }

  async #makeRoom(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(ending));
    if (names.length <= mostKept) return;
    const aged = await Promise.all(names.map(async (name) => ({ name, used: (await stat(join(this.#folder, name))).mtimeMs })));
    aged.sort((a, b) => b.used - a.used);
    for (const { name } of aged.slice(mostKept)) await rm(join(this.#folder, name), { force: true });
  }
}
