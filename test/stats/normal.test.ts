import { test } from 'node:test';
import { twoSidedNormalP } from '../../src/stats/normal.ts';
import { assertNear } from './near.ts';

// scipy 1.17: 2 * scipy.stats.norm.sf(z)
const figures: readonly [number, number][] = [
  [0, 1],
  [0.5, 0.6170750774519738],
  [1, 0.31731050786291415],
  [1.959963984540054, 0.05],
  [3, 0.0026997960632601866],
  [3.5, 0.00046525815807105003],
  [4, 6.334248366623973e-5],
  [6, 1.973175290075389e-9],
  [10, 1.523970604832094e-23],
  [30, 9.813427854295816e-198],
];

test('The two tails of the normal distribution agree with scipy, far out too', () => {
  for (const [z, p] of figures) {
    assertNear(twoSidedNormalP(z), p);
    assertNear(twoSidedNormalP(-z), p);
  }
});
