import { logGamma } from './gamma.ts';

/**
 * The probability that `draws` rows, drawn from `total` of which `marked` are marked, hold `count` marked ones or more:
 * Fisher's exact test, one-sided. It holds for few rows and small shares too, where a normal approximation does not.
 */
export function hypergeometricTail(count: number, draws: number, marked: number, total: number): number {
  const least = Math.max(0, draws + marked - total);
  const most = Math.min(draws, marked);
  if (count <= least) return 1;
  if (count > most) return 0;
  const mean = (draws * marked) / total;
  // The shorter side is summed; its terms only grow smaller from where it begins.
  if (count <= mean) return Math.max(0, 1 - sumFrom(count - 1, -1, least, draws, marked, total));
  return Math.min(1, sumFrom(count, 1, most, draws, marked, total));
}

function sumFrom(first: number, step: 1 | -1, last: number, draws: number, marked: number, total: number): number {
  let term = Math.exp(logChoose(marked, first) + logChoose(total - marked, draws - first) - logChoose(total, draws));
  let sum = term;
  for (let k = first; k !== last && term > sum * 1e-17; k += step) {
    term *= step === 1
      ? ((marked - k) * (draws - k)) / ((k + 1) * (total - marked - draws + k + 1))
      : (k * (total - marked - draws + k)) / ((marked - k + 1) * (draws - k + 1));
    sum += term;
  }
  return sum;
}

function logChoose(of: number, some: number): number {
  return logGamma(of + 1) - logGamma(some + 1) - logGamma(of - some + 1);
}
