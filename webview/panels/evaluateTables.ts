import { html, nothing } from 'lit';
import type { EvaluatedClass, EvaluatedColumn, EvaluatedSegment, Evaluation, Share, WeakSlice } from '../../src/core/evaluation.ts';
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
  return [
    {
      words: 'Class',
      text: true,
      by: ({ name }) => name,
      cell: ({ name, isLabel }) => html`${formatValue(name)}${isLabel ? nothing : html` <span class="dim">no label</span>`}`,
    },
    ...toldColumns<EvaluatedClass>(
      (one) => one,
      ({ name }) => formatValue(name),
      (_, part) => [measuredFilter(evaluation, part), ...within],
      show,
    ),
  ];
}

/** How well a class is told, in columns; lines may be classes, or segments in which it is looked at. */
function toldColumns<Line>(
  of: (line: Line) => EvaluatedClass,
  named: (line: Line) => string,
  rows: (line: Line, part: Part) => readonly Filter[],
  show: ShowRows,
): readonly FigureColumn<Line>[] {
  const counted = (
    words: string,
    title: string,
    count: (one: EvaluatedClass) => number,
    part: (name: string) => Part,
  ): FigureColumn<Line> => ({
    words,
    title,
    by: (line) => count(of(line)),
    cell: (line) => formatCount(count(of(line))),
    way: (line) => way(count(of(line)), `${title}: ${named(line)}. Show them`, show, rows(line, part(of(line).name))),
  });
  const share = (words: string, title: string, key: 'precision' | 'recall' | 'f1'): FigureColumn<Line> =>
    shareColumn(words, title, (line) => of(line)[key]);
  return [
    counted(
      'Rows',
      'Rows with this label',
      ({ support }) => support,
      (label) => ({ label }),
    ),
    counted(
      'Predicted',
      'Rows for which it was predicted',
      ({ predicted }) => predicted,
      (predicted) => ({ predicted }),
    ),
    share('Precision', 'Of the rows for which it was predicted, those that have it', 'precision'),
    share('Recall', 'Of the rows that have it, those for which it was predicted', 'recall'),
    share('F1', 'Harmonic mean of precision and recall', 'f1'),
    counted(
      'Missed',
      'False negatives: labelled so, predicted otherwise',
      ({ support, correct }) => support - correct,
      (label) => ({ label, right: false }),
    ),
    counted(
      'Wrongly',
      'False positives: predicted so, labelled otherwise',
      ({ predicted, correct }) => predicted - correct,
      (predicted) => ({ predicted, right: false }),
    ),
  ];
}

/** A share with its interval. */
function shareColumn<Line>(words: string, title: string | undefined, of: (line: Line) => Share): FigureColumn<Line> {
  return {
    words,
    ...(title !== undefined && { title }),
    by: (line) => of(line).value,
    limits: (line) => [of(line).low, of(line).high],
    cell: (line) => intervalBar(of(line)),
  };
}

type ChooseSegment = (segment: EvaluatedSegment) => void;

const segmentNamed = (column: string, { value }: EvaluatedSegment): string => `${column} ${formatValue(value)}`;

function segmentName(column: string, choose: ChooseSegment): FigureColumn<EvaluatedSegment> {
  return {
    words: column,
    text: true,
    by: ({ value }) => value ?? '',
    cell: ({ value }) => formatValue(value),
    way: (segment) => ({ title: `Show the classes of ${segmentNamed(column, segment)} below`, go: () => choose(segment) }),
  };
}

/** Values of one segment column, all classes together. */
export function segmentColumns(
  evaluation: Evaluation,
  { column }: EvaluatedColumn,
  show: ShowRows,
  choose: ChooseSegment,
): readonly FigureColumn<EvaluatedSegment>[] {
  const rows = ({ value }: EvaluatedSegment, part: Part = {}): readonly Filter[] => [
    measuredFilter(evaluation, part),
    segmentFilter(column, value),
  ];
  const named = (segment: EvaluatedSegment): string => segmentNamed(column, segment);
  return [
    segmentName(column, choose),
    {
      words: 'Rows',
      by: ({ rows: count }) => count,
      cell: ({ rows: count }) => formatCount(count),
      way: (segment) => way(segment.rows, `Show the rows of ${named(segment)}`, show, rows(segment)),
    },
    {
      words: 'Wrong',
      by: ({ rows: count, correct }) => count - correct,
      cell: ({ rows: count, correct }) => formatCount(count - correct),
      way: (segment) =>
        way(segment.rows - segment.correct, `Show the wrong predictions of ${named(segment)}`, show, rows(segment, { right: false })),
    },
    shareColumn('Right', 'Accuracy', ({ accuracy }) => accuracy),
    shareColumn('Precision', 'Mean over the classes, with its 95 % interval', ({ macroPrecision }) => macroPrecision),
    shareColumn('Recall', 'Mean over the classes, with its 95 % interval', ({ macroRecall }) => macroRecall),
    shareColumn('F1', 'Mean over the classes, with its 95 % interval', ({ macroF1 }) => macroF1),
    { words: 'Cost', title: 'What its errors cost', by: ({ cost }) => cost, cell: ({ cost }) => formatNumber(cost) },
    {
      words: 'p',
      title: 'That its accuracy is that of the other rows: two-proportion z-test, corrected over all segments by Holm’s method',
      by: ({ p }) => p,
      cell: ({ p }) => html`<span class=${isUnlikely(p) ? 'marked' : 'dim'}>${probabilityWords(p)}</span>`,
    },
  ];
}

/** Values of one segment column, by how well one class is told in each. */
export function segmentClassColumns(
  evaluation: Evaluation,
  { column }: EvaluatedColumn,
  name: string,
  show: ShowRows,
  choose: ChooseSegment,
): readonly FigureColumn<EvaluatedSegment>[] {
  const of = ({ classes }: EvaluatedSegment): EvaluatedClass => classes.find((one) => one.name === name) ?? { ...absentClass, name };
  const rows = ({ value }: EvaluatedSegment, part: Part): readonly Filter[] => [
    measuredFilter(evaluation, part),
    segmentFilter(column, value),
  ];
  return [
    segmentName(column, choose),
    ...toldColumns(of, (segment) => `${formatValue(name)} where ${segmentNamed(column, segment)}`, rows, show),
  ];
}

const nothingKnown = { value: null, low: 0, high: 1 };
const absentClass: Omit<EvaluatedClass, 'name'> = {
  isLabel: true,
  support: 0,
  predicted: 0,
  correct: 0,
  precision: nothingKnown,
  recall: nothingKnown,
  f1: nothingKnown,
};

/** Wrong predictions, by what they are taken for. */
export function costColumns(evaluation: Evaluation, show: ShowRows): readonly FigureColumn<Evaluation['confusions'][number]>[] {
  const { valueColumn } = evaluation.cost;
  return [
    { words: 'Label', text: true, by: ({ label }) => label, cell: ({ label }) => formatValue(label) },
    { words: 'Predicted', text: true, by: ({ predicted }) => predicted, cell: ({ predicted }) => formatValue(predicted) },
    {
      words: 'Rows',
      by: ({ rows }) => rows,
      cell: ({ rows }) => formatCount(rows),
      way: ({ label, predicted, rows }) =>
        way(rows, `Show the ${formatCounted(rows, 'row')} labelled ${formatValue(label)} and predicted ${formatValue(predicted)}`, show, [
          measuredFilter(evaluation, { label, predicted }),
        ]),
    },
    ...(valueColumn === undefined
      ? []
      : [
          {
            words: 'Worth',
            title: `Sum of ${valueColumn}`,
            by: ({ value }: { value: number }) => value,
            cell: ({ value }: { value: number }) => formatNumber(value),
          },
        ]),
    { words: 'Cost', by: ({ cost }) => cost, cell: ({ cost }) => formatNumber(cost) },
  ];
}

/** Parts of the rows that the model is weak on. */
export function sliceColumns(evaluation: Evaluation, show: ShowRows): readonly FigureColumn<WeakSlice>[] {
  const rows = ({ filters }: WeakSlice, part: Part = {}): readonly Filter[] => [measuredFilter(evaluation, part), ...filters];
  return [
    {
      words: 'Rows where',
      text: true,
      by: ({ words }) => words,
      cell: ({ words }) => words,
      way: (slice) => ({ title: `${sliceWords(slice)}. Show its ${formatCounted(slice.rows, 'row')}`, go: () => show(rows(slice)) }),
    },
    { words: 'Rows', by: ({ rows: count }) => count, cell: ({ rows: count }) => formatCount(count) },
    {
      words: 'Wrong',
      by: ({ wrong }) => wrong,
      cell: ({ wrong }) => formatCount(wrong),
      way: (slice) => way(slice.wrong, 'Show its wrong predictions', show, rows(slice, { right: false })),
    },
    shareColumn('Share wrong', undefined, ({ error }) => error),
    {
      words: 'Elsewhere',
      title: 'Share of wrong predictions among all other rows',
      by: ({ elsewhere }) => elsewhere,
      cell: ({ elsewhere }) => formatShare(elsewhere),
    },
    {
      words: 'Score',
      title: 'SliceLine’s: how much worse than all, weighed against the size',
      by: ({ score }) => score,
      cell: ({ score }) => score.toFixed(2),
    },
    {
      words: 'p',
      title: 'That chance alone makes as many of its rows wrong, times the slices looked at',
      by: ({ p }) => p,
      cell: ({ p }) => html`<span class=${isUnlikely(p) ? 'marked' : 'dim'}>${probabilityWords(p)}</span>`,
    },
  ];
}
