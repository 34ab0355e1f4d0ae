import type { SqlValue } from './engine.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, type StoredColumn } from './sql.ts';

/** Reads one answer, once the query has run. */
export type Answer<T> = () => T;

/** Runs a query of one row, and returns its values. */
export type AskOnce = (sql: string) => Promise<readonly SqlValue[]>;

/**
 * One query for figures over whole columns, put together question by question, so that the rows are read once.
 * A value that several questions are about is worked out once for each row.
 */
export class Questions {
  readonly #columns: readonly string[];
  readonly #values: string[] = [];
  readonly #derived: string[] = [];
  readonly #asked: string[];
  readonly #weight: string | null;
  #answers: readonly SqlValue[] = [];

  /**
   * Questions are about these columns.
   * @param weight where the table has a row for each group of rows alike: the column that says how many they are.
   */
  constructor(columns: readonly StoredColumn[], weight: string | null = null) {
    this.#columns = [weight ?? '_row', ...columns.map(({ internal }) => quoteIdentifier(internal))];
    this.#weight = weight;
    this.#asked = [weight === null ? 'count(*)' : `sum(${weight})`];
  }

  /** Names a value of each row, an expression over the columns. */
  value(sql: string): string {
    return `v${this.#values.push(sql) - 1}`;
  }

  /** Names a value of each row, an expression over the columns and the values named by `value`. */
  derived(sql: string): string {
    return `d${this.#derived.push(sql) - 1}`;
  }

  /** Asks for an aggregate over columns and values. */
  ask(sql: string): Answer<SqlValue> {
    const place = this.#asked.push(sql) - 1;
    return () => this.#answers[place] ?? null;
  }

  /** As `ask`, for a number; undefined where there is none, or none that is finite. */
  number(sql: string): Answer<number | undefined> {
    const answer = this.ask(sql);
    return () => {
      const value = answer();
      const number = typeof value === 'bigint' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    };
  }

  /** Rows in which an expression is not NULL. */
  count(sql: string): Answer<number | undefined> {
    return this.number(this.#weight === null ? `count(${sql})` : `sum(${this.#weight}) FILTER (WHERE ${sql} IS NOT NULL)`);
  }

  /** Rows in which a condition holds. */
  countIf(condition: string): Answer<number | undefined> {
    return this.number(this.#weight === null ? `count_if(${condition})` : `sum(${this.#weight}) FILTER (WHERE ${condition})`);
  }

  sum(sql: string): Answer<number | undefined> {
    return this.number(this.#weight === null ? `sum(${sql})` : `sum(${sql} * ${this.#weight})`);
  }

  /** Different values of a column, estimated: those of groups are counted. */
  distinct(cell: string): Answer<number | undefined> {
    return this.number(this.#weight === null ? `approx_count_distinct(${cell})` : `count(${cell})`);
  }

  text(sql: string): Answer<string | undefined> {
    const answer = this.ask(sql);
    return () => {
      const value = answer();
      return typeof value === 'string' ? value : undefined;
    };
  }

  get rows(): number {
    return Number(this.#answers[0] ?? 0);
  }

  async run(ask: AskOnce, table = dataTable): Promise<void> {
    const named = (list: readonly string[], letter: string): string => list.map((sql, index) => `, ${sql} AS ${letter}${index}`).join('');
    const values = `SELECT ${this.#columns.join(', ')}${named(this.#values, 'v')} FROM ${quoteIdentifier(table)}`;
    this.#answers = await ask(`SELECT ${this.#asked.join(', ')} FROM (SELECT *${named(this.#derived, 'd')} FROM (${values}))`);
  }
}
