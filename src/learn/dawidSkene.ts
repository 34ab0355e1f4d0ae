import { type AnnotationIndex, labelsOf, votesOf } from '../stats/annotations.ts';
import { missingLabel } from './labelRows.ts';

export interface DawidSkene {
  /** The most probable class of each item, −1 where it has no label. */
  readonly labels: Int32Array;
  /** items × classes; NaN where an item has no label. */
  readonly posterior: Float64Array;
  /** How probable each class is before any label is seen. */
  readonly priors: Float64Array;
  /** annotators × true class × given class: probabilities that sum to 1 over given classes. */
  readonly confusion: Float64Array;
  readonly rounds: number;
}

const least = 1e-10;
const leastGain = 1e-5;
const mostRounds = 100;

/**
 * The true classes and each annotator's confusion, by expectation–maximisation from the majority's shares. Dawid and
 * Skene, “Maximum likelihood estimation of observer error-rates using the EM algorithm”, Applied Statistics 28, 1979.
 * Ends where the bound below gains less than 1e-5 a label, or after 100 rounds.
 * Memory is 8 × (annotators × classes² + items × classes) bytes.
 */
export function dawidSkene(index: AnnotationIndex): DawidSkene {
  const { items, classes, annotators } = index;
  const posterior = new Float64Array(items * classes);
  for (let item = 0; item < items; item++) {
    const given = labelsOf(index, item);
    votesOf(index, item).forEach((count, k) => (posterior[item * classes + k] = count / given));
  }
  const priors = new Float64Array(classes);
  const confusion = new Float64Array(annotators * classes * classes);
  maximise(index, posterior, priors, confusion);
  let bound = -Infinity;
  let rounds = 0;
  for (; rounds < mostRounds; ) {
    rounds++;
    expect(index, posterior, priors, confusion);
    maximise(index, posterior, priors, confusion);
    const next = lowerBound(index, posterior, priors, confusion) / Math.max(1, index.label.length);
    if (!(next - bound >= leastGain)) break;
    bound = next;
  }
  return { labels: mostProbable(index, posterior), posterior, priors, confusion, rounds };
}

/** The M step: priors are means over labelled items, confusions are expected shares, none below 1e-10. */
function maximise({ items, classes, start, annotator, label }: AnnotationIndex, posterior: Float64Array, priors: Float64Array, confusion: Float64Array): void {
  priors.fill(0);
  confusion.fill(0);
  let labelled = 0;
  for (let item = 0; item < items; item++) {
    if (start[item] === start[item + 1]) continue;
    labelled++;
    for (let k = 0; k < classes; k++) {
      const p = posterior[item * classes + k]!;
      priors[k]! += p;
      for (let at = start[item]!; at < start[item + 1]!; at++) confusion[(annotator[at]! * classes + k) * classes + label[at]!]! += p;
    }
  }
  priors.forEach((sum, k) => (priors[k] = labelled === 0 ? 1 / classes : sum / labelled));
  for (let row = 0; row < confusion.length; row += classes) {
    let sum = 0;
    for (let k = row; k < row + classes; k++) sum += confusion[k] = Math.max(least, confusion[k]!);
    for (let k = row; k < row + classes; k++) confusion[k]! /= sum;
  }
}

/** log P(class, labels of the item), into `logs`. */
function logJoint({ classes, start, annotator, label }: AnnotationIndex, item: number, priors: Float64Array, confusion: Float64Array, logs: Float64Array): void {
  for (let k = 0; k < classes; k++) {
    let sum = Math.log(Math.max(Number.MIN_VALUE, priors[k]!));
    for (let at = start[item]!; at < start[item + 1]!; at++) sum += Math.log(confusion[(annotator[at]! * classes + k) * classes + label[at]!]!);
    logs[k] = sum;
  }
}

/** The E step. */
function expect(index: AnnotationIndex, posterior: Float64Array, priors: Float64Array, confusion: Float64Array): void {
  const { items, classes, start } = index;
  const logs = new Float64Array(classes);
  for (let item = 0; item < items; item++) {
    if (start[item] === start[item + 1]) continue;
    logJoint(index, item, priors, confusion, logs);
    const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += logs[k] = Math.exp(logs[k]! - most);
    for (let k = 0; k < classes; k++) posterior[item * classes + k] = logs[k]! / sum;
  }
}

/**
 * The evidence lower bound as crowd-kit reckons it, with the prior once for each label instead of once for each
 * item: by it rounds end where crowd-kit's do, sooner than by the exact bound where items have many labels.
 */
function lowerBound(index: AnnotationIndex, posterior: Float64Array, priors: Float64Array, confusion: Float64Array): number {
  const { items, classes, start } = index;
  const logs = new Float64Array(classes);
  let bound = 0;
  for (let item = 0; item < items; item++) {
    if (start[item] === start[item + 1]) continue;
    logJoint(index, item, priors, confusion, logs);
    const further = labelsOf(index, item) - 1;
    for (let k = 0; k < classes; k++) {
      const p = posterior[item * classes + k]!;
      if (p > 0) bound += p * (logs[k]! + further * Math.log(priors[k]!) - Math.log(p));
    }
  }
  return bound;
}

function mostProbable(index: AnnotationIndex, posterior: Float64Array): Int32Array {
  const { items, classes } = index;
  return new Int32Array(items).map((_, item) => {
    if (labelsOf(index, item) === 0) return missingLabel;
    const own = posterior.subarray(item * classes, (item + 1) * classes);
    return own.indexOf(own.reduce((a, b) => Math.max(a, b), 0));
  });
}
