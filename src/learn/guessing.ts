import { twoSidedNormalP } from '../stats/normal.ts';
import { missingLabel } from './labelRows.ts';
import { type Checkpoint } from './checkpoint.ts';
import { eachBlock, type ProbabilityBlocks } from './probabilityBlocks.ts';

/**
 * Rows are predicted by models that were taught most of the same rows, so that their probabilities go together more than the
 * test thinks: at a level of .05, shuffled labels of small tables and texts (20 to 442 rows) passed for known in 3 to 25
 * files of 100, at .001 in 0 to 8. Their real labels are known at .001 as well, but for some of those with 20 to 60 rows.
 */
const usualLevel = 0.001;

/**
 * Whether probabilities know nothing of the labels: no class has more of it in its own rows than in the others. For each
 * class the mean probability within its rows is held against that of the rows of all other classes (Welch's z, one-sided);
 * the best of K classes counts by p·K (Bonferroni). It goes by probabilities and not by which is the largest, so that
 * a rare class that is never the likeliest can still be known.
 * @param given class of each row, −1 where there is none that counts.
 * @returns true where the best class has p·K above `level`; also where no class has two rows to compare.
 */
export async function isGuessing(given: Int32Array, probabilities: ProbabilityBlocks, checkpoint?: Checkpoint, level = usualLevel): Promise<boolean> {
  const { classes } = probabilities;
  const own = new Moments(classes);
  const all = new Moments(classes);
  await eachBlock(probabilities, checkpoint, (block, from, to) => {
    for (let position = from; position < to; position++) {
      const label = given[position]!;
      if (label === missingLabel) continue;
      const at = (position - from) * classes;
      for (let k = 0; k < classes; k++) all.add(k, block[at + k]!);
      own.add(label, block[at + label]!);
    }
  });
  let best = -Infinity;
  for (let k = 0; k < classes; k++) best = Math.max(best, differenceZ(own, all, k));
  return best <= 0 || (twoSidedNormalP(best) / 2) * classes > level;
}

/** Count, sum and sum of squares of each class. */
class Moments {
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;

  constructor(classes: number) {
    this.count = new Float64Array(classes);
    this.sum = new Float64Array(classes);
    this.squares = new Float64Array(classes);
  }

  add(k: number, value: number): void {
    this.count[k]!++;
    this.sum[k]! += value;
    this.squares[k]! += value * value;
  }
}

/** Of the mean within the rows of class k and that of the other rows; −∞ where either side has fewer than two. */
function differenceZ(own: Moments, all: Moments, k: number): number {
  const [n, m] = [own.count[k]!, all.count[k]! - own.count[k]!];
  if (n < 2 || m < 2) return -Infinity;
  const [inside, outside] = [own.sum[k]! / n, (all.sum[k]! - own.sum[k]!) / m];
  // Less than this is rounding, not knowledge.
  if (inside - outside < 1e-9) return 0;
  const variance = (own.squares[k]! / n - inside ** 2) / (n - 1) + ((all.squares[k]! - own.squares[k]!) / m - outside ** 2) / (m - 1);
  // Rows that all say the same say it for certain.
  return variance <= 0 ? Infinity : (inside - outside) / Math.sqrt(variance);
}
