import type { Severity } from './finding.ts';
import type { DropReason, PlanOptions } from './redundancyPlan.ts';
import { sampleWords } from './stratifiedSample.ts';

/** One removable chip. A view shows the rows that pass all of them. */
export type Filter =
  | { readonly kind: 'values'; readonly column: string; readonly values: readonly (string | null)[]; readonly exclude?: boolean }
  | { readonly kind: 'contains'; readonly column?: string; readonly text: string }
  | { readonly kind: 'range'; readonly column: string; readonly min?: number; readonly max?: number; /** max itself passes */ readonly closed?: boolean }
  | { readonly kind: 'missing'; readonly column: string }
  /** Has a value that is not of the column's type: no number, or no date. */
  | { readonly kind: 'mistyped'; readonly column: string }
  /** Dates of one day of the week, in UTC; Monday is 1. */
  | { readonly kind: 'weekday'; readonly column: string; readonly weekday: number }
  /** `suggested`: by a finding that suggests this label. */
  | { readonly kind: 'flagged'; readonly check?: string; readonly column?: string; readonly severity?: Severity; readonly suggested?: string }
  | { readonly kind: 'finding'; readonly finding: number; readonly title: string }
  | { readonly kind: 'decided'; readonly decided: boolean }
  /** These rows; without a sort, in this order. `title` says what they are. */
  | { readonly kind: 'listed'; readonly title: string; readonly rows: readonly number[] }
  /** Rows with or without a value in an annotation column; `by`: a value of this person. */
  | { readonly kind: 'annotated'; readonly column: string; readonly annotated: boolean; readonly by?: string }
  | PredictionFilter
  | SampleFilter
  | RedundantFilter
  | MeantFilter;

/** Rows that mean these values: decisions and variants of labels count as what they stand for, as in what to collect. */
export interface MeantFilter {
  readonly kind: 'meant';
  readonly values: readonly { readonly column: string; readonly value: string }[];
}

/** Rows that a redundancy plan leaves out; `reason`: for this one alone. */
export interface RedundantFilter {
  readonly kind: 'redundant';
  readonly options: PlanOptions;
  readonly reason?: DropReason;
}

/** So many rows of each combination of values of some columns, drawn with a seed. */
export interface SampleFilter {
  readonly kind: 'sample';
  /** None: rows of the whole. */
  readonly columns: readonly string[];
  readonly count: number;
  readonly seed: number;
  /** What it is drawn from; those before it in a view put themselves here (`withPopulations`). */
  readonly among?: readonly Filter[];
}

/** Rows with a label and a prediction, by both of them; what is absent may be anything. Decisions are laid over the labels. */
export interface PredictionFilter {
  readonly kind: 'prediction';
  readonly label?: string;
  readonly predicted?: string;
  readonly right?: boolean;
  /** As for an evaluation: a value of the split column, or a kind of split. */
  readonly split?: string;
  /** The model's highest probability: above `from` (0 itself passes), up to `to`. */
  readonly sure?: { readonly from: number; readonly to: number };
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** What the grid shows: filtered, then sorted; without a sort, in file order. */
export interface View {
  readonly filters: readonly Filter[];
  readonly sort?: Sort;
}

const wordsFor = (value: string | null): string => (value === null ? '(missing)' : value === '' ? '(empty)' : value);

/** Monday is 1. */
export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** The words on a chip. */
export function describeFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'values': {
      const shown = filter.values.slice(0, 4).map(wordsFor).join(', ');
      const more = filter.values.length > 4 ? ` +${filter.values.length - 4}` : '';
      return `${filter.column} ${filter.exclude ? 'is not' : 'is'} ${shown}${more}`;
    }
    case 'contains':
      return `${filter.column ?? 'any column'} contains “${filter.text}”`;
    case 'range':
      return [
        filter.column,
        ...(filter.min === undefined ? [] : [`from ${filter.min}`]),
        ...(filter.max === undefined ? [] : [`${filter.closed ? 'to' : 'below'} ${filter.max}`]),
      ].join(' ');
    case 'missing':
      return `${filter.column} is missing`;
    case 'mistyped':
      return `${filter.column} is of another type`;
    case 'weekday':
      return `${filter.column} is a ${weekdayNames[filter.weekday - 1] ?? 'day'}`;
    case 'flagged':
      return `flagged: ${filter.check ?? filter.severity ?? 'any check'}${filter.column ? ` in ${filter.column}` : ''}${filter.suggested === undefined ? '' : ` as ${wordsFor(filter.suggested)}`}`;
    case 'finding':
    case 'listed':
      return filter.title;
    case 'decided':
      return filter.decided ? 'decided' : 'not decided';
    case 'annotated':
      return `${filter.annotated ? '' : 'no '}${filter.column}${filter.by === undefined ? '' : ` by ${filter.by.replace(/\s*<[^>]*>\s*$/, '')}`}${filter.annotated ? ' filled in' : ' yet'}`;
    case 'prediction':
      return predictionWords(filter);
    case 'sample':
      return sampleWords(filter);
    case 'redundant':
      return redundantWords(filter);
    case 'meant':
      return `${filter.values.map(({ column, value }) => `${column} is ${wordsFor(value)}`).join(', ')}, as decided`;
  }
}

const redundantReasons: Readonly<Record<DropReason, string>> = {
  copy: 'copies',
  near: 'near copies',
  easy: 'easy rows',
  hard: 'hard rows',
  random: 'rows drawn at random',
};

function redundantWords({ options: { keep, floor }, reason }: RedundantFilter): string {
  return `${reason === undefined ? 'rows' : redundantReasons[reason]} that could go: keep ${Number((keep * 100).toFixed(2))} %, floor ${floor}`;
}

function predictionWords({ label, predicted, right, split, sure }: PredictionFilter): string {
  const parts = [
    ...(right === undefined ? [] : [right ? 'predicted rightly' : 'predicted wrongly']),
    ...(label === undefined ? [] : [`labelled ${wordsFor(label)}`]),
    ...(predicted === undefined ? [] : [`predicted ${wordsFor(predicted)}`]),
    ...(sure === undefined ? [] : [`probability ${sure.from.toFixed(2)} to ${sure.to.toFixed(2)}`]),
    ...(split === undefined ? [] : [`split ${wordsFor(split)}`]),
  ];
  return parts.length === 0 ? 'with a label and a prediction' : parts.join(', ');
}
