import { type AnnotationIndex, labelsOf } from '../stats/annotations.ts';
import { type CrowdWeights, crowdWeights } from './crowdWeights.ts';
import { majorityVote } from './majorityVote.ts';
import { missingLabel } from './labelRows.ts';
import { atTemperature, bestTemperature } from './temperature.ts';

export interface Crowdlab {
  /** The consensus of each item; the model's class where nobody labelled it. */
  readonly consensus: Int32Array;
  /** How sure the consensus is, 0 to 1. */
  readonly quality: Float64Array;
  /** Share of an item's labels that are its consensus; NaN where it has none. */
  readonly agreement: Float64Array;
  /** items × classes: what annotators and model say together. */
  readonly posterior: Float64Array;
  readonly weights: CrowdWeights;
  /** Quality of each annotator, 0 to 1; NaN where they gave no label. */
  readonly annotatorQuality: Float64Array;
  /** Share of each annotator's labels that are the consensus; NaN where they gave no label. */
  readonly agreementWithConsensus: Float64Array;
}

/**
 * Consensus labels and how far to trust them, from annotators and a model, each weighed by how well they agree.
 * Goh, Tkachenko and Mueller, “CROWDLAB: supervised learning to infer consensus labels and quality scores for data
 * with multiple annotators”, NeurIPS HCAI workshop 2022; figures are cleanlab's. Where no item has two labels, the
 * weights of model and annotators are all 1.
 *
 * @param probabilities out-of-sample, items × classes.
 */
export function crowdlab(index: AnnotationIndex, probabilities: Float64Array, seed = 1): Crowdlab {
  requireSize(index, probabilities);
  const majority = fillUnlabelled(index, majorityVote(index, probabilities, seed).labels, probabilities);
  const first = posteriorOf(index, probabilities, crowdWeights(index, majority, probabilities));
  const consensus = mostProbable(index, first, majority);
  const weights = crowdWeights(index, consensus, probabilities);
  const posterior = posteriorOf(index, probabilities, weights);
  return {
    consensus,
    quality: Float64Array.from(consensus, (label, item) => posterior[item * index.classes + label]!),
    agreement: itemAgreement(index, consensus),
    posterior,
    weights,
    ...annotatorQualities(index, consensus, posterior, weights),
  };
}

/**
 * What to label next: low where another label would teach most. Goh and Mueller, “ActiveLab: active learning with
 * re-labeling by multiple annotators”, 2023. The model's probabilities are first brought to a temperature.
 *
 * @param options.temperature a number; `fitted`, the one that fits the annotators; else the one that cleanlab arrives at,
 * so that scores are its own.
 *
 * No screen asks for it (rows without any label are ranked by `engine/next/`); the golden tests hold it against cleanlab's.
 */
export function labelNextScores(
  index: AnnotationIndex,
  probabilities: Float64Array,
  options: { readonly temperature?: number | 'fitted'; readonly seed?: number } = {},
): Float64Array {
  requireSize(index, probabilities);
  const overlap = index.start.some((from, item) => index.start[item + 1]! - from > 1);
  const wanted = options.temperature;
  const temperature = !overlap ? 1 : typeof wanted === 'number' ? wanted : bestTemperature(index, probabilities, wanted !== 'fitted');
  const scaled = temperature === 1 ? probabilities : atTemperature(probabilities, index.classes, temperature);
  const { quality, weights } = crowdlab(index, scaled, options.seed);
  const mean = weights.annotators.reduce((a, b) => a + b, 0) / Math.max(1, index.annotators);
  return quality.map((q, item) => {
    let trust = weights.model;
    for (let at = index.start[item]!; at < index.start[item + 1]!; at++) trust += weights.annotators[index.annotator[at]!]!;
    const known = overlap || labelsOf(index, item) === 0 ? q : ownProbability(index, scaled, item);
    return (known * trust + mean / index.classes) / (trust + mean);
  });
}

function ownProbability({ start, label, classes }: AnnotationIndex, probabilities: Float64Array, item: number): number {
  return probabilities[item * classes + label[start[item]!]!]!;
}

function requireSize({ items, classes }: AnnotationIndex, probabilities: Float64Array): void {
  if (probabilities.length !== items * classes) {
    throw new RangeError(`${items} items of ${classes} classes need ${items * classes} probabilities; there are ${probabilities.length}.`);
  }
}

function fillUnlabelled({ classes }: AnnotationIndex, labels: Int32Array, probabilities: Float64Array): Int32Array {
  return labels.map((label, item) => (label === missingLabel ? firstLargest(probabilities, item * classes, classes) : label));
}

function firstLargest(values: Float64Array, at: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[at + k]! > values[at + best]!) best = k;
  return best;
}

/** The classes of largest posterior; the majority where several are equal. */
function mostProbable({ classes }: AnnotationIndex, posterior: Float64Array, majority: Int32Array): Int32Array {
  return majority.map((label, item) => {
    const own = posterior.subarray(item * classes, (item + 1) * classes);
    const best = own[firstLargest(own, 0, classes)]!;
    return own.indexOf(best) === own.lastIndexOf(best) ? own.indexOf(best) : label;
  });
}

function posteriorOf({ items, classes, start, annotator, label }: AnnotationIndex, probabilities: Float64Array, weights: CrowdWeights): Float64Array {
  const posterior = new Float64Array(items * classes);
  for (let item = 0; item < items; item++) {
    const own = posterior.subarray(item * classes, (item + 1) * classes);
    let total = weights.model;
    for (let k = 0; k < classes; k++) own[k] = weights.model * probabilities[item * classes + k]!;
    for (let at = start[item]!; at < start[item + 1]!; at++) {
      const weight = weights.annotators[annotator[at]!]!;
      total += weight;
      for (let k = 0; k < classes; k++) own[k]! += weight * (label[at] === k ? weights.likelihood : weights.otherLikelihood);
    }
    for (let k = 0; k < classes; k++) own[k]! /= total;
  }
  return posterior;
}

function itemAgreement(index: AnnotationIndex, consensus: Int32Array): Float64Array {
  return Float64Array.from(consensus, (label, item) => {
    const given = index.label.subarray(index.start[item]!, index.start[item + 1]!);
    return given.filter((other) => other === label).length / given.length;
  });
}

function annotatorQualities(index: AnnotationIndex, consensus: Int32Array, posterior: Float64Array, weights: CrowdWeights) {
  const { items, annotators, classes, start, annotator, label } = index;
  const sums = {
    given: new Float64Array(annotators),
    own: new Float64Array(annotators),
    equal: new Float64Array(annotators),
    shared: new Float64Array(annotators),
    sharedEqual: new Float64Array(annotators),
  };
  for (let item = 0; item < items; item++) {
    const shared = labelsOf(index, item) > 1;
    for (let at = start[item]!; at < start[item + 1]!; at++) {
      const j = annotator[at]!;
      const equal = Number(label[at] === consensus[item]);
      sums.given[j]!++;
      sums.own[j]! += posterior[item * classes + label[at]!]!;
      sums.equal[j]! += equal;
      if (!shared) continue;
      sums.shared[j]!++;
      sums.sharedEqual[j]! += equal;
    }
  }
  const together = weights.annotators.reduce((a, b) => a + b, 0) * (weights.meanLabels / Math.max(1, annotators));
  const modelShare = weights.model / (weights.model + together);
  const annotatorQuality = sums.own.map((own, j) => {
    const posteriorOfOwn = own / sums.given[j]!;
    const agreement = sums.sharedEqual[j]! / sums.shared[j]!;
    return sums.shared[j] === 0 ? posteriorOfOwn : modelShare * posteriorOfOwn + (1 - modelShare) * agreement;
  });
  return { annotatorQuality, agreementWithConsensus: sums.equal.map((equal, j) => equal / sums.given[j]!) };
}
