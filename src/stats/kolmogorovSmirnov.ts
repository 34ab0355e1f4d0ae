import { asymptoticKsTail } from './ksTail.ts';

export interface KsTest {
  /** The largest distance between the cumulative shares, 0–1. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/** Up to so many values on the larger side, the probability is exact: scipy's rule. */
const mostExact = 10_000;
/** The formula for large samples is not accurate for fewer than this; the exact way is then quick. */
const leastAsymptotic = 140;

/** The two-sample Kolmogorov–Smirnov test of samples that are sorted ascending; p is 1 where one is empty. Agrees with scipy's ks_2samp. */
export function ksTest(first: Float64Array, second: Float64Array): KsTest {
  if (first.length === 0 || second.length === 0) return { statistic: 0, p: 1 };
  const statistic = ksStatistic(first, second);
  return { statistic, p: ksProbability(statistic, first.length, second.length) };
}

/** Largest difference of the shares of values at or below any point, of samples that are sorted ascending. */
export function ksStatistic(first: Float64Array, second: Float64Array): number {
  let largest = 0;
  let i = 0;
  let j = 0;
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i]!, second[j]!);
    while (i < first.length && first[i]! === value) i++;
    while (j < second.length && second[j]! === value) j++;
    largest = Math.max(largest, Math.abs(i / first.length - j / second.length));
  }
  return largest;
}

/** Probability of a distance at least as large between samples of these sizes from one continuous distribution. */
export function ksProbability(statistic: number, n: number, m: number): number {
  if (statistic <= 0) return 1;
  const effective = Math.round((n * m) / (n + m));
  if (Math.max(n, m) > mostExact && effective > leastAsymptotic) return asymptoticKsTail(statistic, effective);
  const divisor = greatestCommonDivisor(n, m);
  return pathsOutside(Math.max(n, m), Math.min(n, m), divisor, Math.round(statistic * (n / divisor) * m));
}

/**
 * Share of the lattice paths from (0, 0) to (m, n) that touch the lines |x/m − y/n| = h/lcm(m, n), without a subtraction
 * of like numbers. Viehmann, “Numerically more stable computation of the p-values for the two-sample Kolmogorov–Smirnov
 * test”, 2021.
 */
function pathsOutside(m: number, n: number, divisor: number, h: number): number {
  const [across, up] = [m / divisor, n / divisor];
  // outside[j]: of the paths to (i, j), those that have touched a line.
  const outside = new Float64Array(n + 2).fill(1);
  outside.fill(0, 0, Math.min(Math.ceil(h / across), n + 1));
  let from = 0;
  for (let i = 1; i <= m; i++) {
    const next = Math.min(Math.max(Math.floor((up * i - h) / across) + 1, 0), n);
    const to = Math.min(Math.ceil((up * i + h) / across), n + 1);
    if (to <= next) return 1;
    outside.fill(1, from, next);
    from = next;
    let below = from === 0 ? 0 : 1;
    for (let j = from; j < to; j++) {
      below = (outside[j]! * i + below * j) / (i + j);
      outside[j] = below;
    }
  }
  return outside[n]!;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
