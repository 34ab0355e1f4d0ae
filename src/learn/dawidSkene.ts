import { type AnnotationIndex, labelsOf, votesOf } from '../stats/annotations.ts';
import type { Checkpoint } from './checkpoint.ts';
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
/** Items between two checkpoints. */
const blockItems = 4096;

/**
 * The true classes and each annotator's confusion, by expectation–maximisation from the majority's shares. Dawid and
 * Skene, “Maximum likelihood estimation of observer error-rates using the EM algorithm”, Applied Statistics 28, 1979.
 * Ends where the bound below gains less than 1e-5 a label, or after 100 rounds.
 * Memory is 8 × (2 × annotators × classes² + items × classes) bytes.
 */
export async function dawidSkene(index: AnnotationIndex, checkpoint?: Checkpoint): Promise<DawidSkene> {
  const { items, classes, annotators } = index;
  const posterior = new Float64Array(items * classes);
  for (let item = 0; item < items; item++) {
    const given = labelsOf(index, item);
    votesOf(index, item).forEach((count, k) => (posterior[item * classes + k] = count / given));
  }
  const priors = new Float64Array(classes);
  const confusion = new Float64Array(annotators * classes * classes);
  const logs = new Float64Array(confusion.length);
  const eachBlock = async (visit: (from: number, to: number) => void): Promise<void> => {
    for (let from = 0; from < items; from += blockItems) {
      visit(from, Math.min(items, from + blockItems));
      await checkpoint?.(rounds / mostRounds, 'Weighing annotators against each other');
    }
  };
  let bound = -Infinity;
  let rounds = 0;
  maximise(index, posterior, priors, confusion);
  takeLogs(index, confusion, logs);
  for (; rounds < mostRounds; ) {
    rounds++;
    await eachBlock((from, to) => expect(index, posterior, priors, logs, from, to));
    maximise(index, posterior, priors, confusion);
    takeLogs(index, confusion, logs);
    let next = 0;
    await eachBlock((from, to) => (next += lowerBound(index, posterior, priors, logs, from, to)));
    next /= Math.max(1, index.label.length);
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

/** Logarithms of the confusions, as annotators × given × true: what one label says of every class stands together. */
function takeLogs({ annotators, classes }: AnnotationIndex, confusion: Float64Array, logs: Float64Array): void {
  for (let annotator = 0; annotator < annotators; annotator++) {
    const own = annotator * classes * classes;
    for (let k = 0; k < classes; k++)
      for (let given = 0; given < classes; given++) logs[own + given * classes + k] = Math.log(confusion[own + k * classes + given]!);
  }
}

/** log P(class, labels of the item), into `joint`. */
function logJoint({ classes, start, annotator, label }: AnnotationIndex, item: number, logPriors: Float64Array, logs: Float64Array, joint: Float64Array): void {
  joint.set(logPriors);
  for (let at = start[item]!; at < start[item + 1]!; at++) {
    const own = (annotator[at]! * classes + label[at]!) * classes;
    for (let k = 0; k < classes; k++) joint[k]! += logs[own + k]!;
  }
}

const logsOf = (priors: Float64Array): Float64Array => priors.map((prior) => Math.log(Math.max(Number.MIN_VALUE, prior)));

/** The E step, for a range of items. */
function expect(index: AnnotationIndex, posterior: Float64Array, priors: Float64Array, logs: Float64Array, from: number, to: number): void {
  const { classes, start } = index;
  const logPriors = logsOf(priors);
  const joint = new Float64Array(classes);
  for (let item = from; item < to; item++) {
    if (start[item] === start[item + 1]) continue;
    logJoint(index, item, logPriors, logs, joint);
    let most = -Infinity;
    for (let k = 0; k < classes; k++) most = Math.max(most, joint[k]!);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += joint[k] = Math.exp(joint[k]! - most);
    for (let k = 0; k < classes; k++) posterior[item * classes + k] = joint[k]! / sum;
  }
}

/**
 * A range's part of the evidence lower bound as crowd-kit reckons it, with the prior once for each label instead of once
 * for each item: by it rounds end where crowd-kit's do, sooner than by the exact bound where items have many labels.
 */
function lowerBound(index: AnnotationIndex, posterior: Float64Array, priors: Float64Array, logs: Float64Array, from: number, to: number): number {
  const { classes, start } = index;
  const logPriors = logsOf(priors);
  const joint = new Float64Array(classes);
  let bound = 0;
  for (let item = from; item < to; item++) {
    if (start[item] === start[item + 1]) continue;
    logJoint(index, item, logPriors, logs, joint);
    const further = labelsOf(index, item) - 1;
    for (let k = 0; k < classes; k++) {
      const p = posterior[item * classes + k]!;
      if (p > 0) bound += p * (joint[k]! + further * logPriors[k]! - Math.log(p));
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
