import { twoSidedNormalP } from './normal.ts';

export interface ProportionTest {
  /** Positive where the first share is the larger. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

/** The pooled two-proportion z-test of countA of totalA against countB of totalB. Without any difference to see, z is 0 and p is 1. */
export function twoProportionZ(countA: number, totalA: number, countB: number, totalB: number): ProportionTest {
  const pooled = (countA + countB) / (totalA + totalB);
  const variance = pooled * (1 - pooled) * (1 / totalA + 1 / totalB);
  if (!(variance > 0 && variance < Infinity)) return { z: 0, p: 1 };
  const z = (countA / totalA - countB / totalB) / Math.sqrt(variance);
  return { z, p: twoSidedNormalP(z) };
}
