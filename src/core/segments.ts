import { type Filter, weekdayNames } from './filter.ts';
import { type ColumnProfile, isCategorical } from './profile.ts';
import { type ColumnType, isNumeric, isTemporal } from './schema.ts';

/** Stretches of time that dates are gathered by; weeks begin on Monday. Days of the week are gathered over all weeks. */
const calendarUnits = ['day', 'week', 'month', 'year', 'weekday'] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

/** How one column divides the rows. */
export type Division =
  | { readonly column: string; readonly how: 'values' }
  /** Numbers or dates in so many groups of about as many rows. */
  | { readonly column: string; readonly how: 'quantiles'; readonly groups: number }
  /** The bins of the column's histogram: numbers, dates, or lengths of texts. */
  | { readonly column: string; readonly how: 'histogram' }
  | { readonly column: string; readonly how: CalendarUnit };

/** What all rows of a group have in one column; the filter that shows them. */
export type GroupPart = Extract<Filter, { kind: 'values' | 'range' | 'weekday' | 'missing' | 'mistyped' }>;

/** Groups that come in the order of what they are, not of how many rows they have. */
export function isOrdered({ how }: Division): boolean {
  return how !== 'values';
}

const isCalendar = (how: Division['how']): how is CalendarUnit => (calendarUnits as readonly string[]).includes(how);

/**
 * A share that differs from others is marked when it is beyond chance and large enough to matter: Cohen, “Statistical
 * power analysis”, 1988, calls h = .2 small.
 */
export const differenceLevel = 0.001;
export const leastEffect = 0.2;

/** Numbers with no more distinct values are categories. */
const fewNumbers = 20;
const usualQuantiles = 5;
const day = 86_400_000;
/** A chart of each group has room for so many. */
const mostPeriods = 40;

/**
 * How a column divides the rows unless a person says otherwise: values that repeat, else quantiles, or the unit of time
 * that gives no more than 40 groups.
 */
export function usualDivision(profile: ColumnProfile): Division {
  const { column, type, distinct } = profile;
  if (isTemporal(type)) return { column, how: fittingUnit(profile) };
  if (isNumeric(type) && distinct > fewNumbers) return { column, how: 'quantiles', groups: usualQuantiles };
  return { column, how: 'values' };
}

function fittingUnit({ histogram }: ColumnProfile): CalendarUnit {
  const span = ((histogram.at(-1)?.to ?? 0) - (histogram[0]?.from ?? 0)) / day;
  if (span <= mostPeriods) return 'day';
  if (span <= mostPeriods * 7) return 'week';
  return span <= mostPeriods * 31 ? 'month' : 'year';
}

/** What of a column is counted: values that repeat, else its histogram; dates by the unit of time that fits. */
export function countedDivision(profile: ColumnProfile, isLabel: boolean): Division {
  const { column, type } = profile;
  const byValue = isLabel || profile.histogram.length === 0 || (isNumeric(type) ? profile.distinct <= fewNumbers : isCategorical(profile));
  return byValue ? { column, how: 'values' } : isTemporal(type) ? { column, how: fittingUnit(profile) } : { column, how: 'histogram' };
}

/** In how many ways a column may divide the rows, the usual one among them. `isTime`: it has the role time, whatever it is written like. */
export function divisionsOf(profile: ColumnProfile, isTime: boolean): Division[] {
  const { column, type } = profile;
  const quantiles = [4, 5, 10].map((groups): Division => ({ column, how: 'quantiles', groups }));
  const values: Division = { column, how: 'values' };
  if (isTemporal(type)) return [...calendarUnits.map((how): Division => ({ column, how })), ...quantiles, values];
  if (isNumeric(type)) return [...quantiles, values];
  return isTime ? [values, ...calendarUnits.map((how): Division => ({ column, how }))] : [values];
}

/** How rows are divided, without the column: `by month`, `in 5 quantiles`; empty for values. */
export function howWords(division: Division): string {
  if (division.how === 'quantiles') return `in ${division.groups} quantiles`;
  if (division.how === 'histogram') return 'in bins';
  return division.how === 'values' ? '' : `by ${division.how}`;
}

/** The column with how it divides the rows: `opened by month`. */
export function divisionWords(division: Division): string {
  return [division.column, howWords(division)].filter((words) => words !== '').join(' ');
}

/** Where a period that begins at `from` ends, in ms since 1970 UTC. */
export function endOfPeriod(from: number, unit: Exclude<CalendarUnit, 'weekday'>): number {
  const date = new Date(from);
  if (unit === 'year') return Date.UTC(date.getUTCFullYear() + 1, 0, 1);
  if (unit === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return from + (unit === 'week' ? 7 : 1) * day;
}

/** How a number at the end of a range is written. */
type EndWords = (end: number) => string;
const shortNumber = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const isoDay: EndWords = (end) => new Date(end).toISOString().slice(0, 10);
const isoMoment: EndWords = (end) => (end % day === 0 ? isoDay(end) : new Date(end).toISOString().slice(0, 16).replace('T', ' '));

/** What a column's histogram is over: numbers, times, or how long texts are. */
export type Measure = 'number' | 'time' | 'length';

/** What the values of a type are measured by where they are put in order: texts by their length. */
export function measureOf(type: ColumnType): Measure {
  return isTemporal(type) ? 'time' : isNumeric(type) ? 'number' : 'length';
}

/** The words on a group of `division`: `DE`, `2024-03`, `10 – 20`, `Monday`. */
export function partWords(part: GroupPart, division: Division, measure: Measure): string {
  switch (part.kind) {
    case 'values':
      return valueWords(part.values[0] ?? null);
    case 'missing':
      return valueWords(null);
    case 'mistyped':
      return measure === 'time' || isCalendar(division.how) ? '(not a date)' : '(not a number)';
    case 'weekday':
      return weekdayNames[part.weekday - 1] ?? '';
    case 'range':
      return rangeWords(part, division, measure);
  }
}

function rangeWords({ min = 0, max = 0 }: Extract<GroupPart, { kind: 'range' }>, { how }: Division, measure: Measure): string {
  if (how === 'year') return isoDay(min).slice(0, 4);
  if (how === 'month') return isoDay(min).slice(0, 7);
  if (how === 'day') return isoDay(min);
  if (how === 'week') return `week of ${isoDay(min)}`;
  const words = measure === 'time' ? isoMoment : shortNumber.format;
  const range = min === max ? words(min) : `${words(min)} – ${words(max)}`;
  return measure === 'length' ? `${range} characters` : range;
}

function valueWords(value: string | null): string {
  if (value === null) return '(missing)';
  if (value === '') return '(empty)';
  return value === value.trim() ? value : `“${value}”`;
}
