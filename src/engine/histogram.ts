import type { HistogramBin } from '../core/profile.ts';
import type { Spread } from './figures.ts';
import type { Answer, Questions } from './questions.ts';
import { quoteLiteral } from './quote.ts';

const bins = 20;

/** Bins of one width. */
export interface BinEdges {
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
export function binEdges(low: number | undefined, high: number | undefined, whole: boolean, middle?: Middle): BinEdges | null {
  if (low === undefined || high === undefined || !Number.isFinite(high - low)) return null;
  if (low === high) return { low, first: low, last: high, width: 1, bins: 1 };
  const isFar = middle !== undefined && middle.high > middle.low && high - low > farRange * (middle.high - middle.low);
  const from = isFar ? middle.low : low;
  const to = isFar ? middle.high : high;
  const width = (to - from) / bins;
  // Numbers so close to each other that their bins would begin at the same one have a single bin.
  if (!whole && !(from + width > from && to - width < to)) return { low, first: low, last: high, width: high - low, bins: 1 };
  if (!whole) return { low: from, first: low, last: high, width, bins };
  // A column of whole numbers may hold a few that are not.
  const start = Math.floor(from);
  const values = Math.ceil(to) - start + 1;
  const each = Math.ceil(values / bins);
  return { low: start, first: Math.min(start, Math.floor(low)), last: Math.ceil(high), width: each, bins: Math.ceil(values / each) };
}

/** Where the bins of a column go, by what is known of its values or of a sample of them. */
export function edgesOf({ low, high, middleLow, middleHigh }: Spread, whole: boolean): BinEdges | null {
  return binEdges(low, high, whole, middleLow === undefined || middleHigh === undefined ? undefined : { low: middleLow, high: middleHigh });
}

/**
 * Counts the values of each bin: all of them, since the outer bins reach as far as the values do.
 * @param over a number for each row, or NULL.
 * @param range smallest and largest value, where the edges are those of a sample.
 */
export function askBins(
  questions: Questions,
  over: string,
  edges: BinEdges,
  range: Answer<{ readonly low?: number; readonly high?: number }> = () => ({}),
): Answer<HistogramBin[]> {
  const start = (bin: number): number => edges.low + bin * edges.width;
  const binsOf = (counted: readonly number[]): HistogramBin[] => {
    const { low = edges.first, high = edges.last } = range();
    return Array.from({ length: edges.bins }, (_, bin) => ({
      from: bin === 0 ? Math.min(edges.first, low) : start(bin),
      to: bin === edges.bins - 1 ? Math.max(edges.last, high) : start(bin + 1),
      count: counted[bin] ?? 0,
    }));
  };
  if (edges.bins === 1) {
    const count = questions.count(over);
    return () => binsOf([count() ?? 0]);
  }
  // DuckDB's bins are closed on the right and ours on the left: it counts the values with their signs turned.
  const keys = Array.from({ length: edges.bins - 1 }, (_, index) => quoteLiteral(-start(edges.bins - 1 - index)));
  const answer = questions.ask(`map_values(histogram(-CAST(${over} AS DOUBLE), [${[...keys, quoteLiteral(Infinity)].join(', ')}]))`);
  return () => {
    const counts = answer();
    return binsOf(Array.isArray(counts) ? counts.map(Number).reverse() : []);
  };
}
