import type { Dataset } from '../../../core/dataset.ts';
import { type ColumnProfile, isCategorical } from '../../../core/profile.ts';
import type { Relation } from '../../../engine/engine.ts';
import { askOne, numberIn, textIn } from '../ask.ts';
import { commonShape, type DriftSide, type SideColumn, type Spread, type SpreadOf, type ValueCounts } from './driftSide.ts';
import { formatCount } from '../words.ts';

/** Numbers of a column that are looked at; of more, an even sample. */
const mostNumbers = 100_000;
/** Values that are told apart; a label may have so many. */
const mostValues = 10_000;
/** Texts that shapes are taken from. */
const shapedTexts = 1000;
/** Columns that one question counts. */
const countedColumns = 50;

export interface RelationSideParts {
  readonly name: string;
  readonly dataset: Dataset;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  readonly relation: Relation;
  /** The rows that are on this side, as a boolean expression; all of them where it is absent. */
  readonly where?: string;
  readonly signal: AbortSignal;
}

/** The rows of a relation, or some of them, as a side of a comparison. */
export async function openRelationSide(parts: RelationSideParts): Promise<DriftSide> {
  const { dataset, relation, where, signal } = parts;
  const rows =
    where === undefined
      ? dataset.rows
      : numberIn((await askOne(relation, `SELECT count(*) AS n FROM ${relation.name} WHERE ${where}`, signal))['n']);
  return new RelationSide(parts, rows, await readColumns(parts));
}

/** Types and numbers of distinct values are those of the whole column: they say how to compare. Missing values are the side's own. */
async function readColumns({ dataset, profiles, relation, where, signal }: RelationSideParts): Promise<Map<string, SideColumn>> {
  const missing = new Map<string, number>();
  const names = dataset.columns.map(({ name }) => name);
  for (let first = 0; where !== undefined && first < names.length; first += countedColumns) {
    const some = names.slice(first, first + countedColumns);
    const sums = some.map((name, index) => `sum(CASE WHEN ${relation.dialect.missing(name)} THEN 1 ELSE 0 END) AS m${index}`);
    const row = await askOne(relation, `SELECT ${sums.join(', ')} FROM ${relation.name} WHERE ${where}`, signal);
    some.forEach((name, index) => missing.set(name, numberIn(row[`m${index}`]) || 0));
  }
  return new Map(dataset.columns.map(({ name, type }) => {
    const profile = profiles.get(name);
    const column: SideColumn = {
      name, type,
      missing: missing.get(name) ?? (profile ? profile.nulls + profile.blanks : 0),
      distinct: profile?.distinct ?? 0,
      categorical: profile !== undefined && isCategorical(profile),
    };
    return [name, column];
  }));
}

class RelationSide implements DriftSide {
  readonly name: string;
  readonly rows: number;
  readonly roles: DriftSide['roles'];
  readonly columns: ReadonlyMap<string, SideColumn>;
  readonly #relation: Relation;
  readonly #where: string;
  readonly #signal: AbortSignal;

  constructor({ name, dataset, relation, where, signal }: RelationSideParts, rows: number, columns: ReadonlyMap<string, SideColumn>) {
    this.name = name;
    this.rows = rows;
    this.roles = dataset.roles;
    this.columns = columns;
    this.#relation = relation;
    this.#where = where === undefined ? '' : ` AND (${where})`;
    this.#signal = signal;
  }

  async spread(column: string, of: SpreadOf): Promise<Spread> {
    const { dialect, name } = this.#relation;
    const value = of === 'number' ? dialect.number(column) : of === 'time' ? dialect.time(column) : `length(${dialect.text(column)})`;
    const present = `${of === 'length' ? `NOT ${dialect.missing(column)}` : `${value} IS NOT NULL`}${this.#where}`;
    // Of a large side no more is read as numbers than the sample.
    const filled = this.rows - (this.columns.get(column)?.missing ?? 0);
    const every = Math.ceil(filled / mostNumbers);
    const values: number[] = [];
    for await (const chunk of this.#relation.stream(
      `SELECT CAST(${value} AS DOUBLE) AS v FROM ${name} WHERE ${present}${this.#oneIn(every)}`,
      [],
      this.#signal,
    )) {
      for (const row of chunk) values.push(numberIn(row['v']));
    }
    const sorted = Float64Array.from(values).sort();
    if (every <= 1) return { values: sorted, count: sorted.length, tested: sorted.length };
    return {
      values: sorted,
      count: filled,
      tested: sorted.length,
      basis: `a sample of ${formatCount(sorted.length)} of ${formatCount(filled)} values (one row in ${every} by a hash of its number)`,
    };
  }

  async counts(column: string): Promise<ValueCounts> {
    const { dialect, name } = this.#relation;
    const present = `NOT ${dialect.missing(column)}${this.#where}`;
    const rows = await this.#relation.query(
      `SELECT ${dialect.text(column)} AS v, count(*) AS n FROM ${name} WHERE ${present} GROUP BY 1 ORDER BY n DESC, v LIMIT ${mostValues}`,
      [],
      this.#signal,
    );
    const counts = new Map(rows.map((row) => [textIn(row['v']) ?? '', numberIn(row['n'])]));
    if (counts.size < mostValues) return { counts, others: 0 };
    const all = numberIn((await askOne(this.#relation, `SELECT count(*) AS n FROM ${name} WHERE ${present}`, this.#signal))['n']);
    return { counts, others: all - [...counts.values()].reduce((sum, count) => sum + count, 0) };
  }

  async texts(column: string, most: number): Promise<readonly string[]> {
    const { dialect, name } = this.#relation;
    const missing = this.columns.get(column)?.missing ?? 0;
    const every = Math.max(1, Math.floor((this.rows - missing) / most));
    const sql = `SELECT ${dialect.text(column)} AS v FROM ${name} WHERE NOT ${dialect.missing(column)}${this.#where}${this.#oneIn(every)} ORDER BY ${this.#hash} LIMIT ${most}`;
    return (await this.#relation.query(sql, [], this.#signal)).map((row) => textIn(row['v']) ?? '');
  }

  async shape(column: string): Promise<string | undefined> {
    return commonShape(await this.texts(column, shapedTexts));
  }

  get #hash(): string {
    return this.#relation.dialect.hash(["'drift'", 'CAST(_row AS VARCHAR)']);
  }

  /** The same rows each time. */
  #oneIn(every: number): string {
    return every > 1 ? ` AND ${this.#hash} % ${every} = 0` : '';
  }
}
