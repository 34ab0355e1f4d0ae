import { type AnnotationIndex, labelsOf } from './annotations.ts';

/**
 * Krippendorff's α for nominal labels and any number of annotators, who need not label everything: 1 is perfect
 * agreement, 0 what chance gives. Items with fewer than two labels say nothing and are left out. Undefined where
 * no two labels can be compared, or all of them are of one class. Krippendorff, “Content analysis”, 4th ed., ch. 12.
 */
export function krippendorffAlpha(index: AnnotationIndex): number | undefined {
  const { items, classes, start, label } = index;
  const totals = new Float64Array(classes);
  const votes = new Int32Array(classes);
  let pairable = 0;
  let agreeing = 0;
  for (let item = 0; item < items; item++) {
    const given = labelsOf(index, item);
    if (given < 2) continue;
    pairable += given;
    for (let at = start[item]!; at < start[item + 1]!; at++) {
      agreeing += (2 * votes[label[at]!]!++) / (given - 1);
      totals[label[at]!]!++;
    }
    for (let at = start[item]!; at < start[item + 1]!; at++) votes[label[at]!] = 0;
  }
  let expected = pairable * pairable;
  for (const total of totals) expected -= total * total;
  return expected > 0 ? 1 - ((pairable - 1) * (pairable - agreeing)) / expected : undefined;
}
