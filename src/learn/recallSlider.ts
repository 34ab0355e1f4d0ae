import { type ConfidentJoint } from './confidentJoint.ts';
import { findLabelIssues, rankByScore } from './findLabelIssues.ts';
import { type NoiseModel } from './noiseModel.ts';

export interface SliderPosition {
  /** How many of the ranked suspects are shown. */
  readonly rows: number;
  /** The largest self-confidence among them. */
  readonly selfConfidence: number;
  /** How many of them are expected to be wrong: the sum of their probabilities by the noise model. */
  readonly expectedErrors: number;
  /** Share of all expected errors that are among them. */
  readonly expectedRecall: number;
}

export interface RecallSlider {
  /** Positions of rows by ascending self-confidence, from those that the default rule flags to all with which the model disagrees. */
  readonly suspects: Int32Array;
  /** From the default rule to the model's disagreement. */
  readonly positions: readonly SliderPosition[];
  /** Wrong labels expected in all rows. */
  readonly expectedErrors: number;
}

/**
 * Suspects by rank, and how far down the list one may go: from the rule `low_self_confidence` to every row with
 * which the model disagrees, and what each stop should yield. Expectations are those of `fitNoiseModel`, and hold
 * as far as its assumptions do.
 *
 * @param stops how many positions there are at most.
 */
export async function recallSlider(joint: ConfidentJoint, noise: NoiseModel, stops = 11): Promise<RecallSlider> {
  const flagged = await findLabelIssues(joint, 'low_self_confidence');
  const disagreeing = await findLabelIssues(joint, 'predicted_neq_given');
  const suspects = rankByScore(Int32Array.from(new Set([...flagged, ...disagreeing])), joint.selfConfidence);
  const expected = new Float64Array(suspects.length + 1);
  suspects.forEach((row, i) => (expected[i + 1] = expected[i]! + noise.wrong[row]!));
  const span = suspects.length - flagged.length;
  const rows = Array.from({ length: stops }, (_, i) => flagged.length + Math.round((i * span) / Math.max(1, stops - 1)));
  const positions = Array.from(new Set(rows), (count) => ({
    rows: count,
    selfConfidence: count === 0 ? 0 : joint.selfConfidence[suspects[count - 1]!]!,
    expectedErrors: expected[count]!,
    expectedRecall: noise.expectedErrors > 0 ? expected[count]! / noise.expectedErrors : 1,
  }));
  return { suspects, positions, expectedErrors: noise.expectedErrors };
}
