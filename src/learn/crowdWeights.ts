import { type AnnotationIndex, labelsOf } from '../stats/annotations.ts';
import { fillWithMean } from './majorityVote.ts';

/** How much CROWDLAB trusts whom. */
export interface CrowdWeights {
  readonly model: number;
  readonly annotators: Float64Array;
  /** Probability that a label is its item's consensus, over items with more than one label. */
  readonly likelihood: number;
  /** Probability of each other class. */
  readonly otherLikelihood: number;
  /** Labels an item, over items that have any. */
  readonly meanLabels: number;
  /** Whether any item has two labels: without, nothing is known of the annotators, and all weights are 1. */
  readonly overlap: boolean;
}

const least = 1e-6;

/** CROWDLAB's weights, given a consensus: §3 of the paper that `crowdlab` names. */
export function crowdWeights(index: AnnotationIndex, consensus: Int32Array, probabilities: Float64Array): CrowdWeights {
  const { items, annotators, classes, start, label } = index;
  const consensusCounts = new Int32Array(classes);
  let labelled = 0;
  let shared = 0;
  let agreement = 0;
  let modelErrors = 0;
  for (let item = 0; item < items; item++) {
    const given = labelsOf(index, item);
    if (given > 0) labelled++;
    if (given < 2) continue;
    shared++;
    consensusCounts[consensus[item]!]!++;
    let equal = 0;
    for (let at = start[item]!; at < start[item + 1]!; at++) if (label[at] === consensus[item]) equal++;
    agreement += equal / given;
    if (argmax(probabilities, item * classes, classes) !== consensus[item]) modelErrors++;
  }
  const meanLabels = labelled === 0 ? 0 : label.length / labelled;
  const likelihood = shared === 0 ? 1 : agreement / shared;
  const common = { likelihood, otherLikelihood: classes > 1 ? (1 - likelihood) / (classes - 1) : 0, meanLabels };
  if (shared === 0) return { ...common, model: 1, annotators: new Float64Array(annotators).fill(1), overlap: false };
  const guessError = Math.max(least, 1 - consensusCounts.reduce((a, b) => Math.max(a, b), 0) / shared);
  return {
    ...common,
    model: Math.max(least, 1 - modelErrors / shared / guessError) * Math.sqrt(meanLabels),
    annotators: agreementWithOthers(index).map((share) => Math.max(least, 1 - (1 - share) / guessError)),
    overlap: true,
  };
}

/** Of each annotator: how often other labels of the same items are theirs; the mean of the others where there are none. */
function agreementWithOthers({ items, annotators, classes, start, annotator, label }: AnnotationIndex): Float64Array {
  const equal = new Float64Array(annotators);
  const all = new Float64Array(annotators);
  const votes = new Int32Array(classes);
  for (let item = 0; item < items; item++) {
    const others = start[item + 1]! - start[item]! - 1;
    if (others < 1) continue;
    for (let at = start[item]!; at < start[item + 1]!; at++) votes[label[at]!]!++;
    for (let at = start[item]!; at < start[item + 1]!; at++) {
      equal[annotator[at]!]! += votes[label[at]!]! - 1;
      all[annotator[at]!]! += others;
    }
    for (let at = start[item]!; at < start[item + 1]!; at++) votes[label[at]!] = 0;
  }
  return fillWithMean(equal.map((count, j) => count / all[j]!));
}

function argmax(values: Float64Array, at: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[at + k]! > values[at + best]!) best = k;
  return best;
}
