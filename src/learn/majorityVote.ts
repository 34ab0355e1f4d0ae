import { type AnnotationIndex, votesOf } from '../stats/annotations.ts';
import { missingLabel } from './labelRows.ts';
import { createRandom } from './random.ts';

export interface MajorityVote {
  /** The class of each item, −1 where it has no label. */
  readonly labels: Int32Array;
  /** Share of an item's labels that are its majority's; NaN where it has none. */
  readonly share: Float64Array;
  /** Items that had more than one class in front. */
  readonly tied: number;
  /** Those of them that nothing but the draw could settle. */
  readonly drawn: number;
}

/**
 * The class most annotators gave. Ties go to the more probable class where there are probabilities, then to the
 * rarer class, then to the annotators who agree more with untied majorities, then to a seeded draw: the order of
 * cleanlab's CROWDLAB (Goh, Tkachenko and Mueller, “CROWDLAB: supervised learning to infer consensus labels and
 * quality scores for data with multiple annotators”, 2022).
 *
 * @param probabilities items × classes, row-major; optional.
 */
export function majorityVote(index: AnnotationIndex, probabilities?: Float64Array, seed = 1): MajorityVote {
  const { items, classes } = index;
  const labels = new Int32Array(items).fill(missingLabel);
  const share = new Float64Array(items).fill(NaN);
  const frequency = classFrequencies(index);
  const open: { item: number; tied: number[] }[] = [];
  let tied = 0;
  for (let item = 0; item < items; item++) {
    const given = index.start[item + 1]! - index.start[item]!;
    if (given === 0) continue;
    const votes = votesOf(index, item);
    const most = votes.reduce((a, b) => Math.max(a, b), 0);
    share[item] = most / given;
    let front = Array.from(votes.keys()).filter((k) => votes[k] === most);
    if (front.length === 1) {
      labels[item] = front[0]!;
      continue;
    }
    tied++;
    if (probabilities) front = largest(front, (k) => probabilities[item * classes + k]!);
    open.push({ item, tied: largest(front, (k) => -frequency[k]!) });
  }
  const drawn = settle(index, labels, open, seed);
  return { labels, share, tied, drawn };
}

/** Settles what is still tied by the annotators' agreement with the labels that were not, else by a draw. */
function settle(index: AnnotationIndex, labels: Int32Array, open: readonly { item: number; tied: number[] }[], seed: number): number {
  const undecided = open.filter(({ tied }) => tied.length > 1);
  const agreement = undecided.length > 0 ? agreementWith(index, labels, open) : new Float64Array(0);
  const random = createRandom(seed);
  let drawn = 0;
  for (const { item, tied } of open) {
    const front = tied.length > 1 ? largest(tied, (k) => meanAgreement(index, item, k, agreement)) : tied;
    if (front.length > 1) drawn++;
    labels[item] = front.length > 1 ? front[Math.floor(random() * front.length)]! : front[0]!;
  }
  return drawn;
}

function classFrequencies({ label, classes }: AnnotationIndex): Int32Array {
  const frequency = new Int32Array(classes);
  for (const k of label) frequency[k]!++;
  return frequency;
}

/** The members of largest value: more than one where they are equal. */
function largest(members: readonly number[], value: (member: number) => number): number[] {
  const values = members.map(value);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return members.filter((_, i) => values[i] === most);
}

/** Of each annotator: share of labels that agree with untied majorities; the mean of the others where there are none. */
function agreementWith({ annotators, items, start, annotator, label }: AnnotationIndex, labels: Int32Array, open: readonly { item: number }[]): Float64Array {
  const isOpen = new Uint8Array(items);
  for (const { item } of open) isOpen[item] = 1;
  const equal = new Float64Array(annotators);
  const all = new Float64Array(annotators);
  for (let item = 0; item < items; item++) {
    if (isOpen[item] === 1) continue;
    for (let at = start[item]!; at < start[item + 1]!; at++) {
      all[annotator[at]!]!++;
      if (label[at] === labels[item]) equal[annotator[at]!]!++;
    }
  }
  return fillWithMean(equal.map((count, j) => count / all[j]!));
}

/** Puts the mean of the numbers in the place of those that are NaN; 0 where there are no numbers. */
export function fillWithMean(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.length === 0 ? 0 : known.reduce((a, b) => a + b, 0) / known.length;
  return values.map((value) => (Number.isNaN(value) ? mean : value));
}

function meanAgreement({ start, annotator, label }: AnnotationIndex, item: number, k: number, agreement: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let at = start[item]!; at < start[item + 1]!; at++) {
    if (label[at] !== k) continue;
    sum += agreement[annotator[at]!]!;
    count++;
  }
  return sum / count;
}
