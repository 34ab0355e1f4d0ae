import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTask } from '../processes/task.ts';

export const benchFormats = ['csv', 'jsonl', 'parquet', 'arrow'] as const;
export type BenchFormat = (typeof benchFormats)[number];

/** What lies beside generated files. */
export interface Manifest {
  readonly version: number;
  readonly seed: number;
  /** Bytes of CSV that were asked for. */
  readonly size: number;
  readonly rows: number;
  readonly bytes: Readonly<Record<BenchFormat, number>>;
}

export interface BenchData extends Manifest {
  readonly folder: string;
}

/** Grows with every change of what a seed generates. */
const generatorVersion = 1;
export const seed = 20_261_121;
export const manifestName = 'manifest.json';

export const pathOf = (folder: string, format: BenchFormat): string => join(folder, `reviews.${format}`);

/** The generated dataset of a size, in every format: as it lies in `folder`, or generated there in a process of its own. */
export async function benchData(folder: string, built: string, size: number, log: (line: string) => void): Promise<BenchData> {
  const wanted = { version: generatorVersion, seed, size };
  const own = join(folder, `reviews-v${generatorVersion}-${seed}-${size}`);
  let manifest = await readManifest(own);
  if (!manifest) {
    log(`Generating ${size / 1e6} MB in ${own} …`);
    await runTask(join(built, 'tasks', 'generateData.js'), { folder: own, ...wanted });
    manifest = await readManifest(own);
  }
  if (!manifest) throw new Error(`Nothing was generated in ${own}.`);
  return { ...manifest, folder: own };
}

async function readManifest(folder: string): Promise<Manifest | null> {
  return readFile(join(folder, manifestName), 'utf8').then((text) => JSON.parse(text) as Manifest, () => null);
}
