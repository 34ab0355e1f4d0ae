import { annotatorConfusion } from '../../learn/annotatorReport.ts';
import { missingLabel } from '../../learn/labelRows.ts';
import { type AnnotatorStudy, eachVote } from '../../checks/parts/annotatorStudy.ts';
import type { AnnotatorHealth, AnnotatorReport, ConsensusLabel } from '../../protocol/labelMethods.ts';
import { type AnnotationIndex, indexAnnotations, labelsOf } from '../../stats/annotations.ts';
import { pairAgreements } from '../../stats/cohenKappa.ts';
import { fleissKappa } from '../../stats/fleissKappa.ts';
import { krippendorffAlpha } from '../../stats/krippendorffAlpha.ts';

/** People between whom κ is worked out, two by two. */
const mostPaired = 30;

/**
 * Agreement, and what is known of each person. `annotator`: whose confusion it shows; all people together where it is
 * absent or unknown.
 */
export function annotatorReport(study: AnnotatorStudy, annotator?: string): AnnotatorReport {
  const { annotations: { index, labels, annotators, layout }, consensus, disagreeing, method } = study;
  const krippendorff = krippendorffAlpha(index) ?? null;
  const fleiss = fleissKappa(index) ?? null;
  const health = healthOf(study);
  const who = annotator === undefined ? -1 : annotators.indexOf(annotator);
  return {
    layout: layout.kind,
    ...(layout.kind === 'long' && { annotatorColumn: layout.annotator }),
    items: countLabelled(index),
    votes: index.label.length,
    labels, krippendorff, fleiss, method,
    classes: classesOf(study),
    cohen: kappas(index, health.slice(0, mostPaired).map(({ place }) => place)),
    annotators: health.map(({ place: _, ...rest }) => rest),
    confusion: confusionOf(index, consensus, who),
    disagreeing: disagreeing.length,
    ...(fleiss === null && { fleissWhy: whyNoFleiss(index) }),
    notes: study.notes,
  };
}

/** The same without annotators: `why` says what would be needed. */
export function emptyReport(why: string): AnnotatorReport {
  return {
    why,
    layout: 'columns',
    items: 0,
    votes: 0,
    labels: [],
    classes: [],
    krippendorff: null,
    fleiss: null,
    cohen: [],
    annotators: [],
    confusion: [],
    disagreeing: 0,
    method: '',
    notes: [],
  };
}

function countLabelled(index: AnnotationIndex): number {
  let items = 0;
  for (let item = 0; item < index.items; item++) if (labelsOf(index, item) > 0) items++;
  return items;
}

function whyNoFleiss(index: AnnotationIndex): string {
  if (index.classes < 2 || index.annotators < 2) return 'It is undefined for one annotator, and for one category.';
  const counts = new Set<number>();
  for (let item = 0; item < index.items; item++) if (labelsOf(index, item) > 0) counts.add(labelsOf(index, item));
  return counts.size > 1
    ? 'Fleiss’ κ asks for the same number of labels on every item, which is not so here: Krippendorff’s α serves.'
    : 'Fleiss’ κ is undefined here: no item has two labels, or all labels are of one category.';
}

function classesOf({ annotations: { index, labels }, consensus }: AnnotatorStudy): ConsensusLabel[] {
  const counts = labels.map(() => ({ items: 0, shared: 0, agreeing: 0 }));
  for (const label of consensus) if (label !== missingLabel) counts[label]!.items++;
  eachVote(index, (item, _, label) => {
    const own = consensus[item]!;
    if (own === missingLabel || labelsOf(index, item) < 2) return;
    counts[own]!.shared++;
    if (own === label) counts[own]!.agreeing++;
  });
  return counts.map(({ items, shared, agreeing }, place) => ({ label: labels[place]!, items, agreement: shared === 0 ? null : agreeing / shared }));
}

/** Worst first; `place` is the number in the index. */
function healthOf({
  annotations: { index, annotators, labels },
  consensus,
  annotatorQuality,
  weak,
}: AnnotatorStudy): (AnnotatorHealth & { readonly place: number })[] {
  const counts = annotators.map(() => ({ items: 0, shared: 0, agreeing: 0, confusions: new Map<number, number>() }));
  eachVote(index, (item, who, label) => {
    const own = counts[who]!;
    own.items++;
    if (consensus[item] === missingLabel) return;
    const isShared = labelsOf(index, item) > 1;
    if (isShared) own.shared++;
    if (consensus[item] === label) own.agreeing += isShared ? 1 : 0;
    else {
      const key = consensus[item]! * index.classes + label;
      own.confusions.set(key, (own.confusions.get(key) ?? 0) + 1);
    }
  });
  const weakPlaces = new Set(weak.map(({ annotator }) => annotator));
  return counts
    .map(({ items, shared, agreeing, confusions }, place) => {
      const [most] = [...confusions].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      return {
        place,
        annotator: annotators[place]!,
        items,
        weak: weakPlaces.has(place),
        agreement: shared === 0 ? null : agreeing / shared,
        quality: Number.isNaN(annotatorQuality[place]) ? null : annotatorQuality[place]!,
        ...(most && {
          confusion: { consensus: labels[Math.floor(most[0] / index.classes)]!, said: labels[most[0] % index.classes]!, items: most[1] },
        }),
      };
    })
    .sort((a, b) => Number(b.weak) - Number(a.weak) || (a.quality ?? 2) - (b.quality ?? 2) || b.items - a.items);
}

/** Pairwise Cohen κ of some people, in their order; 1 of each with themselves. */
function kappas(index: AnnotationIndex, people: readonly number[]): (number | null)[][] {
  const place = new Map(people.map((who, at) => [who, at]));
  const [item, annotator, label]: [number[], number[], number[]] = [[], [], []];
  eachVote(index, (each, who, given) => {
    const at = place.get(who);
    if (at === undefined) return;
    item.push(each);
    annotator.push(at);
    label.push(given);
  });
  const some = indexAnnotations({
    items: index.items,
    annotators: people.length,
    classes: index.classes,
    item: Int32Array.from(item),
    annotator: Int32Array.from(annotator),
    label: Int32Array.from(label),
  });
  const table = people.map((_, at) => people.map((__, other): number | null => (at === other ? 1 : null)));
  for (const { first, second, kappa } of pairAgreements(some)) table[first]![second] = table[second]![first] = kappa ?? null;
  return table;
}

function confusionOf(index: AnnotationIndex, consensus: Int32Array, who: number): number[][] {
  const counts = who >= 0 ? annotatorConfusion(index, consensus, who) : new Int32Array(index.classes ** 2);
  if (who < 0) {
    eachVote(index, (item, _, label) => {
      if (consensus[item] !== missingLabel) counts[consensus[item]! * index.classes + label]!++;
    });
  }
  return Array.from({ length: index.classes }, (_, k) => Array.from(counts.subarray(k * index.classes, (k + 1) * index.classes)));
}
