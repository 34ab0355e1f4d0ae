import { test } from 'node:test';
import { hypergeometricTail } from '../../src/stats/hypergeometric.ts';
import { assertNear } from './near.ts';

// scipy 1.17.1: scipy.stats.hypergeom.sf(count - 1, total, marked, draws)
const expected = [
  [4, 32, 20, 1000, 0.0029246031627078754],
  [1, 32, 20, 1000, 0.4815071709126566],
  [40, 60, 62, 400, 2.0650670284370976e-24],
  [10, 200, 100, 1000, 0.9984736972391677],
  [30, 200, 100, 1000, 0.007877459541672122],
  [500, 10_000, 40_000, 1_000_000, 4.1452086955553e-7],
  [100, 200, 100, 300, 2.1775622627965357e-23],
  [0, 5, 5, 10, 1],
  [6, 5, 5, 10, 0],
] as const;

for (const [count, draws, marked, total, probability] of expected) {
  test(`${count} or more marked ones among ${draws} of ${total} are as probable as scipy says`, () => {
    assertNear(hypergeometricTail(count, draws, marked, total), probability, 1e-8);
  });
}
