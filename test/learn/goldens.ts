import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { probabilityMatrix } from '../../src/learn/probabilityBlocks.ts';

export interface ConfidentLearningFigures {
  readonly labels: number[];
  readonly true_labels: number[];
  readonly pred_probs: number[][];
  readonly confident_joint: number[][];
  readonly estimated_joint: number[][];
  readonly num_label_issues: number;
  readonly flagged: Record<string, number[]>;
  readonly scores: Record<string, number[]>;
  readonly ranked_by_self_confidence: number[];
}

const fixtures = new URL('../fixtures/learn/', import.meta.url);
const shared = new URL('../../../shared/data/', import.meta.url);

/** A file of figures among the fixtures, or else beside the project, where it is too large for them; undefined where it is absent. */
export function readFigures(name: string): unknown {
  const file = [new URL(name, fixtures), new URL(`golden/${name}`, shared)].find((url) => existsSync(url));
  return file && (JSON.parse(readFileSync(file, 'utf8')) as unknown);
}

/** The folder of a data set beside the project, or undefined where it is absent. */
export function sharedFolder(name: string): string | undefined {
  const folder = new URL(`${name}/`, shared);
  return existsSync(folder) ? fileURLToPath(folder) : undefined;
}

export function inputOf({ labels, pred_probs }: Pick<ConfidentLearningFigures, 'labels' | 'pred_probs'>) {
  return { labels: Int32Array.from(labels), probabilities: probabilityMatrix(Float64Array.from(pred_probs.flat()), labels.length, pred_probs[0]!.length) };
}

export function assertWithin(actual: ArrayLike<number>, expected: ArrayLike<number>, error: number, what: string): void {
  if (actual.length !== expected.length) throw new Error(`${what}: ${actual.length} numbers instead of ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(actual[i]! - expected[i]!) <= error)) throw new Error(`${what}[${i}] is ${actual[i]} instead of ${expected[i]}`);
  }
}
