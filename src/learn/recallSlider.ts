import { type ConfidentJoint } from './confidentJoint.ts';
import { findLabelIssues, rankByScore } from './findLabelIssues.ts';
import { type NoiseModel } from './noiseModel.ts';

export interface SliderPosition {
  /** How many of the ranked suspects are shown. */
  readonly rows: number;
  /** The largest self-confidence among them. */
  readonly selfConfidence: number;
  /** How many of them are expected to be wrong by the noise of the confident joint. */
  readonly expectedErrors: number;
  /** How many of them, where only swaps by chance count and rows that could be either do not: hardly ever more. */
  readonly leastErrors: number;
  /** Share of all expected errors that are among them. */
  readonly expectedRecall: number;
}

export interface RecallSlider {
  /** Positions of rows by ascending self-confidence, from those that the default rule flags to all with which the model disagrees. */
  readonly suspects: Int32Array;
  /** From the default rule to the model's disagreement. */
  readonly positions: readonly SliderPosition[];
  /** Wrong labels expected in all rows: as many as the joint has off its diagonal. */
  readonly expectedErrors: number;
  /** The same where only swaps by chance count. */
  readonly leastErrors: number;
}

/**
 * Suspects by rank, and how far down the list one may go: from the rule `low_self_confidence` to every row with
 * which the model disagrees, and what each stop should yield: between two accounts of how labels came to be
 * wrong, those of `fitNoiseModel`.
 *
 * @param stops how many positions there are at most.
 */
export async function recallSlider(joint: ConfidentJoint, noise: NoiseModel, stops = 11): Promise<RecallSlider> {
  const flagged = await findLabelIssues(joint, 'low_self_confidence');
  const disagreeing = await findLabelIssues(joint, 'predicted_neq_given');
  const suspects = rankByScore(Int32Array.from(new Set([...flagged, ...disagreeing])), joint.selfConfidence);
  const expected = sums(suspects, noise.wrong);
  const least = sums(suspects, noise.swapped);
  const span = suspects.length - flagged.length;
  const rows = Array.from({ length: stops }, (_, i) => flagged.length + Math.round((i * span) / Math.max(1, stops - 1)));
  const positions = Array.from(new Set(rows), (count) => ({
    rows: count,
    selfConfidence: count === 0 ? 0 : joint.selfConfidence[suspects[count - 1]!]!,
    expectedErrors: expected[count]!,
    leastErrors: Math.min(least[count]!, expected[count]!),
    expectedRecall: noise.expectedErrors > 0 ? expected[count]! / noise.expectedErrors : 1,
  }));
  return { suspects, positions, expectedErrors: noise.expectedErrors, leastErrors: Math.min(noise.expectedErrors, noise.expectedSwaps) };
}

/** Of the first so many rows, from none to all: the sum of their values. */
function sums(rows: Int32Array, values: Float32Array | Float64Array): Float64Array {
  const sum = new Float64Array(rows.length + 1);
  rows.forEach((row, i) => (sum[i + 1] = sum[i]! + values[row]!));
  return sum;
}
