import type { HistogramBin } from '../core/profile.ts';
import type { Database } from './duckdb.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { dataTable } from './sql.ts';

const bins = 20;

/** Bins of one width over what an SQL expression gives. */
export interface BinRequest {
  readonly expression: string;
  readonly low: number;
  readonly width: number;
  readonly bins: number;
  /** Where the first bin begins and the last one, which is closed, ends: beyond the even bins where there are far values. */
  readonly first: number;
  readonly last: number;
}

/** Where nearly all values lie. */
export interface Middle {
  readonly low: number;
  readonly high: number;
}

/** Bins over the middle alone where the whole range is so many times as wide: one wild value would leave a single bar. */
const farRange = 3;

/**
 * 20 bins from `low` to `high`; whole numbers over a short range get a bin each, so that no bar holds more
 * values than its neighbour by construction. Where the range is far wider than its middle, the bins divide the
 * middle, and the outer ones reach to `low` and `high`. Null where there is no range, or one beyond a double.
 */
export function binEdges(expression: string, low: number | undefined, high: number | undefined, whole: boolean, middle?: Middle): BinRequest | null {
  if (low === undefined || high === undefined || !Number.isFinite(high - low)) return null;
  if (low === high) return { expression, low, first: low, last: high, width: 1, bins: 1 };
  const isFar = middle !== undefined && middle.high > middle.low && high - low > farRange * (middle.high - middle.low);
  const from = isFar ? middle.low : low;
  const to = isFar ? middle.high : high;
  if (!whole) return { expression, low: from, first: low, last: high, width: (to - from) / bins, bins };
  // A column of whole numbers may hold a few that are not.
  const start = Math.floor(from);
  const values = Math.ceil(to) - start + 1;
  const width = Math.ceil(values / bins);
  return { expression, low: start, first: Math.min(start, Math.floor(low)), last: Math.ceil(high), width, bins: Math.ceil(values / width) };
}

/** Counts the bins of several columns in one scan. A column without a request has none. */
export async function countBins(database: Database, requests: readonly (BinRequest | null)[], signal?: AbortSignal): Promise<HistogramBin[][]> {
  const asked = requests.filter((request) => request !== null);
  if (asked.length === 0) return requests.map(() => []);
  const expressions = asked.map(({ expression }, index) => `${expression} AS v${index}`).join(', ');
  const maps = asked.map(({ low, width, bins: count }, index) => {
    const bin = `CAST(least(${count - 1}, greatest(0, floor((v${index} - ${quoteLiteral(low)}) / ${quoteLiteral(width)}))) AS INTEGER)`;
    // Without the condition NULL would land in the last bin: `least` and `greatest` pass over it.
    return `histogram(CASE WHEN v${index} IS NOT NULL THEN ${bin} END)`;
  });
  const inner = maps.map((map, index) => `${map} AS h${index}`).join(', ');
  const outer = maps.map((_, index) => `map_keys(h${index}), map_values(h${index})`).join(', ');
  const values = await database.columns(`SELECT ${outer} FROM (SELECT ${inner} FROM (SELECT ${expressions} FROM ${quoteIdentifier(dataTable)}))`, [], signal);
  let next = 0;
  return requests.map((request) => {
    if (!request) return [];
    const keys = values[next++]?.[0];
    const counts = values[next++]?.[0];
    return toBins(request, Array.isArray(keys) ? keys.map(Number) : [], Array.isArray(counts) ? counts.map(Number) : []);
  });
}

function toBins(request: BinRequest, keys: readonly number[], counts: readonly number[]): HistogramBin[] {
  const filled = new Map(keys.map((key, index) => [key, counts[index] ?? 0]));
  return Array.from({ length: request.bins }, (_, index) => ({
    from: index === 0 ? request.first : request.low + index * request.width,
    to: index === request.bins - 1 ? request.last : request.low + (index + 1) * request.width,
    count: filled.get(index) ?? 0,
  }));
}
