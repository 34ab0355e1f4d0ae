import type { ValueCount } from '../core/profile.ts';
import type { CrossTab } from '../protocol/engineMethods.ts';
import type { SqlValue } from './engine.ts';
import { keepTable } from './keepTable.ts';
import { requireColumn, type OpenTable } from './openTable.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { dataTable } from './sql.ts';

const mostSegments = 200;

const data = quoteIdentifier(dataTable);
const toText = (value: SqlValue | undefined): string | null => (typeof value === 'string' ? value : null);

/** The cell's text, NULL where it is missing in any way: what counts are of, so that a bar filters to its own rows. */
function valueOf(table: OpenTable, column: string): string {
  const { dialect } = table.relation;
  return `CASE WHEN NOT ${dialect.missing(column)} THEN ${dialect.text(column)} END`;
}

const cellOf = (table: OpenTable, column: string): string => quoteIdentifier(requireColumn(table, column).internal);

/** A question: the values `v` of a column and how many rows `n` have them. */
const countValues = (table: OpenTable, column: string, where = 'true'): string =>
  `SELECT ${valueOf(table, column)} AS v, count(*) AS n FROM ${data} WHERE ${where} GROUP BY 1`;

/** The same for pairs of values: `s` and `v`. Cells are counted first and looked at afterwards: there are far fewer of them then. */
function countPairs(table: OpenTable, column: string, by: string, where: string): string {
  const cells = [...new Set([cellOf(table, column), cellOf(table, by)])].join(', ');
  const counted = `SELECT ${cells}, count(*) AS cells FROM ${data} WHERE ${where} GROUP BY ALL`;
  return `SELECT ${valueOf(table, by)} AS s, ${valueOf(table, column)} AS v, CAST(sum(cells) AS BIGINT) AS n FROM (${counted}) GROUP BY 1, 2`;
}

/** Values of a column with their counts, most frequent first; `search` keeps those that contain it, in any case. */
export async function readValues(
  table: OpenTable,
  column: string,
  search: string | undefined,
  limit: number,
  signal?: AbortSignal,
): Promise<{ values: ValueCount[]; distinct: number }> {
  const pattern = search?.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  const condition = pattern ? `WHERE ${table.relation.dialect.matches('v', pattern, true)}` : '';
  const { values, counts, distinct } = await rankValues(
    table,
    countValues(table, column),
    Math.max(0, Math.trunc(limit)),
    signal,
    condition,
  );
  return { values: values.map((value, index) => ({ value, count: counts[index]! })), distinct };
}

interface Ranked {
  readonly values: readonly (string | null)[];
  readonly counts: readonly number[];
  readonly distinct: number;
}

/** @param counted a question for values `v` and their counts `n`. */
async function rankValues({ database }: OpenTable, counted: string, limit: number, signal?: AbortSignal, condition = ''): Promise<Ranked> {
  const [values = [], counts = [], distinct = []] = await database.columns(
    `SELECT v, n, count(*) OVER () FROM (${counted}) ${condition} ORDER BY n DESC, v NULLS LAST LIMIT ${limit}`,
    [],
    signal,
  );
  return { values: values.map(toText), counts: counts.map(Number), distinct: Number(distinct[0] ?? 0) };
}

function among(column: string, values: readonly (string | null)[]): string {
  const texts = values.filter((value) => value !== null);
  const parts = [
    ...(texts.length > 0 ? [`${column} IN (${texts.map(quoteLiteral).join(', ')})`] : []),
    ...(texts.length < values.length ? [`${column} IS NULL`] : []),
  ];
  return parts.length > 0 ? `coalesce(${parts.join(' OR ')}, false)` : 'false';
}

/** @param where the rows that count, as a boolean expression. */
export async function readCrossTab(
  table: OpenTable,
  column: string,
  by: string | undefined,
  where: string,
  limit: number,
  signal?: AbortSignal,
): Promise<CrossTab> {
  const counted = await keepTable(
    table.database,
    by === undefined ? countValues(table, column, where) : countPairs(table, column, by, where),
    signal,
  );
  try {
    return await crossTabOf(table, counted.name, column, by, Math.max(1, Math.trunc(limit)), signal);
  } finally {
    await counted.drop();
  }
}

/** @param counted rows by their values `v`, and their segments `s` where there is `by`. */
async function crossTabOf(table: OpenTable, counted: string, column: string, by: string | undefined, limit: number, signal?: AbortSignal): Promise<CrossTab> {
  const countsOf = (name: string): string => `SELECT ${name} AS v, CAST(sum(n) AS BIGINT) AS n FROM ${counted} GROUP BY 1`;
  const ranked = await rankValues(table, countsOf('v'), limit, signal);
  const [total = []] = await table.database.columns(`SELECT coalesce(sum(n), 0) FROM ${counted}`, [], signal);
  const rows = Number(total[0] ?? 0);
  const overall = { column, values: ranked.values, overall: ranked.counts, overallRest: rows - sum(ranked.counts), rows };
  if (by === undefined) return { ...overall, segments: [], otherSegments: 0, otherRows: 0 };

  const segments = await rankValues(table, countsOf('s'), mostSegments, signal);
  const [of = [], values = [], counts = []] = await table.database.columns(
    `SELECT s, v, n FROM ${counted} WHERE ${among('s', segments.values)} AND ${among('v', ranked.values)}`, [], signal,
  );
  const valuePlace = new Map(ranked.values.map((value, index) => [value, index]));
  const segmentPlace = new Map(segments.values.map((value, index) => [value, index]));
  const joined = segments.values.map(() => ranked.values.map(() => 0));
  of.forEach((segment, index) => {
    joined[segmentPlace.get(toText(segment))!]![valuePlace.get(toText(values[index]))!] = Number(counts[index]);
  });
  return {
    ...overall,
    by,
    segments: segments.values.map((value, index) => {
      const segmentRows = segments.counts[index]!;
      return { value, rows: segmentRows, counts: joined[index]!, rest: segmentRows - sum(joined[index]!) };
    }),
    otherSegments: segments.distinct - segments.values.length,
    otherRows: rows - sum(segments.counts),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
