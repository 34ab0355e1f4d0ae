import type { AnnotatorReport } from '../../src/protocol/labelMethods.ts';
import { formatCounted, formatScore } from '../ui/numbers.ts';

/** What Krippendorff's α means, by the bars that he set: .8 to rely on, .667 for tentative conclusions. */
export function alphaWords(alpha: number): string {
  if (alpha >= 0.8) return 'People agree well: conclusions can rest on these labels.';
  if (alpha >= 0.667) return 'Enough agreement for tentative conclusions; .80 is what reliable ones ask for.';
  if (alpha > 0.1) return 'Below .667 one person’s label should not be relied on; several an item, and their consensus, can be.';
  return 'About as much agreement as chance would give: look at what people were asked before looking at the people.';
}

/** “164 annotators gave 8,000 labels to 800 items; on 722 of them they disagree.” */
export function countWords({ annotators, votes, items, disagreeing }: AnnotatorReport): string {
  const on = disagreeing === 0 ? 'they never disagree' : `on ${formatCounted(disagreeing, 'of them they disagree', 'of them they disagree')}`;
  return `${formatCounted(annotators.length, 'annotator')} gave ${formatCounted(votes, 'label')} to ${formatCounted(items, 'item')}; ${on}.`;
}

/** .24; −.05; — where it is undefined. */
export function kappaWords(kappa: number | null): string {
  return kappa === null ? '—' : kappa < 0 ? `−${formatScore(-kappa)}` : formatScore(kappa);
}
