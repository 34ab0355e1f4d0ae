import type { Dataset } from '../../core/dataset.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { isOrdered } from '../../core/segments.ts';
import type { CellDifference, CountedRows, Distribution, DistributionParams } from '../../protocol/distributionMethods.ts';
import { shareDifferences, type CountedGroup, type ShareDifferences } from '../../stats/cellDifferences.ts';
import { chiSquareTest } from '../../stats/chiSquare.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteLiteral } from '../quote.ts';
import { codeNames, countGroups, keepCodes, type RankedGroups, rankGroups } from './groupCounts.ts';
import { type Grouping, groupingOf } from './grouping.ts';
import { distributionNotes } from './notes.ts';

/** What a distribution starts from. */
export interface DistributionSource {
  readonly table: OpenTable;
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
}

/** Values that are told apart: of categories the most frequent, of what has an order nearly all. */
const mostValues = 20;
const mostOrdered = 60;
const mostSegments = 200;

/** @param where the rows that pass `params.filters`, as a boolean expression. */
export async function readDistribution(source: DistributionSource, params: DistributionParams, where: string, signal?: AbortSignal): Promise<Distribution> {
  const { table, profiles } = source;
  const by: Grouping[] = [];
  for (const [index, division] of params.by.entries()) by.push(await groupingOf(table, profiles, division, `s${index}`, signal));
  const of = await groupingOf(table, profiles, params.of, 'v', signal);
  const counted = await countGroups(table, by, [of], where, signal);
  try {
    return await distributionOf(source, params, by, of, counted.name, signal);
  } finally {
    await counted.drop();
  }
}

async function distributionOf(
  source: DistributionSource,
  params: DistributionParams,
  by: readonly Grouping[],
  of: Grouping,
  counted: string,
  signal?: AbortSignal,
): Promise<Distribution> {
  const { table } = source;
  const names = codeNames(by, 's');
  const values = await rankGroups(table, counted, [of], ['v0'], isOrdered(params.of) ? mostOrdered : mostValues, signal);
  const [total = []] = await table.database.columns(`SELECT coalesce(sum(n), 0) FROM ${counted}`, [], signal);
  const rows = Number(total[0] ?? 0);
  const overall = { rows, counts: values.groups.map((group) => group.rows) };
  const search = params.search?.trim() ?? '';
  const all = by.length === 0 ? noGroups : await rankGroups(table, counted, by, names, mostSegments, signal);
  const found = search === '' ? all : await rankGroups(table, counted, by, names, mostSegments, signal, searchCondition(by, names, search));
  const segments = by.length === 0 ? [] : await countSegments(table, counted, found, values, names, signal);
  const different = differencesOf(segments, overall);
  return {
    of: params.of,
    by: params.by,
    values: values.groups.map(({ parts }) => parts[0]!),
    overall: overall.counts,
    overallRest: rows - sum(overall.counts),
    segments: segments.map(({ counts, rows: size }, index) => ({
      parts: found.groups[index]!.parts,
      rows: size,
      counts,
      rest: size - sum(counts),
    })),
    allSegments: all.all,
    matching: found.all,
    ...different,
    test: by.length === 0 || search !== '' ? null : independenceOf(segments, overall),
    counted: countedRows(source, rows, params.filters.length > 0),
    notes: distributionNotes(all, values, [...params.by, params.of]),
  };
}

const noGroups: RankedGroups = { groups: [], all: 0 };

/** Rows by listed value of each listed segment. */
async function countSegments(
  table: OpenTable,
  counted: string,
  { groups }: RankedGroups,
  values: RankedGroups,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<CountedGroup[]> {
  const segments = await keepCodes(
    table,
    groups.map(({ codes }) => codes),
    names,
    signal,
  );
  const kept = await keepCodes(
    table,
    values.groups.map(({ codes }) => codes),
    ['v0'],
    signal,
  );
  try {
    const same = names.map((name) => `segments.${name} IS NOT DISTINCT FROM cells.${name}`).join(' AND ');
    const [places = [], of = [], rows = []] = await table.database.columns(
      `SELECT segments.place, kept.place, cells.n FROM ${counted} AS cells JOIN ${segments.name} AS segments ON ${same} JOIN ${kept.name} AS kept ON kept.v0 IS NOT DISTINCT FROM cells.v0`,
      [],
      signal,
    );
    const found = groups.map(({ rows: size }) => ({ rows: size, counts: values.groups.map(() => 0) }));
    places.forEach((place, index) => {
      found[Number(place)]!.counts[Number(of[index])] = Number(rows[index]);
    });
    return found;
  } finally {
    await Promise.all([segments.drop(), kept.drop()]);
  }
}

/** Groups of which any word contains the text, in any case. */
function searchCondition(by: readonly Grouping[], names: readonly string[], search: string): string {
  const sought = quoteLiteral(search.toLowerCase());
  const any = by.map(({ words }, index) => {
    const missing = '(missing)'.includes(search.toLowerCase()) ? `${names[index]} IS NULL` : 'false';
    return `${missing} OR ${words === null ? 'false' : `coalesce(contains(lower(${words(names[index]!)}), ${sought}), false)`}`;
  });
  return `(${any.join(' OR ')})`;
}

/** Bars that differ from the rows outside their segment, as the protocol names them. */
export function differencesOf(
  segments: readonly CountedGroup[],
  overall: CountedGroup,
): { differences: CellDifference[] } & Pick<ShareDifferences, 'tested' | 'untested'> {
  const { found, tested, untested } = shareDifferences(segments, overall);
  return { differences: found.map(({ group, ...rest }) => ({ segment: group, ...rest })), tested, untested };
}

/** Segments that are not listed count as one, and so do values. */
function independenceOf(segments: readonly CountedGroup[], overall: CountedGroup): Distribution['test'] {
  const withRest = ({ rows, counts }: CountedGroup): number[] => [...counts, rows - sum(counts)];
  const table = segments.map(withRest);
  const others = withRest(overall).map((count, place) => count - table.reduce((total, counts) => total + counts[place]!, 0));
  const { statistic, degrees, p, correctedV } = chiSquareTest([...table, others]);
  return { statistic, degrees, p, correctedV };
}

/** What counts rest on: `rows` of all readable rows. */
export function countedRows({ dataset }: DistributionSource, rows: number, filtered: boolean): CountedRows {
  return { rows, of: dataset.rows, filtered, partial: dataset.partial !== undefined };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
