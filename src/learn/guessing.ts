import { twoSidedNormalP } from '../stats/normal.ts';
import { type Checkpoint } from './checkpoint.ts';
import { missingLabel } from './labelRows.ts';
import { eachBlock, type ProbabilityBlocks } from './probabilityBlocks.ts';

/**
 * Rows are predicted by models that were taught most of the same rows, so that their probabilities go together more than the
 * tests think: at a level of .05 shuffled labels of small tables and texts (20 to 442 rows) passed for known in 3 to 22 files
 * of 100, at .001 in 0 to 5. Their real labels are known at .001 as well, but for some of those with 20 to 60 rows.
 */
const usualLevel = 0.001;
/** Less than this is rounding, not knowledge. */
const rounding = 1e-9;

/**
 * Whether probabilities know nothing of the labels. They know something where the rows' own classes have more of them than
 * under another order of the labels (z of their sum over all such orders, one-sided), or where one class has more in its own
 * rows than in the others (Welch's t, one-sided, the best of K classes by p·K): the first tells classes of few rows each, the
 * second one that is known among others that are not. It goes by probabilities and not by which is the largest, so that
 * a rare class that is never the likeliest can still be known.
 * @param given class of each row, −1 where there is none that counts.
 * @returns true where the better of the two has 2·p above `level`; also where no class has two rows to compare.
 */
export async function isGuessing(
  given: Int32Array,
  probabilities: ProbabilityBlocks,
  checkpoint?: Checkpoint,
  level = usualLevel,
): Promise<boolean> {
  const { classes } = probabilities;
  const [own, all] = [new Moments(classes), new Moments(classes)];
  const sizes = new Float64Array(classes);
  for (const label of given) if (label !== missingLabel) sizes[label]!++;
  let squaredRows = 0;
  await eachBlock(probabilities, checkpoint, (block, from, to) => {
    for (let position = from; position < to; position++) {
      const label = given[position]!;
      if (label === missingLabel) continue;
      const at = (position - from) * classes;
      let weighted = 0;
      for (let k = 0; k < classes; k++) {
        all.add(k, block[at + k]!);
        weighted += sizes[k]! * block[at + k]!;
      }
      squaredRows += weighted * weighted;
      own.add(label, block[at + label]!);
    }
  });
  let best = 1;
  for (let k = 0; k < classes; k++) best = Math.min(best, classes * welchP(own, all, k));
  return 2 * Math.min(best, orderP(own, all, squaredRows)) > level;
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

/**
 * That another order of the labels has as much: mean and variance of the sum over all orders by Hoeffding, “A combinatorial
 * central limit theorem”, 1951. `squaredRows`: of each row the square of its probabilities' sum, each times the rows of its class.
 */
function orderP(own: Moments, all: Moments, squaredRows: number): number {
  const rows = all.count[0] ?? 0;
  if (rows < 2) return 1;
  let [sum, expected, squares, squaredClasses] = [0, 0, 0, 0];
  own.count.forEach((size, k) => {
    sum += own.sum[k]!;
    expected += (size * all.sum[k]!) / rows;
    squares += size * all.squares[k]!;
    squaredClasses += size * all.sum[k]! ** 2;
  });
  const variance = (squares - squaredRows / rows - squaredClasses / rows + expected ** 2) / (rows - 1);
  if (sum - expected < rounding * rows || variance <= 0) return 1;
  return twoSidedNormalP((sum - expected) / Math.sqrt(variance)) / 2;
}

/** That the mean within the rows of class k is above that of the other rows by chance; 1 where either side has fewer than two. */
function welchP(own: Moments, all: Moments, k: number): number {
  const [n, m] = [own.count[k]!, all.count[k]! - own.count[k]!];
  if (n < 2 || m < 2) return 1;
  const [inside, outside] = [own.sum[k]! / n, (all.sum[k]! - own.sum[k]!) / m];
  if (inside - outside < rounding) return 1;
  const within = Math.max(0, own.squares[k]! / n - inside ** 2) / (n - 1);
  const without = Math.max(0, (all.squares[k]! - own.squares[k]!) / m - outside ** 2) / (m - 1);
  // Rows that all say the same say it for certain.
  if (within + without === 0) return 0;
  const freedom = (within + without) ** 2 / (within ** 2 / (n - 1) + without ** 2 / (m - 1));
  return twoSidedNormalP(normalOf((inside - outside) / Math.sqrt(within + without), freedom)) / 2;
}

/** The normal deviate that is as rare as Student's t: Wallace, “Bounds on normal approximations to Student's and the chi-square distributions”, 1959. */
function normalOf(t: number, freedom: number): number {
  return ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p(t ** 2 / freedom));
}
