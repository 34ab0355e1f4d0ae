import { html, nothing } from 'lit';
import type { EvaluatedClass, EvaluatedColumn, EvaluatedSegment, Evaluation, WeakSlice } from '../../src/core/evaluation.ts';
import type { Filter, PredictionFilter } from '../../src/core/filter.ts';
import { intervalBar } from '../charts/intervalBar.ts';
import type { FigureColumn, FigureWay } from '../ui/figureTable.ts';
import { formatCount, formatCounted, formatNumber, formatShare, formatValue } from '../ui/numbers.ts';
import { isUnlikely, measuredFilter, probabilityWords, segmentFilter, sliceWords } from './evaluateWords.ts';

/** Shows the rows that pass. */
export type ShowRows = (filters: readonly Filter[]) => void;

type Part = Omit<PredictionFilter, 'kind' | 'split'>;

/** Leads to rows, where there are any. */
function way(count: number, title: string, show: ShowRows, filters: readonly Filter[]): FigureWay | null {
  return count === 0 ? null : { title, go: () => show(filters) };
}

/** How well each class is told; `within`: the rows of a segment. */
export function classColumns(evaluation: Pick<Evaluation, 'split'>, show: ShowRows, within: readonly Filter[] = []): readonly FigureColumn<EvaluatedClass>[] {
  const rows = (part: Part): readonly Filter[] => [measuredFilter(evaluation, part), ...within];
  const counted = (words: string, title: string, count: (one: EvaluatedClass) => number, part: (name: string) => Part): FigureColumn<EvaluatedClass> => ({
    words, title, by: count, cell: (one) => formatCount(count(one)),
    way: (one) => way(count(one), `${title}: ${formatValue(one.name)}. Show them`, show, rows(part(one.name))),
  });
  const share = (words: string, title: string, of: 'precision' | 'recall' | 'f1'): FigureColumn<EvaluatedClass> => ({ words, title, by: (one) => one[of].value, cell: (one) => intervalBar(one[of]) });
  return [
    { words: 'Class', text: true, by: ({ name }) => name, cell: ({ name, isLabel }) => html`${formatValue(name)}${isLabel ? nothing : html` <span class="dim">no label</span>`}` },
    counted('Rows', 'Rows with this label', ({ support }) => support, (label) => ({ label })),
    counted('Predicted', 'Rows for which it was predicted', ({ predicted }) => predicted, (predicted) => ({ predicted })),
    share('Precision', 'Of the rows for which it was predicted, those that have it', 'precision'),
    share('Recall', 'Of the rows that have it, those for which it was predicted', 'recall'),
    share('F1', 'Harmonic mean of precision and recall', 'f1'),
    counted('Missed', 'False negatives: labelled so, predicted otherwise', ({ support, correct }) => support - correct, (label) => ({ label, right: false })),
    counted('Wrongly', 'False positives: predicted so, labelled otherwise', ({ predicted, correct }) => predicted - correct, (predicted) => ({ predicted, right: false })),
  ];
}

/** Values of one segment column. */
export function segmentColumns(evaluation: Evaluation, { column }: EvaluatedColumn, show: ShowRows, choose: (segment: EvaluatedSegment) => void): readonly FigureColumn<EvaluatedSegment>[] {
  const rows = ({ value }: EvaluatedSegment, part: Part = {}): readonly Filter[] => [measuredFilter(evaluation, part), segmentFilter(column, value)];
  const named = ({ value }: EvaluatedSegment): string => `${column} ${formatValue(value)}`;
  return [
    { words: column, text: true, by: ({ value }) => value ?? '', cell: ({ value }) => formatValue(value), way: (segment) => ({ title: `Show the classes of ${named(segment)} below`, go: () => choose(segment) }) },
    { words: 'Rows', by: ({ rows: count }) => count, cell: ({ rows: count }) => formatCount(count), way: (segment) => way(segment.rows, `Show the rows of ${named(segment)}`, show, rows(segment)) },
    { words: 'Wrong', by: ({ rows: count, correct }) => count - correct, cell: ({ rows: count, correct }) => formatCount(count - correct), way: (segment) => way(segment.rows - segment.correct, `Show the wrong predictions of ${named(segment)}`, show, rows(segment, { right: false })) },
    { words: 'Right', title: 'Accuracy', by: ({ accuracy }) => accuracy.value, cell: ({ accuracy }) => intervalBar(accuracy) },
    { words: 'Precision', title: 'Mean over the classes', by: ({ macroPrecision }) => macroPrecision, cell: ({ macroPrecision }) => shareWords(macroPrecision) },
    { words: 'Recall', title: 'Mean over the classes', by: ({ macroRecall }) => macroRecall, cell: ({ macroRecall }) => shareWords(macroRecall) },
    { words: 'F1', title: 'Mean over the classes', by: ({ macroF1 }) => macroF1, cell: ({ macroF1 }) => shareWords(macroF1) },
    { words: 'Cost', title: 'What its errors cost', by: ({ cost }) => cost, cell: ({ cost }) => formatNumber(cost) },
    { words: 'p', title: 'That its accuracy is that of the other rows: two-proportion z-test, corrected over all segments by Holm’s method', by: ({ p }) => p, cell: ({ p }) => html`<span class=${isUnlikely(p) ? 'marked' : 'dim'}>${probabilityWords(p)}</span>` },
  ];
}

/** Wrong predictions, by what they are taken for. */
export function costColumns(evaluation: Evaluation, show: ShowRows): readonly FigureColumn<Evaluation['confusions'][number]>[] {
  const { valueColumn } = evaluation.cost;
  return [
    { words: 'Label', text: true, by: ({ label }) => label, cell: ({ label }) => formatValue(label) },
    { words: 'Predicted', text: true, by: ({ predicted }) => predicted, cell: ({ predicted }) => formatValue(predicted) },
    { words: 'Rows', by: ({ rows }) => rows, cell: ({ rows }) => formatCount(rows), way: ({ label, predicted, rows }) => way(rows, `Show the ${formatCounted(rows, 'row')} labelled ${formatValue(label)} and predicted ${formatValue(predicted)}`, show, [measuredFilter(evaluation, { label, predicted })]) },
    ...(valueColumn === undefined ? [] : [{ words: 'Worth', title: `Sum of ${valueColumn}`, by: ({ value }: { value: number }) => value, cell: ({ value }: { value: number }) => formatNumber(value) }]),
    { words: 'Cost', by: ({ cost }) => cost, cell: ({ cost }) => formatNumber(cost) },
  ];
}

/** Parts of the rows that the model is weak on. */
export function sliceColumns(evaluation: Evaluation, show: ShowRows): readonly FigureColumn<WeakSlice>[] {
  const rows = ({ filters }: WeakSlice, part: Part = {}): readonly Filter[] => [measuredFilter(evaluation, part), ...filters];
  return [
    { words: 'Rows where', text: true, by: ({ words }) => words, cell: ({ words }) => words, way: (slice) => ({ title: `${sliceWords(slice)}. Show its ${formatCounted(slice.rows, 'row')}`, go: () => show(rows(slice)) }) },
    { words: 'Rows', by: ({ rows: count }) => count, cell: ({ rows: count }) => formatCount(count) },
    { words: 'Wrong', by: ({ wrong }) => wrong, cell: ({ wrong }) => formatCount(wrong), way: (slice) => way(slice.wrong, 'Show its wrong predictions', show, rows(slice, { right: false })) },
    { words: 'Share wrong', by: ({ error }) => error.value, cell: ({ error }) => intervalBar(error) },
    { words: 'Elsewhere', title: 'Share of wrong predictions among all other rows', by: ({ elsewhere }) => elsewhere, cell: ({ elsewhere }) => formatShare(elsewhere) },
    { words: 'Score', title: 'SliceLine’s: how much worse than all, weighed against the size', by: ({ score }) => score, cell: ({ score }) => score.toFixed(2) },
    { words: 'p', title: 'That chance alone makes as many of its rows wrong, times the slices looked at', by: ({ p }) => p, cell: ({ p }) => html`<span class=${isUnlikely(p) ? 'marked' : 'dim'}>${probabilityWords(p)}</span>` },
  ];
}

const shareWords = (share: number | null): string => (share === null ? '—' : formatShare(share));
