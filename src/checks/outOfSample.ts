import type { Basis } from '../core/finding.ts';
import type { ProbabilitySource } from '../core/probabilitySource.ts';
import type { ConfidentJoint } from '../learn/confidentJoint.ts';
import type { LearntTable } from '../learn/crossValidateTable.ts';
import type { NoiseModel } from '../learn/noiseModel.ts';
import type { RecallSlider } from '../learn/recallSlider.ts';
import type { ProbabilityBlock, ProbabilityBlocks } from '../learn/probabilityBlocks.ts';
import { formatShare } from './parts/words.ts';

/**
 * Probabilities of every label for the rows of a dataset, none of them from a model that saw the row's own label.
 * A position is a place in these lists, from 0.
 */
export interface OutOfSample {
  readonly source: ProbabilitySource;
  /** Names of the classes. */
  readonly labels: readonly string[];
  /** Row number at each position, ascending. */
  readonly rows: Int32Array;
  /** Class at each position, people's decisions laid over the file; −1 where there is none that counts. */
  readonly given: Int32Array;
  /** Labels that count as another one, and which: see `label-variant`. */
  readonly variants: ReadonlyMap<string, string>;
  /** How a row's label is written, where that is not the label that it counts as. */
  writtenOf(row: number): string | undefined;
  /** What of a table Winnow has learnt them from. */
  readonly table?: LearntTable;
  /** In blocks: they need not be in memory. */
  readonly probabilities: ProbabilityBlocks;
  /** Those of one position. */
  probabilitiesOf(position: number): Promise<ProbabilityBlock>;
  /** Confident learning over all of it; worked out once. */
  joint(): Promise<ConfidentJoint>;
  /** How probable it is that each label is wrong; worked out once. */
  noise(): Promise<NoiseModel>;
  /** How far down the list of suspects one may go; worked out once. */
  slider(): Promise<RecallSlider>;
  /** Where they are of a part of the rows alone. */
  readonly basis?: Basis;
}

/** Why there are no probabilities, in words: “only one label has two rows or more”. */
export interface NoProbabilities {
  readonly why: string;
}

/** Why a check lists nothing by a model that has learnt nothing; null where it has. */
export function whyGuessing({ source: { guessing, words, accuracy } }: OutOfSample): string | null {
  if (!guessing) return null;
  return `${words} has learnt nothing of the labels (right for ${formatShare(accuracy)}, and none has more probability in its own rows than in others): what it would flag is chance`;
}

/** Whether there are probabilities, rather than a reason why there are none. */
export function hasProbabilities(result: OutOfSample | NoProbabilities): result is OutOfSample {
  return !('why' in result);
}
