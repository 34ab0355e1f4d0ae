import { isTemporal } from '../../../core/schema.ts';
import type { StoredColumn, StoredProfile } from '../../../core/storedProfile.ts';
import { momentsOf } from '../../../stats/wasserstein.ts';
import { formatCount } from '../words.ts';
import type { DriftSide, SideColumn, Spread, SpreadOf, ValueCounts } from './driftSide.ts';
import { kindOfColumn } from './columnKind.ts';

/** Steps between quantiles that are stored: a distance of cumulative shares is known to half of that. */
const steps = 200;
/** Categories that are stored; beyond, the rows with others are counted. */
const mostStored = 1000;

/** What was stored of a dataset, as a side of a comparison. */
export function openStoredSide(profile: StoredProfile, name: string): DriftSide {
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const none: Spread = { values: new Float64Array(), count: 0, tested: 0 };
  return {
    name,
    rows: profile.rows,
    roles: profile.roles,
    columns: new Map(profile.columns.map((column) => [column.name, sideColumn(column)])),
    spread: (column) => {
      const spread = columns.get(column)?.spread;
      return Promise.resolve(
        spread
          ? {
              values: Float64Array.from(spread.quantiles),
              count: spread.count,
              tested: spread.count,
              basis: `${spread.quantiles.length} quantiles that were stored of ${formatCount(spread.count)} values`,
            }
          : none,
      );
    },
    counts: (column) => {
      const stored = columns.get(column);
      return Promise.resolve<ValueCounts>({ counts: stored?.values ?? new Map(), others: stored?.others ?? 0 });
    },
    texts: () => Promise.resolve(null),
    shape: (column) => Promise.resolve(columns.get(column)?.shape),
  };
}

function sideColumn({ name, type, missing, distinct, values }: StoredColumn): SideColumn {
  return { name, type, missing, distinct, categorical: values !== undefined };
}

/** What is to be stored of a side. */
export async function makeStoredProfile(side: DriftSide, dataset: string): Promise<StoredProfile> {
  const columns: StoredColumn[] = [];
  for (const column of side.columns.values()) columns.push(await storeColumn(side, column));
  return { dataset, rows: side.rows, roles: side.roles, columns };
}

async function storeColumn(side: DriftSide, column: SideColumn): Promise<StoredColumn> {
  const { name, type, missing, distinct } = column;
  const stored = { name, type, missing, distinct };
  const kind = kindOfColumn(column, side.roles);
  if (kind === null) return stored;
  if (kind === 'category') {
    const { counts, others } = await side.counts(name);
    const kept = [...counts].slice(0, mostStored);
    const left = [...counts].slice(mostStored).reduce((sum, [, count]) => sum + count, others);
    return { ...stored, values: new Map(kept), others: left };
  }
  const spreadOf: SpreadOf = kind === 'text' ? 'length' : kind;
  const { values, count } = await side.spread(name, spreadOf);
  if (values.length === 0) return stored;
  const shape = isTemporal(type) ? await side.shape(name) : undefined;
  return { ...stored, ...(shape !== undefined && { shape }), spread: { count, ...momentsOf(values), quantiles: quantilesOf(values) } };
}

/** Values at even steps from the smallest to the largest; all of them where there are fewer. */
function quantilesOf(sorted: Float64Array): number[] {
  if (sorted.length <= steps + 1) return [...sorted];
  return Array.from({ length: steps + 1 }, (_, step) => sorted[Math.round((step / steps) * (sorted.length - 1))]!);
}
