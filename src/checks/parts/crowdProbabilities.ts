import { eachBlock } from '../../learn/probabilityBlocks.ts';
import type { OutOfSample } from '../outOfSample.ts';
import type { ReadAnnotations } from './readAnnotations.ts';

export interface CrowdProbabilities {
  /** items × classes, in the order of the annotators' labels; each item's sum to 1. */
  readonly values: Float64Array;
  /** Items without probabilities, for which all classes are as likely. */
  readonly unknown: number;
}

/** The model's probabilities of the labels that annotators gave, for each item: those of its first row. */
export async function crowdProbabilities({ index, labels, rowsOf }: ReadAnnotations, model: OutOfSample): Promise<CrowdProbabilities> {
  const { items, classes } = index;
  const values = new Float64Array(items * classes).fill(1 / classes);
  const itemOfRow = new Map<number, number>();
  for (let item = 0; item < items; item++) {
    const first = rowsOf(item)[0];
    if (first !== undefined) itemOfRow.set(first, item);
  }
  const places = labels.map((label) => model.labels.findIndex((other) => other.trim() === label));
  let unknown = items;
  await eachBlock(model.probabilities, undefined, (block, from, to) => {
    for (let position = from; position < to; position++) {
      const item = itemOfRow.get(model.rows[position]!);
      if (item === undefined) continue;
      const own = places.map((place) => (place < 0 ? 0 : block[(position - from) * model.labels.length + place]!));
      const sum = own.reduce((a, b) => a + b, 0);
      if (!(sum > 0)) continue;
      own.forEach((p, k) => (values[item * classes + k] = p / sum));
      unknown--;
    }
  });
  return { values, unknown };
}
