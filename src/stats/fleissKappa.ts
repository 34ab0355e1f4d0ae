import { type AnnotationIndex, labelsOf, votesOf } from './annotations.ts';

/**
 * Fleiss' κ: agreement beyond chance where every labelled item has the same number (at least two) of labels.
 * Undefined where the numbers differ, or all labels are of one class: Krippendorff's α then serves.
 * Fleiss, “Measuring nominal scale agreement among many raters”, Psychological Bulletin 76, 1971.
 */
export function fleissKappa(index: AnnotationIndex): number | undefined {
  const totals = new Float64Array(index.classes);
  let labelled = 0;
  let labels = 0;
  let agreement = 0;
  for (let item = 0; item < index.items; item++) {
    const given = labelsOf(index, item);
    if (given === 0) continue;
    if (given < 2 || (labelled > 0 && given * labelled !== labels)) return undefined;
    let pairs = 0;
    votesOf(index, item).forEach((count, k) => {
      totals[k]! += count;
      pairs += count * (count - 1);
    });
    agreement += pairs / (given * (given - 1));
    labelled++;
    labels += given;
  }
  if (labelled === 0) return undefined;
  const chance = totals.reduce((sum, total) => sum + (total / labels) ** 2, 0);
  return chance < 1 ? (agreement / labelled - chance) / (1 - chance) : undefined;
}
