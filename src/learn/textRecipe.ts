import { type Checkpoint, within } from './checkpoint.ts';
import { fitComplementNaiveBayes } from './complementNaiveBayes.ts';
import { fitLinear } from './fitLinear.ts';
import { addScores, type LinearModel } from './linearModel.ts';
import { createRandom, shuffle } from './random.ts';
import { softmax } from './softmax.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

/** How firmly a text model is held back, and what naive Bayes has to say in it. */
export interface TextRecipe {
  readonly l2: number;
  /** The power to which the probabilities of logistic regression are taken. */
  readonly linearPower: number;
  /** That of naive Bayes; 0: it is not asked. */
  readonly bayesPower: number;
}

/**
 * For many labels that texts tell apart well. Chosen on banking77 with a tenth of its labels flipped (three seeds), out
 * of fold: an l2 of 1.5e-5 is less timid than 3e-5, so that the default rule finds 80 % of the flipped labels rather
 * than 70 %, and multiplying the two models' probabilities ranks better than their mean or than either alone.
 */
export const lightRecipe: TextRecipe = { l2: 1.5e-5, linearPower: 1.02, bayesPower: 0.5 };

/**
 * For few labels with many rows each, or texts of which most words say nothing: there the light one learns the noise by
 * heart. Chosen on generated texts of 2, 3 and 4 labels in five scripts (see `npm run bench -- labels`). The fewer
 * rows, the less each may move.
 */
export const firmRecipe = (rows: number): TextRecipe => ({ l2: Math.max(8e-4, 1 / rows), linearPower: 2.2, bayesPower: 0 });

/**
 * Between the two: for few rows, and for labels that texts tell apart halfway. On 28 samples of banking77 (2 to 77 labels,
 * 30 to 924 rows, a tenth of the labels flipped) nearest to the better of the two and ahead of both on average; with its
 * labels gathered into 5, a fifth of them flipped, two points ahead.
 */
export const middleRecipe = (rows: number): TextRecipe => ({ l2: Math.max(2e-4, 0.3 / rows), linearPower: 1.6, bayesPower: 0.25 });

const usualRounds = 10;
const bayesSmoothing = 0.1;
/** Few rows are gone over more often, until so many updates are made. */
const leastUpdates = 20_000;
const mostRounds = 100;
/** Many rows are gone over less often, as later rounds over them hardly change what was learnt. */
const enoughUpdates = 200_000;
const fewestRounds = 4;

/** Learns one linear model of weighted terms: the product of logistic regression and complement naive Bayes, each to its power. */
export async function fitRecipe(
  recipe: TextRecipe,
  terms: SparseMatrix,
  labels: Int32Array,
  rows: Uint32Array,
  classCount: number,
  seed: number,
  checkpoint: Checkpoint,
): Promise<LinearModel> {
  const { l2, linearPower, bayesPower } = recipe;
  const epochs = roundsOver(rows.length);
  const bayes = bayesPower === 0 ? undefined : fitComplementNaiveBayes(terms, labels, rows, classCount, bayesSmoothing);
  const linear = await fitLinear(
    terms,
    labels,
    rows,
    classCount,
    { epochs, l2, firstStep: 2, averageFrom: 1, seed },
    within(checkpoint, 0, 0.97),
    bayes,
  );
  const { outputs, weights, intercepts } = linear;
  for (let at = 0; at < weights.length; at++) {
    const score = !bayes ? 0 : outputs === 1 ? bayes.weights[2 * at + 1]! - bayes.weights[2 * at]! : bayes.weights[at]!;
    weights[at] = linearPower * weights[at]! + bayesPower * score;
  }
  for (let output = 0; output < outputs; output++) intercepts[output]! *= linearPower;
  await checkpoint(1, 'naive Bayes');
  return linear;
}

function roundsOver(rows: number): number {
  if (rows * usualRounds <= enoughUpdates) return Math.min(mostRounds, Math.max(usualRounds, Math.ceil(leastUpdates / rows)));
  return Math.max(fewestRounds, Math.ceil(enoughUpdates / rows));
}

/** With more labels the light one is always the better. */
const mostClasses = 300;
/** Of fewer rows a fifth tells too little: each third of them is held out in its turn. */
const fewRows = 500;
/** Of fewer still, nothing that is held out tells which is the better. */
const fewestRows = 50;
const heldShare = 0.2;
const recipesTried = 3;
/** So many rows tell two recipes apart; of more, some are drawn. */
const enoughRows = 25_000;
const temperatures = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.7, 2, 2.5];

/** What choosing a recipe is of all the work of choosing one and learning by it. */
export function shareOfChoosing(rows: number, classCount: number): number {
  if (classCount > mostClasses || rows < fewestRows) return 0;
  const updates = (taught: number): number => taught * roundsOver(taught);
  const tried = recipesTried * (rows < fewRows ? 3 * updates((rows * 2) / 3) : updates(Math.min(rows, enoughRows) * (1 - heldShare)));
  return tried / (tried + updates(rows));
}

/** The recipe whose model says most of rows that it was not taught: by log loss, each at the temperature that suits it best. */
export async function chooseRecipe(
  terms: SparseMatrix,
  labels: Int32Array,
  rows: Uint32Array,
  classCount: number,
  seed: number,
  checkpoint: Checkpoint,
): Promise<TextRecipe> {
  if (classCount > mostClasses) return lightRecipe;
  if (rows.length < fewestRows) return middleRecipe(rows.length);
  const isFew = rows.length < fewRows;
  const order = shuffle(rows.slice(), createRandom(seed)).subarray(0, enoughRows);
  const parts = isFew ? thirdsOf(order) : [heldOut(order, 0, Math.floor(order.length * heldShare))];
  const recipes = [lightRecipe, middleRecipe(rows.length), firmRecipe(rows.length)];
  // Few rows cannot say how sure a model may be: it has to be right as it stands.
  const tried = isFew ? [1] : temperatures;
  const losses = recipes.map(() => new Float64Array(tried.length));
  let done = 0;
  for (const [place, recipe] of recipes.entries()) {
    for (const { held, taught } of parts) {
      const model = await fitRecipe(
        recipe,
        terms,
        labels,
        taught,
        classCount,
        seed,
        within(checkpoint, done, (done += 1 / (recipes.length * parts.length))),
      );
      addLosses(losses[place]!, tried, model, terms, labels, held);
    }
  }
  const least = losses.map((each) => Math.min(...each));
  return recipes[least.indexOf(Math.min(...least))]!;
}

interface Parted {
  readonly held: Uint32Array;
  readonly taught: Uint32Array;
}

function thirdsOf(order: Uint32Array): Parted[] {
  const bound = (part: number): number => Math.floor((part * order.length) / 3);
  return [0, 1, 2].map((part) => heldOut(order, bound(part), bound(part + 1)));
}

function heldOut(order: Uint32Array, from: number, to: number): Parted {
  return { held: order.subarray(from, to), taught: order.filter((_, place) => place < from || place >= to) };
}

/** Adds what the labels of rows cost a model, at each temperature. */
function addLosses(losses: Float64Array, tried: readonly number[], model: LinearModel, terms: SparseMatrix, labels: Int32Array, rows: Uint32Array): void {
  const scores = new Float64Array(model.classCount);
  const probabilities = new Float64Array(model.classCount);
  for (const row of rows) {
    scores.fill(0);
    addScores(model, terms, row, scores);
    tried.forEach((temperature, place) => {
      for (let k = 0; k < scores.length; k++) probabilities[k] = scores[k]! / temperature;
      softmax(probabilities);
      losses[place]! -= Math.log(Math.max(1e-12, probabilities[labels[row]!]!));
    });
  }
}
