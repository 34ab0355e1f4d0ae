import { differenceLevel, leastEffect } from '../core/segments.ts';
import { holm } from './holm.ts';
import { twoProportionZ } from './twoProportionZ.ts';

/** A share of one group that differs from that of all others. */
export interface ShareDifference {
  readonly group: number;
  readonly value: number;
  /** Shares of 0–1: in the group, and in all rows outside it. */
  readonly share: number;
  readonly restShare: number;
  /** Cohen's h: 2·asin √share − 2·asin √restShare. */
  readonly effect: number;
  /** Two-sided, adjusted by Holm over all that were tested. */
  readonly p: number;
}

export interface ShareDifferences {
  /** Largest effect first. */
  readonly found: readonly ShareDifference[];
  readonly tested: number;
  /** Shares of too few rows to say. */
  readonly untested: number;
}

export interface CountedGroup {
  readonly rows: number;
  /** Rows by value. */
  readonly counts: readonly number[];
}

/** The normal approximation holds from about five expected rows on each side. */
const leastExpected = 5;

/**
 * Every share of every group against the rows outside the group: pooled two-proportion z tests, Holm over all of them. Those
 * found have p below `differenceLevel` and an effect of `leastEffect` at least.
 * @param whole all rows, those of groups that are not listed too.
 */
export function shareDifferences(groups: readonly CountedGroup[], whole: CountedGroup): ShareDifferences {
  const tests: ShareDifference[] = [];
  let untested = 0;
  groups.forEach((group, index) => {
    group.counts.forEach((count, value) => {
      const test = compareShares(count, group.rows, whole.counts[value]! - count, whole.rows - group.rows);
      if (test) tests.push({ group: index, value, ...test });
      else untested++;
    });
  });
  const adjusted = holm(tests.map(({ p }) => p));
  const found = tests
    .map((test, index) => ({ ...test, p: adjusted[index]! }))
    .filter(({ p, effect }) => p < differenceLevel && Math.abs(effect) >= leastEffect);
  found.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  return { found, tested: tests.length, untested };
}

/** `count` of `rows` inside against `restCount` of `restRows` outside; null where rows are too few. */
function compareShares(count: number, rows: number, restCount: number, restRows: number): Omit<ShareDifference, 'group' | 'value'> | null {
  const pooled = (count + restCount) / (rows + restRows);
  const smaller = Math.min(rows, restRows);
  if (smaller <= 0 || smaller * pooled < leastExpected || smaller * (1 - pooled) < leastExpected) return null;
  const share = count / rows;
  const restShare = restCount / restRows;
  const effect = 2 * Math.asin(Math.sqrt(share)) - 2 * Math.asin(Math.sqrt(restShare));
  return { share, restShare, effect, p: twoProportionZ(count, rows, restCount, restRows).p };
}
