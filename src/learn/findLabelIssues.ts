import { type Checkpoint } from './checkpoint.ts';
import { type ConfidentJoint } from './confidentJoint.ts';
import { missingLabel } from './labelRows.ts';
import { normalizedMargin } from './labelScores.ts';
import { LargestPerGroup } from './largestPerGroup.ts';
import { pruneCounts } from './pruneCounts.ts';
import { smallest } from './smallest.ts';

/** Which rows are called wrong; the names are cleanlab's. */
export const labelIssueRules = [
  'low_self_confidence',
  'low_normalized_margin',
  'prune_by_noise_rate',
  'prune_by_class',
  'both',
  'confident_learning',
  'predicted_neq_given',
] as const;
export type LabelIssueRule = (typeof labelIssueRules)[number];

/**
 * The positions of rows whose label is probably wrong, in ascending order: steps 5 and 6 of confident learning
 * (Northcutt, Jiang and Chuang, JAIR 70, 2021, §3.2), as cleanlab's `find_label_issues`. Of equal scores the
 * earlier row goes first. `prune_by_noise_rate` and `both` walk once more over the probabilities.
 */
export async function findLabelIssues(joint: ConfidentJoint, rule: LabelIssueRule, checkpoint?: Checkpoint): Promise<Int32Array> {
  switch (rule) {
    case 'low_self_confidence':
      return lowest(joint, joint.selfConfidence);
    case 'low_normalized_margin':
      return lowest(joint, normalizedMargin(joint));
    case 'confident_learning':
      return positions(joint, joint.offDiagonal);
    case 'predicted_neq_given':
      return positions(joint, joint.disagrees);
    case 'prune_by_class':
      return positions(joint, byClass(joint));
    case 'prune_by_noise_rate':
      return positions(joint, await byNoiseRate(joint, checkpoint));
    case 'both': {
      const other = byClass(joint);
      return positions(joint, (await byNoiseRate(joint, checkpoint)).map((flag, i) => flag & other[i]!));
    }
  }
}

/** How many rows the rules by score flag: rows counted off the diagonal with which the model disagrees. */
export function countLabelIssues({ offDiagonal, disagrees }: Pick<ConfidentJoint, 'offDiagonal' | 'disagrees'>): number {
  let count = 0;
  for (let i = 0; i < offDiagonal.length; i++) count += offDiagonal[i]! & disagrees[i]!;
  return count;
}

/** The positions with the worst scores first; of equal scores in order of position. */
export function rankByScore(found: Int32Array, scores: Float64Array): Int32Array {
  return Int32Array.from(found).sort((a, b) => scores[a]! - scores[b]! || a - b);
}

function lowest(joint: ConfidentJoint, scores: Float64Array): Int32Array {
  const candidates = new Int32Array(joint.rows.used);
  for (let i = 0, next = 0; i < joint.labels.length; i++) if (joint.labels[i] !== missingLabel) candidates[next++] = i;
  return smallest(scores, candidates, countLabelIssues(joint));
}

/** Step 6: of the flagged rows, those with which the model disagrees. */
function positions({ disagrees }: ConfidentJoint, flags: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < flags.length; i++) count += flags[i]! & disagrees[i]!;
  const found = new Int32Array(count);
  for (let i = 0, next = 0; next < count; i++) if ((flags[i]! & disagrees[i]!) === 1) found[next++] = i;
  return found;
}

/** Per class, as many rows of lowest self-confidence as the joint takes to be wrong. A class of one row keeps it. */
function byClass(joint: ConfidentJoint): Uint8Array {
  const { classes, counts, labelCounts, labels, selfConfidence } = joint;
  const flags = new Uint8Array(labels.length);
  rowsByLabel(labels, labelCounts).forEach((rows, k) => {
    if (rows.length <= 1) return;
    const kept = Math.max(1, counts[k * classes + k]!);
    for (const row of smallest(selfConfidence, rows, rows.length - kept)) flags[row] = 1;
  });
  return flags;
}

function rowsByLabel(labels: Int32Array, labelCounts: Int32Array): Int32Array[] {
  const rows = Array.from(labelCounts, (count) => new Int32Array(count));
  const next = new Int32Array(labelCounts.length);
  for (let i = 0; i < labels.length; i++) if (labels[i] !== missingLabel) rows[labels[i]!]![next[labels[i]!]!++] = i;
  return rows;
}

/** For each pair of classes, as many rows of largest margin as the joint takes to be mixed up. */
async function byNoiseRate(joint: ConfidentJoint, checkpoint?: Checkpoint): Promise<Uint8Array> {
  const { classes, labels, labelCounts, selfConfidence } = joint;
  const { firstPair, suggested, counts } = pruneCounts(joint.counts, classes);
  const largest = new LargestPerGroup(counts);
  await joint.checked.walk(checkpoint, (block, from, to) => {
    for (let row = from, at = 0; row < to; row++, at += classes) {
      const label = labels[row]!;
      if (label === missingLabel || labelCounts[label] === 1) continue;
      const own = selfConfidence[row]!;
      const end = firstPair[label + 1]!;
      for (let pair = firstPair[label]!; pair < end; pair++) {
        largest.offer(pair, block[at + suggested[pair]!]! - own, row);
      }
    }
  });
  const flags = new Uint8Array(labels.length);
  largest.visitKept((row) => { flags[row] = 1; });
  return flags;
}
