import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ApplyRecord } from '../../core/applied.ts';
import type { FileVersion } from '../apply/fileVersion.ts';
import { partialOf } from '../cacheFolder.ts';
import { type LabelInput, learningOptions } from './labelInput.ts';
import { learnerVersion } from './learnJob.ts';

/** Shares of wrong labels as they were first estimated. */
export interface NoiseBefore {
  readonly noise: number;
  readonly ofLabel: ReadonlyMap<string, number>;
}

/** A version of the file, and the applies that it has gone through, oldest first. */
export interface Lineage {
  readonly version: FileVersion;
  applies(): readonly ApplyRecord[];
}

/** What is kept: the version by its size and hash, and the newest of the applies that it has gone through. */
interface Kept {
  readonly since: string | null;
  readonly bytes: number;
  readonly hash: string;
  readonly noise: number;
  readonly ofLabel: readonly (readonly [string, number])[];
}

/**
 * The first estimate of a file's label noise, kept in the cache folder, so that what comes of decisions can be held
 * against it when the dataset is opened another time, or when they have been applied. It counts as long as decisions
 * and applies alone lie between that version and this one.
 */
export class FirstNoise {
  readonly #file: string;
  readonly #lineage: Lineage;

  constructor(folder: string, lineage: Lineage, input: LabelInput) {
    this.#lineage = lineage;
    const about = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
    this.#file = join(folder, `${about(resolve(lineage.version.path))}-${about(`${learnerVersion} ${judgedFrom(input)}`)}.noise`);
  }

  /** null: nothing is kept, or what is says nothing of this version. */
  async read(): Promise<NoiseBefore | null> {
    try {
      const kept = JSON.parse(await readFile(this.#file, 'utf8')) as Kept;
      if (!(await this.#leadsHere(kept))) return null;
      const now = new Date();
      await utimes(this.#file, now, now).catch(() => undefined);
      return { noise: kept.noise, ofLabel: new Map(kept.ofLabel) };
    } catch {
      return null;
    }
  }

  /** Where it cannot be written, the first estimate is that of each time the dataset is opened. */
  async write({ noise, ofLabel }: NoiseBefore): Promise<void> {
    const hash = await this.#lineage.version.hash();
    if (hash === null) return;
    const kept: Kept = { since: this.#lineage.applies().at(-1)?.id ?? null, bytes: this.#lineage.version.size, hash, noise, ofLabel: [...ofLabel] };
    const written = partialOf(this.#file);
    try {
      await mkdir(join(this.#file, '..'), { recursive: true });
      await writeFile(written, JSON.stringify(kept), { mode: 0o600 });
      await rename(written, this.#file);
    } catch {
      await rm(written, { force: true }).catch(() => undefined);
    }
  }

  /** Whether it was of this version, or of the one that the first apply since then found. */
  async #leadsHere({ since, bytes, hash }: Kept): Promise<boolean> {
    const { version } = this.#lineage;
    const applies = this.#lineage.applies();
    const place = since === null ? -1 : applies.findIndex(({ id }) => id === since);
    if (since !== null && place < 0) return false;
    const next = applies[place + 1];
    return next ? next.before === hash : version.size === bytes && (await version.hash()) === hash;
  }
}

/** What an estimate follows from, but for the labels and the content themselves: two that differ in it cannot be compared. */
export function judgedFrom({ dataset: { roles }, config }: LabelInput): string {
  const { label, content, embedding, probabilities, predicted, confidence } = roles;
  return JSON.stringify([label, content, embedding, probabilities, predicted, confidence, learningOptions(config)]);
}
