import type { TemplateResult } from 'lit';
import { formatScore, formatValue } from '../ui/numbers.ts';
import { barChart } from './barChart.ts';
import type { Bar } from './barList.ts';

export interface ProbabilityBarsOptions {
  /** What is shown, and of which row. */
  readonly title: string;
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  readonly given: string | null;
  readonly suggested?: string;
}

/** Names and bars, without the figures: as wide as a card of the narrow pane. */
const width = 218;
/** Bars are not shorter for the sake of long names. */
const leastBar = 62;

/** How probable each label is, on a scale that ends at 1: the given label pointed out, and red where another is suggested. */
export function probabilityBars({ title, probabilities, given, suggested }: ProbabilityBarsOptions): TemplateResult {
  const longest = probabilities.reduce((most, { label }) => Math.max(most, formatValue(label).length), 0);
  const labelWidth = Math.min(width - leastBar, Math.max(56, Math.ceil(longest * 6.4) + 8));
  const bars = probabilities.map(({ label, probability }): Bar => ({
    name: formatValue(label), amount: probability, words: formatScore(probability),
    ...(label === given ? { pointed: true, note: 'the label now', ...(suggested !== undefined && suggested !== given ? { mark: 'error' as const } : {}) } : {}),
    ...(label === suggested && label !== given ? { mark: 'suggested' as const, note: 'suggested' } : {}),
  }));
  return barChart({ title, bars, most: 1, labelWidth, barWidth: width - labelWidth });
}
