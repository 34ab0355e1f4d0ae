import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../../../src/learn/random.ts';

/** How many rows and classes confident learning is measured on. */
export interface ConfidentSize {
  readonly rows: number;
  readonly classes: number;
}

/** Raised whenever the same seed gives other numbers. */
const inputVersion = 1;
const seed = 1;
const flippedShare = 0.1;
const rowsAtATime = 10_000;
/** How far the true class stands out among the logits: nine in ten rows of twenty classes are predicted right. */
const lead = 4;

/**
 * Probabilities and labels, a tenth of them drawn at random, in a file that is kept: the labels as 32-bit integers, then rows ×
 * classes doubles, in the byte order of the machine. Returns its path.
 */
export async function confidentInput(folder: string, { rows, classes }: ConfidentSize): Promise<string> {
  const path = join(folder, `confident-${inputVersion}-${rows}x${classes}.bin`);
  const size = rows * (4 + 8 * classes);
  if ((await stat(path).catch(() => undefined))?.size === size) return path;
  const random = createRandom(seed);
  const truth = Int32Array.from({ length: rows }, () => Math.floor(random() * classes));
  const given = truth.map((label) => (random() < flippedShare ? Math.floor(random() * classes) : label));
  const file = await open(`${path}.part`, 'w');
  try {
    await file.write(new Uint8Array(given.buffer));
    for (let from = 0; from < rows; from += rowsAtATime)
      await file.write(new Uint8Array(drawRows(truth.subarray(from, from + rowsAtATime), classes, random).buffer));
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
  return path;
}

/** Probabilities by normally distributed logits. */
function drawRows(truth: Int32Array, classes: number, random: () => number): Float64Array<ArrayBuffer> {
  const values = new Float64Array(truth.length * classes);
  truth.forEach((label, row) => {
    const own = values.subarray(row * classes, (row + 1) * classes);
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      // Box and Muller's.
      const logit = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      sum += own[k] = Math.exp(k === label ? logit + lead : logit);
    }
    for (let k = 0; k < classes; k++) own[k]! /= sum;
  });
  return values;
}
