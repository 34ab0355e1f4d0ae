import { createRandom, shuffle } from '../../../src/learn/random.ts';

/** The labels with a share of them changed to another class, each other class as likely. */
export function flipLabels(labels: Int32Array, classCount: number, share: number, seed: number): Int32Array {
  const random = createRandom(seed);
  const flipped = labels.slice();
  const order = shuffle(Uint32Array.from(labels, (_label, row) => row), random);
  for (const row of order.subarray(0, Math.round(labels.length * share))) {
    const other = Math.floor(random() * (classCount - 1));
    flipped[row] = other >= labels[row]! ? other + 1 : other;
  }
  return flipped;
}
