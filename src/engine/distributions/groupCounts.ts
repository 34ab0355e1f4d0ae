import { type Division, type GroupPart, isOrdered } from '../../core/segments.ts';
import type { KeptTable, SqlValue } from '../engine.ts';
import { keepTable } from '../keepTable.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { dataTable } from '../sql.ts';
import type { Grouping } from './grouping.ts';

/** One group of rows, with how many there are. */
export interface CountedPart {
  readonly parts: readonly GroupPart[];
  readonly codes: readonly (string | null)[];
  readonly rows: number;
}

/** The largest groups, and how many there are. */
export interface RankedGroups {
  readonly groups: readonly CountedPart[];
  readonly all: number;
}

const textOf = (value: SqlValue | undefined): string | null => (typeof value === 'string' ? value : null);
export const codeNames = (groupings: readonly Grouping[], letter: string): string[] => groupings.map((_, index) => `${letter}${index}`);

/**
 * Counts rows by what groupings make of them, in one scan: a table of the codes `s0`, `s1` … of `by`, the code `v0` of
 * each of `of`, and how many rows `n` have them.
 * @param where the rows that count, as a boolean expression.
 * @param sums further aggregates `[name, expression over a row]`, summed.
 */
export function countGroups(
  table: OpenTable,
  by: readonly Grouping[],
  of: readonly Grouping[],
  where: string,
  signal?: AbortSignal,
  sums: readonly (readonly [string, string])[] = [],
): Promise<KeptTable> {
  const groupings = [...by, ...of];
  const cells = [...new Set(groupings.map(({ source }) => source)), ...sums.map(([name, of]) => `${of} AS ${name}`)];
  const scanned = [...new Set(groupings.map((each) => each.scanned))];
  const codes = [...by.map(({ code }, index) => `${code} AS s${index}`), ...of.map(({ code }, index) => `${code} AS v${index}`)];
  const counted = ['count(*) AS cells', ...sums.map(([name]) => `count_if(${name}) AS ${name}`)];
  const summed = ['CAST(sum(cells) AS BIGINT) AS n', ...sums.map(([name]) => `CAST(sum(${name}) AS BIGINT) AS ${name}`)];
  const rows = `SELECT ${[...cells, '1 AS one'].join(', ')} FROM ${quoteIdentifier(dataTable)} WHERE ${where}`;
  const groups = `SELECT ${[...scanned, ...counted].join(', ')} FROM (${rows}) GROUP BY ALL`;
  return keepTable(table.database, `SELECT ${[...codes, ...summed].join(', ')} FROM (${groups}) GROUP BY ALL`, signal);
}

/** Groups by the codes of `counted` with these names, the largest first; those whose codes match, where there is a condition. */
export async function rankGroups(
  table: OpenTable,
  counted: string,
  groupings: readonly Grouping[],
  names: readonly string[],
  limit: number,
  signal?: AbortSignal,
  condition = 'true',
): Promise<RankedGroups> {
  const listed = names.join(', ');
  const order = names.map((name) => `${name} NULLS LAST`).join(', ');
  const columns = await table.database.columns(
    `SELECT ${listed}, CAST(sum(n) AS BIGINT) AS n, count(*) OVER () FROM ${counted} WHERE ${condition} GROUP BY ${listed} ORDER BY n DESC, ${order} LIMIT ${limit}`,
    [],
    signal,
  );
  const rows = columns[names.length] ?? [];
  const groups = rows.map((count, index): CountedPart => {
    const codes = names.map((_, place) => textOf(columns[place]?.[index]));
    return { codes, parts: codes.map((code, place) => groupings[place]!.partOf(code)), rows: Number(count) };
  });
  return {
    groups: inOrder(
      groups,
      groupings.map(({ division }) => division),
    ),
    all: Number(columns[names.length + 1]?.[0] ?? 0),
  };
}

/** A small table of codes with their places in a list. */
export function keepCodes(
  { database }: OpenTable,
  codes: readonly (readonly (string | null)[])[],
  names: readonly string[],
  signal?: AbortSignal,
): Promise<KeptTable> {
  const typed = names.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ');
  const rows = codes.map((each, place) => `(${[...each.map((code) => quoteLiteral(code)), place].join(', ')})`);
  const nothing = `(${[...names.map(() => 'NULL'), 0].join(', ')})`;
  return keepTable(
    database,
    `SELECT ${typed}, CAST(place AS INTEGER) AS place FROM (VALUES ${rows.join(', ') || nothing}) AS listed(${[...names, 'place'].join(', ')}) WHERE ${rows.length > 0}`,
    signal,
  );
}

/** Groups that have an order come in it, then what is of another type, then what is missing. */
function inOrder(groups: readonly CountedPart[], divisions: readonly Division[]): readonly CountedPart[] {
  if (!divisions.every(isOrdered)) return groups;
  const place = (part: GroupPart): number =>
    part.kind === 'range'
      ? (part.min ?? 0)
      : part.kind === 'weekday'
        ? part.weekday
        : part.kind === 'mistyped'
          ? Number.MAX_VALUE
          : Infinity;
  return [...groups].sort((a, b) => {
    for (const [index, part] of a.parts.entries()) {
      const [one, other] = [place(part), place(b.parts[index]!)];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  });
}
