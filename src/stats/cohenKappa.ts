import { type AnnotationIndex } from './annotations.ts';

/**
 * Cohen's κ of two annotators over the items that both labelled; undefined where there are none, or where both
 * always gave one and the same class. Cohen, “A coefficient of agreement for nominal scales”, 1960.
 */
export function cohenKappa(first: ArrayLike<number>, second: ArrayLike<number>): number | undefined {
  const items = first.length;
  const firstTotals = new Map<number, number>();
  const secondTotals = new Map<number, number>();
  let agreeing = 0;
  for (let i = 0; i < items; i++) {
    firstTotals.set(first[i]!, (firstTotals.get(first[i]!) ?? 0) + 1);
    secondTotals.set(second[i]!, (secondTotals.get(second[i]!) ?? 0) + 1);
    if (first[i] === second[i]) agreeing++;
  }
  let chance = 0;
  for (const [label, total] of firstTotals) chance += (total / items) * ((secondTotals.get(label) ?? 0) / items);
  return items > 0 && chance < 1 ? (agreeing / items - chance) / (1 - chance) : undefined;
}

export interface PairAgreement {
  readonly first: number;
  readonly second: number;
  /** Items that both labelled. */
  readonly items: number;
  /** Share of them with equal labels. */
  readonly agreement: number;
  readonly kappa: number | undefined;
}

/** The agreement of every two annotators who labelled an item in common, by their numbers. */
export function pairAgreements({ items, annotators, start, annotator, label }: AnnotationIndex): PairAgreement[] {
  const shared = new Map<number, [number[], number[]]>();
  for (let item = 0; item < items; item++) {
    for (let a = start[item]!; a < start[item + 1]!; a++) {
      for (let b = start[item]!; b < start[item + 1]!; b++) {
        if (annotator[a]! >= annotator[b]!) continue;
        const key = annotator[a]! * annotators + annotator[b]!;
        const labels = shared.get(key) ?? [[], []];
        if (labels[0].length === 0) shared.set(key, labels);
        labels[0].push(label[a]!);
        labels[1].push(label[b]!);
      }
    }
  }
  return [...shared].sort(([a], [b]) => a - b).map(([key, [first, second]]) => ({
    first: Math.floor(key / annotators),
    second: key % annotators,
    items: first.length,
    agreement: first.filter((value, i) => value === second[i]).length / first.length,
    kappa: cohenKappa(first, second),
  }));
}
