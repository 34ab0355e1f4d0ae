import { isNumeric, isTemporal } from '../core/schema.ts';
import type { ColumnValues } from './columnValues.ts';
import type { SqlValue } from './engine.ts';
import type { Answer, Questions } from './questions.ts';
import { isTextStorage, type StoredColumn } from './sql.ts';

/** A standard deviation of larger numbers would leave the range of a double. */
export const largestSquare = 1e150;
/** Longer texts are cut where they are the first or the last of their column. */
const shownLength = 200;
/** Share of values on either side of the middle that a histogram's bins divide where the ends are far. */
export const tail = 0.005;

/** What is known of the values of a column. */
export interface Figures {
  readonly min?: string;
  readonly max?: string;
  /** Ends of what the histogram is over: numbers, ms since 1970, or characters. */
  readonly low?: number;
  readonly high?: number;
  readonly mean?: number;
  readonly standardDeviation?: number;
}

/** Where the values lie that the histogram is over. */
export interface Spread {
  readonly low?: number;
  readonly high?: number;
  /** 99 of 100 values lie between them. */
  readonly middleLow?: number;
  readonly middleHigh?: number;
  readonly median?: number;
}

/** What a histogram of the column is over; null where it has none. */
export function measured(column: StoredColumn, values: ColumnValues): string | null {
  if (values.text === null || column.type === 'empty') return null;
  return values.measure ?? (column.type === 'text' ? values.length : null);
}

/** Asks for the smallest and the largest value, as they are written. */
export function askEnds(questions: Questions, column: StoredColumn, { cell, text, measure }: ColumnValues): Answer<Pick<Figures, 'min' | 'max'>> {
  if (text === null || column.type === 'empty') return () => ({});
  const native = !isTextStorage(column.storage);
  // The cell is turned into text after the smallest has been found, not before.
  const end = (which: 'min' | 'max'): Answer<string | undefined> =>
    questions.text(
      measure === null
        ? `left(CAST(${which}(${native ? cell : text}) AS VARCHAR), ${shownLength})`
        : `CAST(arg_${which}(${cell}, ${measure}) AS VARCHAR)`,
    );
  const [min, max] = [end('min'), end('max')];
  return () => ({ min: min(), max: max() });
}

/** Asks for what the type of a column has: ends, mean, deviation, lengths. Nested values and bytes have none. */
export function askFigures(questions: Questions, column: StoredColumn, values: ColumnValues): Answer<Figures> {
  const { text, measure } = values;
  if (text === null || column.type === 'empty') return () => ({});
  const over = measured(column, values);
  const ends = askEnds(questions, column, values);
  const low = over === null ? null : questions.number(`min(${over})`);
  const high = over === null ? null : questions.number(`max(${over})`);
  const numeric = isNumeric(column.type);
  const mean = numeric ? questions.number(`avg(${measure})`) : null;
  const deviation = numeric ? questions.number(`stddev_samp(CASE WHEN abs(${measure}) < ${largestSquare} THEN ${measure} END)`) : null;
  return () => {
    const figures = { ...ends(), low: low?.(), high: high?.(), mean: mean?.() };
    const tooLarge = Math.max(Math.abs(figures.low ?? 0), Math.abs(figures.high ?? 0)) >= largestSquare;
    return { ...figures, ...(!tooLarge && { standardDeviation: deviation?.() }) };
  };
}

/** Asks where a histogram has to have its bins. */
export function askSpread(questions: Questions, column: StoredColumn, values: ColumnValues): Answer<Spread> {
  const over = measured(column, values);
  if (over === null) return () => ({});
  const [low, high] = [questions.number(`min(${over})`), questions.number(`max(${over})`)];
  if (isNumeric(column.type)) {
    // The median takes all values side by side, in which the others are found in no time.
    const quantiles = questions.ask(`quantile_cont(${over}, [${tail}, 0.5, ${1 - tail}])`);
    return () => {
      const [middleLow, median, middleHigh] = numbersOf(quantiles());
      return { low: low(), high: high(), middleLow, middleHigh, median };
    };
  }
  const [middleLow, middleHigh] = [questions.number(`approx_quantile(${over}, ${tail})`), questions.number(`approx_quantile(${over}, ${1 - tail})`)];
  return () => ({ low: low(), high: high(), middleLow: middleLow(), middleHigh: middleHigh() });
}

function numbersOf(list: SqlValue): (number | undefined)[] {
  return Array.isArray(list) ? list.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)) : [];
}

/** Whether the numbers of a histogram are whole: integers and lengths. */
export const isWhole = (column: StoredColumn): boolean => column.type === 'integer' || !(isNumeric(column.type) || isTemporal(column.type));
