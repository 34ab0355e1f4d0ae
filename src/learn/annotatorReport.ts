import { type AnnotationIndex, labelsOf } from '../stats/annotations.ts';
import { missingLabel } from './labelRows.ts';

/** The items whose labels are not all the same, in order. Items with fewer than two labels cannot be among them. */
export function disagreeingItems({ items, start, label }: AnnotationIndex): Int32Array {
  const found = new Int32Array(items);
  let count = 0;
  for (let item = 0; item < items; item++) {
    let at = start[item]! + 1;
    while (at < start[item + 1]! && label[at] === label[start[item]!]) at++;
    if (at < start[item + 1]!) found[count++] = item;
  }
  return found.slice(0, count);
}

/** Consensus by row, given label by column: classes × classes counts of one annotator's labels. */
export function annotatorConfusion({ items, classes, start, annotator, label }: AnnotationIndex, consensus: Int32Array, who: number): Int32Array {
  const counts = new Int32Array(classes * classes);
  for (let item = 0; item < items; item++) {
    if (consensus[item] === missingLabel) continue;
    for (let at = start[item]!; at < start[item + 1]!; at++) if (annotator[at] === who) counts[consensus[item]! * classes + label[at]!]!++;
  }
  return counts;
}

export interface WeakAnnotator {
  readonly annotator: number;
  readonly quality: number;
  readonly labels: number;
  /** Mean and standard deviation of the others' quality. */
  readonly othersMean: number;
  readonly othersDeviation: number;
  /** How often the consensus would be met by giving this annotator's labels at random. */
  readonly chance: number;
  readonly reason: 'below-the-others' | 'below-chance';
}

/** Fewer labels than this say too little of a person. */
const fewestLabels = 5;
/** With fewer others than this, one may be as weak as another. */
const fewestOthers = 2;
/** Two others may agree by chance: their spread is taken to be no less than this. */
const leastSpreadOfTwo = 0.05;

/**
 * Annotators whose quality is more than two standard deviations below the mean of the others, or below what chance
 * would reach with the labels they gave; the deviation of two others counts as .05 at least. People with fewer than five
 * labels are neither judged nor compared with.
 *
 * @param quality of each annotator, 0 to 1, such as CROWDLAB's; NaN where unknown.
 */
export function weakAnnotators(index: AnnotationIndex, consensus: Int32Array, quality: Float64Array): WeakAnnotator[] {
  const counts = labelCountsOf(index);
  const judged = Array.from(quality.keys()).filter((j) => counts.given[j]! >= fewestLabels && !Number.isNaN(quality[j]));
  const consensusShare = shares(consensus, index.classes);
  return judged.flatMap((j) => {
    const others = judged.filter((other) => other !== j).map((other) => quality[other]!);
    const mean = others.reduce((a, b) => a + b, 0) / others.length;
    const deviation = Math.sqrt(others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, others.length - 1));
    const chance = consensusShare.reduce((sum, share, k) => sum + (share * counts.byClass[j * index.classes + k]!) / counts.given[j]!, 0);
    const spread = others.length === fewestOthers ? Math.max(deviation, leastSpreadOfTwo) : deviation;
    const below = others.length >= fewestOthers && quality[j]! < mean - 2 * spread;
    if (!below && !(quality[j]! < chance)) return [];
    return [
      {
        annotator: j,
        quality: quality[j]!,
        labels: counts.given[j]!,
        othersMean: mean,
        othersDeviation: deviation,
        chance,
        reason: below ? 'below-the-others' : 'below-chance',
      } as const,
    ];
  });
}

function labelCountsOf({ annotators, classes, annotator, label }: AnnotationIndex) {
  const given = new Int32Array(annotators);
  const byClass = new Int32Array(annotators * classes);
  for (let at = 0; at < label.length; at++) {
    given[annotator[at]!]!++;
    byClass[annotator[at]! * classes + label[at]!]!++;
  }
  return { given, byClass };
}

function shares(labels: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  let all = 0;
  for (const label of labels) {
    if (label === missingLabel) continue;
    counts[label]!++;
    all++;
  }
  return counts.map((count) => (all === 0 ? 0 : count / all));
}

export interface SparseAnnotation {
  /** Items with one to three labels. */
  readonly items: number;
  /** Those on which majority and Dawid–Skene differ. */
  readonly differing: number;
  /** More than one in twenty of them: trust neither. */
  readonly tooSparse: boolean;
}

/**
 * Whether there are too few labels an item to trust any consensus: majority and Dawid–Skene part on more than 5 % of
 * items with at most three labels.
 */
export function sparseAnnotation(index: AnnotationIndex, majority: Int32Array, dawidSkene: Int32Array): SparseAnnotation {
  let items = 0;
  let differing = 0;
  for (let item = 0; item < index.items; item++) {
    const given = labelsOf(index, item);
    if (given === 0 || given > 3) continue;
    items++;
    if (majority[item] !== dawidSkene[item]) differing++;
  }
  return { items, differing, tooSparse: differing > 0.05 * items };
}
