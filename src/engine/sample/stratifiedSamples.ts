import type { Filter, SampleFilter } from '../../core/filter.ts';
import type { SampleCell, SampleReport } from '../../core/stratifiedSample.ts';
import type { RowKeys } from '../keys.ts';
import { LeastRecent } from '../leastRecent.ts';
import { requireColumn, type OpenTable } from '../openTable.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { dataTable } from '../sql.ts';

/** Draws that are kept: one that is filtered and sorted is not made again. */
const keptDraws = 6;
/** Cells with too few rows that are listed. */
const mostListed = 1000;
/** Combinations of values that are looked through for those that do not occur. */
const mostCombinations = 20_000;

export interface SampleSource {
  readonly table: OpenTable;
  readonly keys: () => RowKeys;
  /** The rows that pass, as a boolean expression for SQL over `data`. */
  whereOf(filters: readonly Filter[], signal?: AbortSignal): Promise<string>;
  /** Grows whenever what checks and people say of rows may have changed. */
  revision(): number;
}

/**
 * Stratified samples: of each combination of values the rows whose keys, hashed with the seed (MD5), come first. A row is
 * drawn or not by its key, its cell and the seed alone, so a draw outlives sorting, and rows added to the file change it
 * only as far as they come first themselves.
 */
export class StratifiedSamples {
  readonly #source: SampleSource;
  readonly #drawn = new LeastRecent<Int32Array>(keptDraws);

  constructor(source: SampleSource) {
    this.#source = source;
  }

  /** The rows of a sample, ascending. `filter.among`: what it is drawn from. */
  async rowsOf(filter: SampleFilter, signal?: AbortSignal): Promise<Int32Array> {
    const { among = [], count, seed, columns } = filter;
    const name = JSON.stringify([columns, count, seed, among, among.length > 0 ? this.#source.revision() : 0]);
    const known = this.#drawn.get(name);
    if (known) return known;
    const { database } = this.#source.table;
    const cells = columns.map((_, place) => `s${place}`);
    const { join, text } = await this.#source.keys().sqlText(signal);
    const population = await this.#population(columns, among, signal);
    const keyed = `SELECT rows._row AS _row, ${['NULL', ...cells].join(', ')}, md5_number_lower(concat(${quoteLiteral(`${seed}:`)}, ${text})) AS draw FROM (${population}) rows ${join}`;
    const placed = `SELECT _row, row_number() OVER (${cells.length > 0 ? `PARTITION BY ${cells.join(', ')} ` : ''}ORDER BY draw, _row) AS place FROM (${keyed})`;
    const rows = await database.integers(`SELECT CAST(_row AS INTEGER) FROM (${placed}) WHERE place <= ${quoteLiteral(count)} ORDER BY _row`, [], signal);
    this.#drawn.set(name, rows);
    return rows;
  }

  /** What a draw comes to, and where there are too few rows for it. */
  async report({ columns, count }: SampleFilter, filters: readonly Filter[], signal?: AbortSignal): Promise<Omit<SampleReport, 'notes'>> {
    const { database } = this.#source.table;
    const cells = columns.map((_, place) => `s${place}`);
    const population = await this.#population(columns, filters, signal);
    const counted = `SELECT ${[...cells, 'count(*) AS n'].join(', ')} FROM (${population})${cells.length > 0 ? ` GROUP BY ${cells.join(', ')}` : ''}`;
    const wanted = quoteLiteral(count);
    const [sums] = await rowsOf(
      database,
      `SELECT coalesce(sum(n), 0), count(*), coalesce(sum(least(n, ${wanted})), 0), count_if(n < ${wanted})${cells.map((cell) => `, count(DISTINCT ${cell})`).join('')} FROM (${counted})`,
      signal,
    );
    const [rows = 0, present = 0, drawn = 0, few = 0, ...distinct] = (sums ?? []).map(Number);
    const possible = distinct.reduce((product, values) => product * values, 1);
    const crossed = columns.length > 1 && possible <= mostCombinations;
    const absent = crossed ? await this.#absent(counted, cells, signal) : [];
    const listed = await rowsOf(
      database,
      `SELECT ${[...cells, 'n'].join(', ')} FROM (${counted}) WHERE n < ${wanted} ORDER BY n${cells.map((cell) => `, ${cell}`).join('')} LIMIT ${mostListed}`,
      signal,
    );
    const short = [
      ...absent,
      ...listed.map((cell): SampleCell => ({ values: cell.slice(0, -1).map(textOrNull), rows: Number(cell.at(-1)) })),
    ].slice(0, mostListed);
    return { drawn, rows, cells: present, short, shortTotal: few + absent.length, absentUncounted: columns.length > 1 && !crossed };
  }

  /** Combinations of values that occur, each for itself, and never together. */
  async #absent(counted: string, cells: readonly string[], signal?: AbortSignal): Promise<SampleCell[]> {
    const sides = cells.map((cell) => `(SELECT DISTINCT ${cell} FROM counted WHERE ${cell} IS NOT NULL)`).join(' CROSS JOIN ');
    const equal = cells.map((cell) => `c.${cell} = a.${cell}`).join(' AND ');
    const sql = `WITH counted AS (${counted}) SELECT ${cells.map((cell) => `a.${cell}`).join(', ')} FROM (SELECT * FROM ${sides}) a WHERE NOT EXISTS (SELECT 1 FROM counted c WHERE ${equal}) ORDER BY ALL`;
    return (await rowsOf(this.#source.table.database, sql, signal)).map((values) => ({ values: values.map(textOrNull), rows: 0 }));
  }

  /** The rows that pass, each with the values that it is a cell by. */
  async #population(columns: readonly string[], filters: readonly Filter[], signal?: AbortSignal): Promise<string> {
    const { table, whereOf } = this.#source;
    const { dialect } = table.relation;
    for (const column of columns) requireColumn(table, column);
    const values = columns.map((column, place) => `, CASE WHEN ${dialect.missing(column)} THEN NULL ELSE ${dialect.text(column)} END AS s${place}`);
    return `SELECT _row${values.join('')} FROM ${quoteIdentifier(dataTable)} WHERE ${await whereOf(filters, signal)}`;
  }
}

/** Results row by row. */
async function rowsOf(database: OpenTable['database'], sql: string, signal?: AbortSignal): Promise<unknown[][]> {
  const columns = await database.columns(sql, [], signal);
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => columns.map((column) => column[row]));
}

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
