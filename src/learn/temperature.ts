import { type AnnotationIndex, labelsOf, votesOf } from '../stats/annotations.ts';

const coarse = [0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8];
const fineSteps = 4;
const tiny = 1e-30;

/**
 * Probabilities at a temperature: p^(1/T), scaled to sum 1. Below 1 they get sharper, above 1 flatter.
 * Guo, Pleiss, Sun and Weinberger, “On calibration of modern neural networks”, ICML 2017.
 */
export function atTemperature(probabilities: Float64Array, classes: number, temperature: number): Float64Array {
  const scaled = probabilities.map((p) => Math.pow(Math.max(tiny, p), 1 / temperature));
  for (let row = 0; row < scaled.length; row += classes) {
    let sum = 0;
    for (let k = row; k < row + classes; k++) sum += scaled[k]!;
    for (let k = row; k < row + classes; k++) scaled[k]! /= sum;
  }
  return scaled;
}

/**
 * The temperature at which probabilities come closest to the annotators' shares, by cross-entropy: the best of nine
 * from 0.1 to 8, then of four steps to either side of it, as cleanlab searches.
 *
 * @param asCleanlab holds an item's counts of labels against the first classes, in ascending order of the classes that
 * it has labels of, as cleanlab 2.9 does since its labels are floating-point numbers; it fits other temperatures so.
 */
export function bestTemperature(index: AnnotationIndex, probabilities: Float64Array, asCleanlab = false): number {
  const bestOf = (temperatures: readonly number[]): number => {
    const entropies = temperatures.map((temperature) => crossEntropy(index, probabilities, temperature, asCleanlab));
    return entropies.indexOf(Math.min(...entropies));
  };
  const best = bestOf(coarse);
  const fine = [...steps(coarse[best - 1], coarse[best]!), ...steps(coarse[best]!, coarse[best + 1]), ...coarse.slice(best + 1, best + 2)];
  return fine[bestOf(fine)]!;
}

/** From one temperature to another, without the other; nothing where one of them is not there. */
function steps(from: number | undefined, to: number | undefined): number[] {
  if (from === undefined || to === undefined) return [];
  return Array.from({ length: fineSteps }, (_, i) => from + (i * (to - from)) / fineSteps);
}

function crossEntropy(index: AnnotationIndex, probabilities: Float64Array, temperature: number, asCleanlab: boolean): number {
  const { items, classes } = index;
  const scaled = atTemperature(probabilities, classes, temperature);
  let sum = 0;
  for (let item = 0; item < items; item++) {
    const given = labelsOf(index, item);
    const counts = votesOf(index, item);
    (asCleanlab ? counts.filter((votes) => votes > 0) : counts).forEach((votes, k) => {
      if (votes > 0) sum -= (votes / given) * Math.log(Math.max(tiny, scaled[item * classes + k]!));
    });
  }
  return sum;
}
