import type { ColumnType } from './schema.ts';

/** What is expected of one column. What is not said is not checked. */
export interface ColumnExpectation {
  readonly type?: ColumnType;
  /** No cell is missing, empty or blank. */
  readonly required?: boolean;
  /** No value stands in two rows. */
  readonly unique?: boolean;
  /** The only values there are. */
  readonly values?: readonly string[];
  /** Ends of a range, included: a number, or a date (ISO 8601) in a column of dates. */
  readonly min?: number | string;
  readonly max?: number | string;
  /** Characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression (RE2) that every whole value matches. */
  readonly pattern?: string;
  /** The column itself may be absent. */
  readonly optional?: boolean;
}

export type ExpectationRule = Exclude<keyof ColumnExpectation, 'optional'>;

/** What a file is expected to look like. */
export interface Expectations {
  readonly columns?: Readonly<Record<string, ColumnExpectation>>;
  /** Columns that are not named may be there too; true where nothing is said. */
  readonly otherColumns?: boolean;
  /** Columns stand in the order in which they are named. */
  readonly ordered?: boolean;
}

export const columnExpectationNames: readonly (keyof ColumnExpectation)[] = [
  'type',
  'required',
  'unique',
  'values',
  'min',
  'max',
  'minLength',
  'maxLength',
  'pattern',
  'optional',
];

/** The second laid over the first, column by column and rule by rule. */
export function mergeExpectations(far: Expectations, near: Expectations): Expectations {
  const columns: Record<string, ColumnExpectation> = { ...far.columns };
  for (const [name, expected] of Object.entries(near.columns ?? {})) columns[name] = { ...columns[name], ...expected };
  return { ...far, ...near, ...((far.columns ?? near.columns) && { columns }) };
}
