import type { CrossTab } from '../../src/protocol/engineMethods.ts';

/** A bar of a segment whose share differs from that of all other rows. */
export interface Difference {
  /** Indices into `segments` and `values` of the cross-tabulation. */
  readonly segment: number;
  readonly value: number;
  /** Shares of 0–1: in the segment, and in all rows outside it. */
  readonly share: number;
  readonly restShare: number;
  /** Cohen's h: 2·asin √share − 2·asin √restShare. */
  readonly effect: number;
  /** Two-sided, adjusted by Holm over all tested bars. */
  readonly p: number;
}

export interface Differences {
  /** Largest effect first. */
  readonly found: readonly Difference[];
  readonly tested: number;
  /** Bars of too few rows to say. */
  readonly untested: number;
}

/** A difference counts when it is beyond chance and large enough to matter: Cohen (1988) calls h = .2 small. */
export const level = 0.001;
export const leastEffect = 0.2;
/** The normal approximation holds from about five expected rows on each side. */
const leastExpected = 5;

/** Every bar of every segment against the rows outside the segment: pooled two-proportion z tests, Holm over all of them. */
export function differences(table: Pick<CrossTab, 'segments' | 'overall' | 'rows'>): Differences {
  const tests: Difference[] = [];
  let untested = 0;
  table.segments.forEach((segment, index) => {
    segment.counts.forEach((count, value) => {
      const test = compare(count, segment.rows, table.overall[value]! - count, table.rows - segment.rows);
      if (test) tests.push({ segment: index, value, ...test });
      else untested++;
    });
  });
  const adjusted = holm(tests.map(({ p }) => p));
  const found = tests.map((test, index) => ({ ...test, p: adjusted[index]! })).filter(({ p, effect }) => p < level && Math.abs(effect) >= leastEffect);
  found.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  return { found, tested: tests.length, untested };
}

/** `count` of `rows` inside against `restCount` of `restRows` outside; null where rows are too few. */
function compare(count: number, rows: number, restCount: number, restRows: number): Omit<Difference, 'segment' | 'value'> | null {
  const pooled = (count + restCount) / (rows + restRows);
  const smaller = Math.min(rows, restRows);
  if (smaller <= 0 || smaller * pooled < leastExpected || smaller * (1 - pooled) < leastExpected) return null;
  const share = count / rows;
  const restShare = restCount / restRows;
  const z = (share - restShare) / Math.sqrt(pooled * (1 - pooled) * (1 / rows + 1 / restRows));
  const effect = 2 * Math.asin(Math.sqrt(share)) - 2 * Math.asin(Math.sqrt(restShare));
  return { share, restShare, effect, p: twoSided(z) };
}

/** Holm (1979): p-values adjusted for their number, in the order they came. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * P(|Z| ≥ |z|) of the standard normal distribution: erfc(|z|/√2) by the Chebyshev fit of Numerical Recipes
 * (Press et al., 2nd edition, §6.2), whose relative error is below 1.2·10⁻⁷ everywhere.
 */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const coefficients = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];
  const polynomial = coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0);
  return t * Math.exp(-x * x + polynomial);
}
