import { formatCount } from '../core/countWords.ts';
import { within } from './checkpoint.ts';
import type { Learner, Predictor } from './learner.ts';
import type { LinearModel } from './linearModel.ts';
import { predictLinear } from './predictLinear.ts';
import { countColumns, keepColumns, type SparseMatrix } from './sparseMatrix.ts';
import { chooseRecipe, fitRecipe, shareOfChoosing, type TextRecipe } from './textRecipe.ts';
import { inverseDocumentFrequency, tfIdf } from './tfIdf.ts';

export interface TextLearnerOptions {
  readonly seed?: number;
  /** The recipe; chosen by the rows of the first learning, and kept, where it is not given. */
  readonly recipe?: TextRecipe;
  /** Bytes that the coefficients may take while they are learnt; rare terms are left out until they fit. */
  readonly budgetBytes?: number;
}

/** Two sets of coefficients and their running sums, 4 bytes each. */
const bytesPerCoefficient = 12;
const usualBudget = 512 * 2 ** 20;

/** A text model: TF–IDF weights and one linear model of them. */
export interface TextModel extends Predictor {
  readonly terms: SparseMatrix;
  readonly linear: LinearModel;
  /** The column of each hashed bucket, −1 where the bucket has none. */
  readonly columnOf: Int32Array;
  /** The weight of each column by its rarity among the rows learnt from. */
  readonly rarity: Float32Array;
}

export interface TextLearner extends Learner {
  fit(...fitting: Parameters<Learner['fit']>): Promise<TextModel>;
}

/**
 * Learns classes from counted terms (see TermCounter): TF–IDF with weights fitted on the rows learnt from,
 * logistic regression times complement naive Bayes. Which terms are kept depends on all rows, never on labels; which of
 * two recipes is followed is chosen once, so that in cross-validation one choice of two has seen the labels of all folds.
 */
export function createTextLearner(counts: SparseMatrix, classCount: number, options: TextLearnerOptions = {}): TextLearner {
  const { seed = 1, budgetBytes = usualBudget } = options;
  const frequencies = countColumns(counts);
  const bound = chooseLeastFrequency(frequencies, Math.floor(budgetBytes / (bytesPerCoefficient * classCount)));
  const { matrix, kept } = keepColumns(counts, (column) => frequencies[column]! >= bound);
  const columnOf = new Int32Array(counts.columnCount).fill(-1);
  kept.forEach((bucket, column) => { columnOf[bucket] = column; });
  const notes =
    bound > 2
      ? [
          `Terms that fewer than ${bound} rows have were left out, so that a model of ${formatCount(classCount)} labels fits into ${Math.round(budgetBytes / 2 ** 20)} MB.`,
        ]
      : [];
  let { recipe } = options;
  return {
    name: 'text model', notes,
    firstTakes: (rows, classes) => (recipe ? 1 : 1 / (1 - shareOfChoosing(rows, classes))),
    async fit(labels, rows, classes, checkpoint) {
      const rarity = inverseDocumentFrequency(matrix, rows);
      const terms = tfIdf(matrix, rarity);
      const choosing = recipe ? 0 : shareOfChoosing(rows.length, classes);
      recipe ??= await chooseRecipe(terms, labels, rows, classes, seed, within(checkpoint, 0, choosing));
      const linear = await fitRecipe(recipe, terms, labels, rows, classes, seed, within(checkpoint, choosing, 1));
      return { terms, linear, columnOf, rarity, ...predictLinear(linear, terms) };
    },
  };
}

/**
 * The least number of rows a term must be in, so that no more than `most` terms are kept. A term of one row alone says
 * nothing about others.
 */
function chooseLeastFrequency(frequencies: Uint32Array, most: number): number {
  const sorted = frequencies.filter((frequency) => frequency >= 2).sort().reverse();
  return sorted.length <= most ? 2 : sorted[Math.max(0, most)]! + 1;
}
