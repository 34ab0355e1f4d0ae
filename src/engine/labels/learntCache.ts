import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { partialOf } from '../cacheFolder.ts';
import type { OpenTable } from '../openTable.ts';
import type { LearningPlan } from './learningPlan.ts';
import { learnerVersion, type Learnt } from './learnJob.ts';

/** What decides what is learnt. */
interface LearningKey {
  readonly plan: LearningPlan;
  readonly labels: Int32Array;
  readonly places: Int32Array;
  readonly classCount: number;
  readonly seed: number;
}

/**
 * What was learnt, kept in the cache folder under a name made of everything that it was learnt from: labels, content,
 * options, and the version of the learners. A line of JSON, then the probabilities.
 */
export class LearntCache {
  readonly #folder: string;
  readonly #file: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#file = join(folder, name);
  }

  static async for(folder: string, table: OpenTable, key: LearningKey, signal: AbortSignal): Promise<LearntCache> {
    const { plan, labels, places, classCount, seed } = key;
    const { dialect, name, query } = table.relation;
    const cells = [...plan.features, ...plan.others].map(({ column }) => dialect.text(column));
    const [content] = await query(`SELECT count(*) AS n, CAST(bit_xor(hash(_row, ${cells.join(', ')})) AS VARCHAR) AS hashed FROM ${name}`, [], signal);
    const hash = createHash('sha256');
    hash.update(
      JSON.stringify([
        learnerVersion,
        plan.learner,
        plan.features,
        plan.others,
        classCount,
        seed,
        String(content?.['n']),
        content?.['hashed'] ?? '',
      ]),
    );
    for (const part of [labels, places]) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    const digest = hash.digest('hex');
    return new LearntCache(folder, `${digest.slice(0, 16)}-${digest.slice(16, 32)}.labels`);
  }

  /** null where nothing is kept, or what is cannot be read. */
  async read(values: number): Promise<Learnt | null> {
    try {
      const bytes = await readFile(this.#file);
      const end = bytes.indexOf(10);
      const head = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<Learnt, 'probabilities'>;
      const data = bytes.subarray(end + 1);
      if (data.byteLength !== values * 4) return null;
      const probabilities = new Float32Array(values);
      new Uint8Array(probabilities.buffer).set(data);
      await utimes(this.#file, new Date(), new Date()).catch(() => undefined);
      return { ...head, probabilities };
    } catch {
      return null;
    }
  }

  /** Where it cannot be written, it is learnt again the next time. */
  async write({ probabilities, ...head }: Learnt): Promise<void> {
    const written = partialOf(this.#file);
    try {
      await mkdir(this.#folder, { recursive: true });
      const handle = await open(written, 'w');
      try {
        await handle.writeFile(`${JSON.stringify(head)}\n`);
        await handle.writeFile(new Uint8Array(probabilities.buffer, probabilities.byteOffset, probabilities.byteLength));
      } finally {
        await handle.close();
      }
      await rename(written, this.#file);
    } catch {
      await rm(written, { force: true }).catch(() => undefined);
    }
  }
}
