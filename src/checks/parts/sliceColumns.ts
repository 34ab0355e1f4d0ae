import type { Dataset } from '../../core/dataset.ts';
import type { Filter } from '../../core/filter.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { isNumeric } from '../../core/schema.ts';
import type { SqlRow } from '../../engine/engine.ts';
import type { SliceFeature } from '../../learn/sliceLine.ts';
import type { CheckContext } from '../check.ts';
import { askOne, numberIn, numbersIn, textIn } from './ask.ts';
import { featureColumns } from './featureColumns.ts';
import { readCodes } from './valueCodes.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal'>;

/** A column that rows are sliced by. */
export interface SliceColumn {
  readonly column: string;
  readonly feature: SliceFeature;
  /** The condition that each value stands for. */
  readonly filters: readonly Filter[];
}

/** The most columns that are crossed with each other; the time grows with the third power of them. */
export const mostSliceColumns = 30;
/** Numbers with no more distinct values are categories; others come in so many quantile bins. */
const fewNumbers = 20;
const quantileBins = 10;
/** Of so many rows at least, where there are more. */
const sampledRows = 50_000;
/** With a hundredth of the rows at least, more values cannot be slices; and codes are bytes. */
const mostValues = 100;

/** Columns with categories or numbers, segments first, that are not about the label or the row's handling. */
export function sliceColumnNames(dataset: Dataset, profiles: ReadonlyMap<string, ColumnProfile>): string[] {
  const features = new Set(featureColumns(dataset, profiles));
  return [...new Set([...dataset.roles.segments, ...features])].filter((name) => features.has(name));
}

/** Values of one column for the rows at some positions; values of fewer than `support` rows are none. null: nothing to slice by. */
export async function readSliceColumn(asking: Asking, column: string, positions: Int32Array, rowCount: number, support: number): Promise<SliceColumn | null> {
  const profile = asking.profiles.get(column)!;
  const isBinned = isNumeric(profile.type) && profile.distinct > fewNumbers;
  const { codes, filters } = isBinned ? await readBins(asking, column) : await readValues(asking, column, rowCount, support);
  if (filters.length === 0) return null;
  const ofPositions = new Int8Array(positions.length);
  for (let place = 0; place < positions.length; place++) ofPositions[place] = codes[positions[place]!]!;
  // What is missing may be a slice as well: it has the code after all others.
  const all: Filter[] = [...filters, { kind: 'missing', column }];
  return { column, filters: all, feature: { values: all.length, codes: ofPositions } };
}

async function readValues({ relation, signal }: Asking, column: string, rowCount: number, support: number): Promise<{ codes: Int32Array; filters: Filter[] }> {
  const { dialect, name } = relation;
  const text = dialect.text(column);
  const found = await relation.query(
    `SELECT ${text} AS value FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1 HAVING count(*) >= ${support} ORDER BY count(*) DESC, 1 LIMIT ${mostValues}`,
    [],
    signal,
  );
  const values = found.map((row) => textIn(row['value'])!);
  return {
    codes: await readCodes(relation, column, values, rowCount, signal, values.length),
    filters: values.map((value) => ({ kind: 'values', column, values: [value] })),
  };
}

/** The smallest and the largest number, where the profile has them of all rows. */
function endsOf({ min, max, sampled }: ColumnProfile): { readonly low: number; readonly high: number } | null {
  const [low, high] = [Number(min ?? NaN), Number(max ?? NaN)];
  return sampled === undefined && Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null;
}

async function readBins({ dataset, profiles, relation, signal }: Asking, column: string): Promise<{ codes: Int32Array; filters: Filter[] }> {
  const { dialect, name } = relation;
  const number = dialect.number(column);
  const shares = Array.from({ length: quantileBins - 1 }, (_, bin) => (bin + 1) / quantileBins);
  // Where bins begin is found from some of the rows; all are counted in them.
  const sampled = `_row % ${Math.max(1, Math.floor(dataset.rows / sampledRows))} = 0`;
  const quantiles = `quantile_disc(v, [${shares.join(', ')}])`;
  const from = (rows: string): string => `FROM (SELECT _row, ${number} AS v FROM ${name}${rows}) AS numbers WHERE v > '-infinity' AND v < 'infinity'`;
  const ends = endsOf(profiles.get(column)!);
  const row: SqlRow = ends ? { ...ends, ...(await askOne(relation, `SELECT ${quantiles} AS q ${from(` WHERE ${sampled}`)}`, signal)) }
    : await askOne(relation, `SELECT min(v) AS low, max(v) AS high, ${quantiles} FILTER (WHERE ${sampled}) AS q ${from('')}`, signal);
  const edges = [...new Set([numberIn(row['low']), ...numbersIn(row['q']), numberIn(row['high'])])].filter((edge) => !Number.isNaN(edge));
  if (edges.length < 2) return { codes: new Int32Array(), filters: [] };
  const last = edges.length - 2;
  const inside = `v >= ${dialect.literal(edges[0]!)} AND v <= ${dialect.literal(edges.at(-1)!)}`;
  const cases = edges.slice(1, -1).map((edge, bin) => `WHEN v < ${dialect.literal(edge)} THEN ${bin}`);
  const codes = await relation.integers(
    `SELECT CAST(CASE WHEN missing THEN ${last + 1} WHEN v IS NULL OR NOT (${inside}) THEN -1 ${cases.join(' ')} ELSE ${last} END AS INTEGER) FROM (SELECT _row, ${number} AS v, ${dialect.missing(column)} AS missing FROM ${name}) AS numbers ORDER BY _row`,
    signal,
  );
  const filters = Array.from({ length: last + 1 }, (_, bin): Filter => ({
    kind: 'range',
    column,
    min: edges[bin]!,
    max: edges[bin + 1]!,
    ...(bin === last && { closed: true }),
  }));
  return { codes, filters };
}
