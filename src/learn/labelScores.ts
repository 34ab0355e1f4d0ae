import { type Checkpoint } from './checkpoint.ts';
import { type ConfidentJoint, comparisonTolerance } from './confidentJoint.ts';
import { missingLabel } from './labelRows.ts';
import { type ProbabilityBlock } from './probabilityBlocks.ts';

export type LabelScore = 'self_confidence' | 'normalized_margin' | 'confidence_weighted_entropy';

/**
 * How good each row's label is: from 1, certainly right, to 0; NaN for rows that take no part. Kuan and Mueller,
 * “Model-agnostic label quality scoring to detect real-world label errors”, ICML DataPerf 2022. Checks rank by the first;
 * the others are here to be held against cleanlab's by the golden tests.
 *
 * @param options.adjusted subtracts each class's threshold from the probabilities first, for classes of very
 * unequal confidence; not for the entropy.
 */
export async function labelScores(
  joint: ConfidentJoint,
  score: LabelScore,
  options: { readonly adjusted?: boolean; readonly checkpoint?: Checkpoint } = {},
): Promise<Float64Array> {
  if (score === 'confidence_weighted_entropy') return walkScores(joint, options.checkpoint, weightedEntropy);
  if (options.adjusted) return walkScores(joint, options.checkpoint, adjustedScore(joint.thresholds, score));
  return score === 'self_confidence' ? joint.selfConfidence : normalizedMargin(joint);
}

/** (p of the label − the largest other p + 1) / 2 of each row. */
export function normalizedMargin({ selfConfidence, rivalProbability }: Pick<ConfidentJoint, 'selfConfidence' | 'rivalProbability'>): Float64Array {
  return selfConfidence.map((own, i) => (own - rivalProbability[i]! + 1) / 2);
}

type RowScore = (block: ProbabilityBlock, at: number, classes: number, label: number) => number;

async function walkScores({ labels, checked, classes }: ConfidentJoint, checkpoint: Checkpoint | undefined, score: RowScore): Promise<Float64Array> {
  const scores = new Float64Array(labels.length).fill(NaN);
  await checked.walk(checkpoint, (block, from, to) => {
    for (let row = from; row < to; row++) {
      if (labels[row] !== missingLabel) scores[row] = score(block, (row - from) * classes, classes, labels[row]!);
    }
  });
  return scores;
}

function weightedEntropy(block: ProbabilityBlock, at: number, classes: number, label: number): number {
  let entropy = 0;
  for (let k = at; k < at + classes; k++) {
    const p = block[k]!;
    if (p > 0) entropy -= p * Math.log(p);
  }
  const normalized = classes > 1 ? entropy / Math.log(classes) : 0;
  const weighted = normalized / Math.max(comparisonTolerance, block[at + label]!);
  return Math.log(weighted + 1) / Math.max(comparisonTolerance, weighted);
}

function adjustedScore(thresholds: Float64Array, score: LabelScore): RowScore {
  const largest = thresholds.reduce((a, b) => Math.max(a, b), 0);
  return (block, at, classes, label) => {
    let sum = 0;
    let rival = 0;
    for (let k = 0; k < classes; k++) {
      const p = block[at + k]! - thresholds[k]! + largest;
      sum += p;
      if (k !== label && p > rival) rival = p;
    }
    const own = (block[at + label]! - thresholds[label]! + largest) / sum;
    return score === 'self_confidence' ? own : (own - rival / sum + 1) / 2;
  };
}
