import type { ColumnType } from '../core/schema.ts';

/** What DuckDB or another engine gives back for one cell. 64-bit integers beyond 2^53 come as bigint. */
export type SqlValue = string | number | bigint | boolean | null | readonly SqlValue[];
export type SqlRow = Readonly<Record<string, SqlValue>>;
export type SqlParameter = string | number | bigint | boolean | null;

/**
 * Builds the SQL that differs between engines, and quotes. Every identifier and literal that reaches SQL
 * text goes through here; everything else is a bound value.
 */
export interface Dialect {
  /** Quotes a name, for an alias. */
  identifier(name: string): string;
  literal(value: string | number | null): string;
  /** The cell's own text as the file has it; NULL where it is null or absent. */
  text(column: string): string;
  /** The cell as a double; NULL where it is not a number. */
  number(column: string): string;
  /** The cell as milliseconds since 1970 UTC; NULL where it is not a date or time. */
  time(column: string): string;
  /** Whether the text is null, empty or white space alone: a boolean expression. */
  missing(column: string): string;
  /**
   * Whether the cell is a value of the type, by the rule that infers types (`007` is no integer): a boolean expression,
   * NULL or false where the cell is null.
   */
  ofType(column: string, type: ColumnType): string;
  /** NFKC, lower case, white space collapsed and trimmed: a text expression over a text expression. */
  normalise(textExpression: string): string;
  /**
   * Texts in one, NULL as empty, each changed by `each` and with a separator after it; of thousands too, where one
   * expression for each would take seconds to plan.
   */
  join(textExpressions: readonly string[], separator: string, each?: (text: string) => string): string;
  /** Length in bytes of UTF-8: nothing is decoded for it, so it is what costly expressions are guarded with. */
  bytes(textExpression: string): string;
  /** A boolean expression: the text has these characters in it. */
  contains(textExpression: string, characters: string): string;
  /** A boolean expression: the text matches an RE2 pattern (case-insensitive where asked). */
  matches(textExpression: string, pattern: string, ignoreCase?: boolean): string;
  /** A text expression: what an RE2 pattern first matches; empty where it does not match. */
  firstMatch(textExpression: string, pattern: string): string;
  /** A boolean expression: the text, split at its spaces, has one word at least `times` times in a row. */
  repeatsWord(textExpression: string, times: number): string;
  /** A 64-bit hash of text expressions; equal texts give equal hashes, candidates are to be verified. */
  hash(textExpressions: readonly string[]): string;
}

/**
 * The relation of readable rows of one dataset, and how to ask it. It has a BIGINT column `_row` (the 1-based row number);
 * its other columns are reached through the dialect's `text`, `number`, `time` and `missing` by the dataset's column names alone.
 */
export interface Relation {
  /** Quoted name, to be used after FROM. */
  readonly name: string;
  readonly dialect: Dialect;
  query(sql: string, parameters?: readonly SqlParameter[], signal?: AbortSignal): Promise<SqlRow[]>;
  /** The same in chunks, for results that may be large. */
  stream(sql: string, parameters?: readonly SqlParameter[], signal?: AbortSignal): AsyncIterable<SqlRow[]>;
  /** The first column of a result, which holds row numbers, without an object for any of them. */
  integers(sql: string, signal?: AbortSignal): Promise<Int32Array>;
  /** Keeps the result of a question as a table of its own, beside the dataset, so that several questions may start from it. */
  keep(sql: string, signal?: AbortSignal): Promise<KeptTable>;
}

export interface KeptTable {
  /** Quoted name, to be used after FROM. */
  readonly name: string;
  drop(): Promise<void>;
}
