import type { WeakSlice } from '../../core/evaluation.ts';
import type { Filter } from '../../core/filter.ts';
import type { Checkpoint } from '../../learn/checkpoint.ts';
import { distinctSlices, findSlices, type Slice, sliceSupport } from '../../learn/sliceLine.ts';
import { shareOf } from '../../stats/confusion.ts';
import { hypergeometricTail } from '../../stats/hypergeometric.ts';
import type { CheckContext, CheckOptions } from '../check.ts';
import type { Predictions } from './predictions.ts';
import { formatNumber, quoted } from './words.ts';
import { mostSliceColumns, readSliceColumn, type SliceColumn, sliceColumnNames } from './sliceColumns.ts';

/** A slice with the numbers of its rows. */
export interface FoundSlice extends WeakSlice {
  readonly columns: readonly string[];
  readonly rowNumbers: Int32Array;
}

export interface WeakSlices {
  /** The worst first. */
  readonly slices: readonly FoundSlice[];
  readonly evaluated: number;
  readonly columns: readonly string[];
  /** Columns beyond the first 30 that could be crossed. */
  readonly omitted: readonly string[];
  readonly support: number;
  /** Why there is nothing to look at, in words. */
  readonly why?: string;
}

export interface SliceSettings {
  readonly alpha: number;
  readonly conditions: number;
  readonly top: number;
}

/** The options of `weak-slice`, which hold for all that look for slices. */
export function sliceSettings(options: CheckOptions): SliceSettings {
  const whole = (name: string): number => Math.max(1, Math.trunc(Number(options[name])));
  return { alpha: Math.min(1, Math.max(0, Number(options['alpha']))), conditions: whole('conditions'), top: whole('maxSlices') };
}

/** Slices that are asked for, so that some are left once those that repeat another are taken out. */
const asked = 50;

/** The slices that predictions are worst on: SliceLine over categories, and over numbers in quantile bins. */
export async function findWeakSlices(
  context: Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal'>,
  { rows, label, predicted }: Predictions,
  positions: Int32Array,
  { alpha, conditions, top }: SliceSettings,
  checkpoint?: Checkpoint,
): Promise<WeakSlices> {
  const support = sliceSupport(positions.length);
  const names = sliceColumnNames(context.dataset, context.profiles);
  const [columns, omitted] = [names.slice(0, mostSliceColumns), names.slice(mostSliceColumns)];
  const none = { slices: [], evaluated: 0, columns, omitted, support };
  if (positions.length < 2 * support) return { ...none, why: `fewer than ${2 * support} rows have a label and a prediction` };
  if (columns.length === 0) return { ...none, why: 'no column holds categories or numbers to slice by' };
  const read: SliceColumn[] = [];
  for (const [index, column] of columns.entries()) {
    await checkpoint?.((index / columns.length) * 0.5, 'Reading columns');
    const found = await readSliceColumn(context, column, positions, rows.length, support);
    if (found) read.push(found);
  }
  const errors = Uint8Array.from(positions, (position) => Number(label[position] !== predicted[position]));
  const found = await findSlices(
    read.map(({ feature }) => feature),
    errors,
    { alpha, support, conditions, top: Math.max(top, asked) },
    (fraction, words) => checkpoint?.(0.5 + fraction / 2, words),
  );
  const total = errors.reduce((sum, wrong) => sum + wrong, 0);
  const slices = distinctSlices(found.slices).slice(0, top).map((slice) => describe(slice, read, { rows, positions, total, evaluated: found.evaluated }));
  return { ...none, slices, evaluated: found.evaluated };
}

interface Whole {
  readonly rows: Int32Array;
  readonly positions: Int32Array;
  readonly total: number;
  readonly evaluated: number;
}

function describe(
  { conditions, rows: count, error: wrong, score }: Slice,
  columns: readonly SliceColumn[],
  { rows, positions, total, evaluated }: Whole,
): FoundSlice {
  const filters = conditions.map(({ feature, value }) => columns[feature]!.filters[value]!);
  const others = positions.length - count;
  const isIn = (place: number): boolean => conditions.every(({ feature, value }) => columns[feature]!.feature.codes[place] === value);
  return {
    filters,
    score,
    wrong,
    words: filters.map(conditionWords).join(' and '),
    rows: count,
    error: shareOf(wrong, count),
    elsewhere: others === 0 ? 0 : (total - wrong) / others,
    p: Math.min(1, hypergeometricTail(wrong, count, total, positions.length) * evaluated),
    columns: conditions.map(({ feature }) => columns[feature]!.column),
    rowNumbers: positions.filter((_, place) => isIn(place)).map((position) => rows[position]!),
  };
}

/** A condition in the middle of a sentence, cells in quotes. */
function conditionWords(filter: Filter): string {
  if (filter.kind === 'values') return `${quoted(filter.column)} is ${filter.values.map((value) => quoted(value ?? '')).join(' or ')}`;
  if (filter.kind === 'range')
    return `${quoted(filter.column)} is from ${formatNumber(filter.min ?? NaN)} to ${filter.closed ? '' : 'below '}${formatNumber(filter.max ?? NaN)}`;
  return filter.kind === 'missing' ? `${quoted(filter.column)} is missing` : '';
}
