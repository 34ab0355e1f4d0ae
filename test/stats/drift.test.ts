import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { auroc } from '../../src/stats/auroc.ts';
import { chiSquareTail, chiSquareTest } from '../../src/stats/chiSquare.ts';
import { jensenShannonDistance, lInfinityDistance, stabilityIndex } from '../../src/stats/divergence.ts';
import { logGamma } from '../../src/stats/gamma.ts';
import { ksProbability, ksTest } from '../../src/stats/kolmogorovSmirnov.ts';
import { momentsOf, wassersteinDistance } from '../../src/stats/wasserstein.ts';
import { assertNear } from './near.ts';

interface Goldens {
  numeric: {
    name: string;
    reference: number[];
    current: number[];
    ks_statistic: number;
    ks_pvalue: number;
    wasserstein: number;
    wasserstein_normed: number;
    js_distance_10_bins: number;
  }[];
  categorical: {
    name: string;
    reference_counts: number[];
    current_counts: number[];
    l_infinity: number;
    js_distance_ln: number;
    js_divergence_log2: number;
    chi2_contingency: number;
    chi2_pvalue: number;
    cramers_v: number;
  }[];
  ksAsymptotic: { cases: { statistic: number; n: number; m: number; p: number }[] };
  ksExact: { cases: { first: number[]; second: number[]; statistic: number; p: number; wasserstein: number }[] };
  chiSquare: { cases: { table: number[][]; statistic: number; degrees: number; p: number }[] };
  chiSquareTail: { cases: { statistic: number; degrees: number; p: number }[] };
  logGamma: { cases: { x: number; value: number }[] };
  auroc: { scores: number[]; classes: number[]; value: number };
}

/** Its own text says which calls made the figures. */
const goldens = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/stats/drift.json'), 'utf8')) as Goldens;
const sorted = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();
/** Counts in so many equal bins over the range of both. */
function binned(reference: Float64Array, current: Float64Array, bins: number): [number[], number[]] {
  const [low, high] = [Math.min(reference[0]!, current[0]!), Math.max(reference.at(-1)!, current.at(-1)!)];
  const count = (values: Float64Array): number[] => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]!++;
    return counts;
  };
  return [count(reference), count(current)];
}

for (const { name, reference, current, ...expected } of goldens.numeric) {
  test(`numbers “${name}” have the distances that scipy gives`, () => {
    const [first, second] = [sorted(reference), sorted(current)];
    const { statistic, p } = ksTest(first, second);
    assertNear(statistic, expected.ks_statistic, 1e-14);
    assertNear(p / expected.ks_pvalue, 1, 1e-9);
    const distance = wassersteinDistance(first, second);
    assertNear(distance, expected.wasserstein, 1e-12);
    assertNear(distance / momentsOf(first).deviation, expected.wasserstein_normed, 1e-12);
    assertNear(jensenShannonDistance(...binned(first, second, 10)), expected.js_distance_10_bins, 1e-12);
  });
}

for (const { name, reference_counts: reference, current_counts: current, ...expected } of goldens.categorical) {
  test(`categories “${name}” have the distances that scipy gives`, () => {
    assertNear(lInfinityDistance(reference, current), expected.l_infinity, 1e-12);
    assertNear(jensenShannonDistance(reference, current), expected.js_distance_ln, 1e-12);
    assertNear(jensenShannonDistance(reference, current) ** 2 / Math.LN2, expected.js_divergence_log2, 1e-12);
    const { statistic, p, cramersV } = chiSquareTest([reference, current]);
    assertNear(statistic, expected.chi2_contingency, 1e-10);
    assertNear(p / expected.chi2_pvalue, 1, 1e-10);
    assertNear(cramersV, expected.cramers_v, 1e-12);
  });
}

test('the exact probability and the distance of small and mid-sized samples are scipy’s', () => {
  for (const { first, second, statistic, p, wasserstein } of goldens.ksExact.cases) {
    const found = ksTest(sorted(first), sorted(second));
    assertNear(found.statistic, statistic, 1e-14);
    assertNear(found.p / p, 1, 1e-9);
    assertNear(wassersteinDistance(sorted(first), sorted(second)), wasserstein, 1e-12);
  }
});

test('the probability of large samples is scipy’s to six digits', () => {
  for (const { statistic, n, m, p } of goldens.ksAsymptotic.cases) {
    const exact = n * m / (n + m) < 140;
    assertNear(ksProbability(statistic, n, m) / p, 1, exact ? 0.05 : 1e-6);
  }
});

test('χ² and its tail are scipy’s, empty columns are left out, and a single row says nothing', () => {
  for (const { table, statistic, degrees, p } of goldens.chiSquare.cases) {
    const found = chiSquareTest(table);
    assertNear(found.statistic, statistic, 1e-10);
    assert.equal(found.degrees, degrees);
    assertNear(found.p / p, 1, 1e-10);
  }
  for (const { statistic, degrees, p } of goldens.chiSquareTail.cases) assertNear(chiSquareTail(statistic, degrees) / p, 1, 1e-10);
  assert.equal(chiSquareTest([[10, 0, 20], [30, 0, 5]]).degrees, 1);
  assert.deepEqual(chiSquareTest([[3, 4]]), { statistic: 0, degrees: 0, p: 1, cramersV: 0, correctedV: 0 });
});

test('Cramér’s V without its bias is below the plain one, and 0 where counts are independent', () => {
  const { cramersV, correctedV } = chiSquareTest([[30, 20, 10], [10, 20, 30]]);
  // χ² = 20, n = 120, two rows, three columns: φ² − 2/119 over min(2 − 1/119, 3 − 4/119) − 1.
  assertNear(correctedV, Math.sqrt((20 / 120 - 2 / 119) / (1 - 1 / 119)), 1e-12);
  assert.ok(correctedV < cramersV);
  assert.equal(chiSquareTest([[10, 20], [20, 40]]).correctedV, 0);
});

test('ln Γ is scipy’s', () => {
  for (const { x, value } of goldens.logGamma.cases) assertNear(logGamma(x), value, 1e-12);
});

test('the area under the ROC curve counts ties half, and is unknown for one class', () => {
  const { scores, classes, value } = goldens.auroc;
  assertNear(auroc(scores, classes), value, 1e-12);
  assert.ok(Number.isNaN(auroc([1, 2], [1, 1])));
});

test('the stability index of equal shares is 0, and a new category leaves it finite', () => {
  assert.equal(stabilityIndex([10, 20], [100, 200]), 0);
  // scipy.stats.entropy(p, q) + scipy.stats.entropy(q, p) with p = [.5, .3, .2] and q = [.2, .5, .3]
  assertNear(stabilityIndex([50, 30, 20], [20, 50, 30]), 0.41759885512626116, 1e-12);
  // .5 → .25 twice, and 0 → .5 counted from 1e-4.
  assertNear(stabilityIndex([50, 50, 0], [25, 25, 50]), 2 * 0.25 * Math.log(2) + (0.5 - 1e-4) * Math.log(0.5 / 1e-4), 1e-12);
});

test('samples without values are not told apart', () => {
  assert.deepEqual(ksTest(new Float64Array(), sorted([1, 2])), { statistic: 0, p: 1 });
  assert.ok(Number.isNaN(wassersteinDistance(new Float64Array(), sorted([1]))));
});
