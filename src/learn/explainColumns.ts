import { binFeatures } from './binnedFeatures.ts';
import { type Checkpoint, within } from './checkpoint.ts';
import type { HeardLearner } from './crossValidateTable.ts';
import { extraTrees, type Forest, growForest } from './extraTrees.ts';
import type { LinearModel } from './linearModel.ts';
import { buildTableFeatures, type TableColumn, type TableFeatures } from './tableFeatures.ts';
import { fitTableRegression, tableRegression } from './tableRegression.ts';
import { TreeContributions } from './treeContributions.ts';

/** What each column of a row says for the second of two labels against the first. */
export interface ColumnsExplained {
  /** Shares of `score` − `usual`, which is their sum. */
  readonly contributions: Float64Array;
  /** The row's score: the logarithm of the odds of the second label. */
  readonly score: number;
  /** The mean score of the rows that it was held against. */
  readonly usual: number;
  /** The learners that were asked. */
  readonly learners: readonly string[];
}

/** Rows of each label that a row is held against. */
const mostHeldAgainst = 40;
/** Where two rows have probabilities this near, the slope at one of them stands for the one between them. */
const hardlyApart = 1e-9;

/**
 * Learns two labels from a table as `crossValidateTable` does, by the learners that were heard and with the powers that they
 * had, and divides what is said of a row among its columns. The row is held against rows of both labels, as many of each:
 * regression is divided as it adds up, trees by Shapley values (see `TreeContributions`), brought to the scale of
 * scores by the slope between the two rows (Chen, Lundberg, Lee, Explaining a series of models by propagating Shapley
 * values, 2022). Nothing is drawn at random but by the seed, and nothing is lost: contributions sum to the difference.
 * @param labels 0 or 1; −1 for rows not to be learnt from, the row itself first of all
 */
export async function explainColumns(
  columns: readonly TableColumn[], labels: Int32Array, row: number, heard: readonly HeardLearner[], seed: number, checkpoint: Checkpoint,
): Promise<ColumnsExplained> {
  const features = buildTableFeatures(columns, labels.length);
  const rows = Uint32Array.from(labels.keys()).filter((each) => labels[each]! >= 0 && each !== row);
  const powerOf = (name: string): number => heard.find(({ learner }) => learner === name)?.power ?? 0;
  const [forLinear, forTrees] = [powerOf(tableRegression), features.dense.length > 0 ? powerOf(extraTrees) : 0];
  const linear = forLinear > 0 ? await fitTableRegression(features, labels, rows, 2, seed, within(checkpoint, 0, 0.4)) : null;
  const forest = forTrees > 0 ? await growForest(binFeatures(features.dense), labels, rows, 2, seed, within(checkpoint, 0.4, 0.8)) : null;
  const others = [0, 1].flatMap((label) => heldAgainst(rows.filter((each) => labels[each] === label)));
  const parts = [
    ...(linear ? [{ power: forLinear, of: linearPart(linear, features, columns.length, row) }] : []),
    ...(forest ? [{ power: forTrees, of: treePart(forest, features, columns.length, row) }] : []),
  ];
  const contributions = new Float64Array(columns.length);
  let [score, usual] = [0, 0];
  for (const { power, of } of parts) score += power * of.score(row);
  for (const [place, other] of others.entries()) {
    for (const { power, of } of parts) {
      of.between(other).forEach((share, column) => (contributions[column]! += (power * share) / others.length));
      usual += (power * of.score(other)) / others.length;
    }
    await checkpoint(0.8 + (0.2 * (place + 1)) / others.length, 'columns');
  }
  return { contributions, score, usual, learners: [...(linear ? [tableRegression] : []), ...(forest ? [extraTrees] : [])] };
}

/** One model's part: the score of a row, and what of the difference to another row's each column makes. */
interface Part {
  score(row: number): number;
  between(other: number): Float64Array;
}

function linearPart({ weights, intercepts }: LinearModel, { sparse, columnOf }: TableFeatures, columnCount: number, row: number): Part {
  const products = (of: number): Float64Array => {
    const sums = new Float64Array(columnCount);
    for (let at = sparse.offsets[of]!; at < sparse.offsets[of + 1]!; at++)
      sums[columnOf[sparse.columns[at]!]!]! += sparse.values[at]! * weights[sparse.columns[at]!]!;
    return sums;
  };
  const own = products(row);
  return {
    score: (of) => products(of).reduce((sum, product) => sum + product, intercepts[0]!),
    between: (other) => products(other).map((product, column) => own[column]! - product),
  };
}

function treePart(forest: Forest, { columnOf }: TableFeatures, columnCount: number, row: number): Part {
  const shapley = new TreeContributions(forest, columnOf, columnCount, 1);
  const scoreOf = (probability: number): number => Math.log(probability / (1 - probability));
  const own = shapley.probability(row);
  return {
    score: (of) => scoreOf(shapley.probability(of)),
    between(other) {
      const probability = shapley.probability(other);
      const apart = own - probability;
      const slope = Math.abs(apart) < hardlyApart ? 1 / (own * (1 - own)) : (scoreOf(own) - scoreOf(probability)) / apart;
      return shapley.between(row, other).map((share) => share * slope);
    },
  };
}

/** So many of them, at even distances. */
function heldAgainst(rows: Uint32Array): number[] {
  const count = Math.min(rows.length, mostHeldAgainst);
  return Array.from({ length: count }, (_, place) => rows[Math.floor((place * rows.length) / count)]!);
}
