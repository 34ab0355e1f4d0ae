import type { Checkpoint } from './checkpoint.ts';

/** What a learner learnt: the probabilities of all classes for any row of the data it was made for. */
export interface Predictor {
  /** Multiplications that a row takes, for the size of steps. */
  readonly work: number;
  predict(row: number, into: Float32Array): void;
}

/** Learns the classes of rows. It holds the rows' features, and sees labels only of the rows it is told to learn from. */
export interface Learner {
  /** A few words for people: `logistic regression`. */
  readonly name: string;
  /** What was left out to stay within its limits; sentences for people. */
  readonly notes: readonly string[];
  /** How many times as long the first learning takes as those after it, where it settles something for all of them. */
  firstTakes?(rows: number, classCount: number): number;
  fit(labels: Int32Array, rows: Uint32Array, classCount: number, checkpoint: Checkpoint): Promise<Predictor>;
}

/** Multiplications between two checkpoints: some tens of milliseconds. */
export const workPerStep = 2e7;
