import type { Dataset } from '../../src/core/dataset.ts';
import type { Evaluation, WeakSlice } from '../../src/core/evaluation.ts';
import type { Filter, PredictionFilter } from '../../src/core/filter.ts';
import type { FindingSummary } from '../../src/protocol/findingMethods.ts';
import { formatCount, formatCounted, formatNumber, formatShare, formatValue } from '../ui/numbers.ts';
import { partialWords } from './facts.ts';
import { accuracyWords } from './labelHealthWords.ts';

/** Sentences and ways in of the Evaluate tab: pure functions of what the engine says. */

/** Rows that are measured, and those of them that the rest of the filter names. */
export function measuredFilter({ split }: Pick<Evaluation, 'split'>, part: Omit<PredictionFilter, 'kind' | 'split'> = {}): PredictionFilter {
  return { kind: 'prediction', ...part, ...(split !== null && { split }) };
}

/** The rows of a segment. */
export function segmentFilter(column: string, value: string | null): Filter {
  return value === null ? { kind: 'missing', column } : { kind: 'values', column, values: [value] };
}

/** Choices of rows to measure: kinds of split by their own values, then all rows. */
export function splitChoices({ splits }: Pick<Evaluation, 'splits'>): { readonly value: string; readonly words: string }[] {
  const measurable = splits.filter(({ rows }) => rows > 0);
  const all = { value: 'all', words: 'all rows' };
  return [...measurable.map(({ value, rows }) => ({ value, words: `${formatValue(value)} (${formatCount(rows)})` })), all];
}

/** Which of the choices is the one that was measured: the engine takes the kind “test” where nobody chose. */
export function chosenSplit({ split, splits }: Pick<Evaluation, 'split' | 'splits'>): string {
  if (split === null) return 'all';
  const ofKind = splits.filter(({ kind, rows }) => kind === split && rows > 0);
  return splits.some(({ value }) => value === split) || ofKind.length !== 1 ? split : ofKind[0]!.value;
}

/**
 * “of predictions are right: 412 of 500 rows of the split test, with a 95 % interval from 78.8 % to 85.5 %”; it follows
 * the figure, and has no full stop.
 */
export function accuracySentence({ overall: { rows, correct, accuracy }, split }: Pick<Evaluation, 'overall' | 'split'>): string {
  const of = split === null ? formatCounted(rows, 'row') : `${formatCounted(rows, 'row')} of the split ${formatValue(split)}`;
  return `of predictions are right: ${formatCount(correct)} of ${of}, with a 95 % interval from ${accuracyWords(accuracy.low)} to ${accuracyWords(accuracy.high)}`;
}

/** What follows on the accuracy: the noise of the labels that it is measured with, where it is known; it begins with a sign. */
export function noiseClause({ labelNoise }: Pick<Evaluation, 'labelNoise'>): string {
  return labelNoise === null || 'why' in labelNoise ? '.' : `; ${labelNoise.words[0]!.toLowerCase()}${labelNoise.words.slice(1)}`;
}

/**
 * Why nothing is said of wrong labels among those of the test split, or of all rows where there are no splits; null
 * where something is, or another split is measured.
 */
export function noiseUnknown(
  { labelNoise, split, splits }: Pick<Evaluation, 'labelNoise' | 'split' | 'splits'>,
  findings: FindingSummary | null,
): string | null {
  const isTest = split === 'test' || splits.some(({ value, kind }) => value === split && kind === 'test');
  if ((!isTest && splits.length > 0) || (labelNoise !== null && 'words' in labelNoise)) return null;
  const check = isTest ? 'test-noise' : 'label-error';
  const why = labelNoise?.why ?? findings?.skipped.find((one) => one.check === check)?.why;
  return why === undefined
    ? 'How many of these labels are wrong themselves is known when the labels have been looked at: run the checks.'
    : `How many of these labels are wrong themselves is not known: ${why}.`;
}

/** “exact, from 500 rows of the split test”. */
export function basisWords(
  { overall: { rows }, split }: Pick<Evaluation, 'overall' | 'split'>,
  dataset: Pick<Dataset, 'partial' | 'bytes' | 'records'>,
): string {
  const of = split === null ? '' : ` of the split ${formatValue(split)}`;
  const partial = partialWords(dataset);
  return `exact, from ${formatCounted(rows, 'row')}${of}${partial === null ? '' : `; ${partial}`}`;
}

/** “Probabilities are 6.1 points too high on average.” */
export function tendencyWords(excess: number | null): string {
  if (excess === null) return '';
  const points = Math.abs(excess * 100);
  if (points < 0.5) return 'On average they are neither too high nor too low.';
  return `On average they are ${points.toFixed(1)} points too ${excess > 0 ? 'high: the model is too sure of itself' : 'low: the model is right more often than it says'}.`;
}

/** What the figures of segments are, and what their intervals rest on. */
export function segmentWords(ofClass: string | null): string {
  return ofClass === null
    ? 'Means over the classes, each as much as another; their 95 % intervals are those of the classes (Wilson), put together by the method of Zou and Donner (MOVER), and somewhat too narrow where classes have few rows. Weighed by rows, all three are the share that is right.'
    : 'With 95 % intervals (Wilson).';
}

export function probabilityWords(p: number | null): string {
  if (p === null) return '—';
  if (p > 0.9995) return '1';
  return p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0\./, '.');
}

/** Chance alone makes such a slice in fewer than one of 20 datasets. */
export const isUnlikely = (p: number | null): boolean => p !== null && p < 0.05;

/** What slices were looked at, and what was left out. */
export function slicingWords({ overall, slicing: { evaluated, columns, omitted, support, why } }: Pick<Evaluation, 'overall' | 'slicing'>): string {
  if (why !== undefined) return `Weak slices were not looked for: ${why}.`;
  if (overall.correct === overall.rows) return 'No prediction is wrong.';
  const left = omitted.length === 0 ? '' : `; ${formatCounted(omitted.length, 'more column was', 'more columns were')} left out`;
  return `SliceLine looked at ${formatCounted(evaluated, 'slice')} of ${formatCount(support)} rows or more, by up to three of ${formatCounted(columns.length, 'column')}${left}. p: that chance alone makes as many of a slice’s rows wrong, times the slices looked at.`;
}

/** “40 % wrong, 9.8 % elsewhere”. */
export function sliceWords({ error, elsewhere }: WeakSlice): string {
  return `${error.value === null ? '—' : formatShare(error.value)} wrong, ${formatShare(elsewhere)} elsewhere`;
}

/** Confusions that the costs do not name, in a sentence; null where all are named, or none need be. */
export function unnamedWords({ cost: { unnamed } }: Pick<Evaluation, 'cost'>): string | null {
  if (unnamed.length === 0) return null;
  const shown = unnamed.slice(0, 5).map(({ label, predicted }) => `${formatValue(label)} taken for ${formatValue(predicted)}`).join(', ');
  return `The costs of winnow.json do not name ${formatCounted(unnamed.length, 'confusion that occurs', 'confusions that occur')}: ${shown}${unnamed.length > 5 ? ` and ${formatCount(unnamed.length - 5)} more` : ''}. Each costs what “default” says, 1 where it says nothing.`;
}

/** “Errors cost 412, 0.82 a row; the rows are worth 1,204 together.” */
export function costSentence({ cost: { total, mean, valueColumn, value } }: Pick<Evaluation, 'cost'>): string {
  const worth = valueColumn === undefined ? '' : `; the rows are worth ${formatNumber(value)} together, by ${valueColumn}`;
  return `Errors cost ${formatNumber(total)}, ${formatNumber(mean)} a row${worth}.`;
}
