import { bitonicOrder } from './bitonicOrder.ts';

/** To the nearest whole number, halves to the even one, as IEEE 754 and numpy round. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/**
 * Rounds numbers to whole ones so that their (rounded) sum stays: the ones with the largest residuals give or take
 * one. Of equal residuals the order of `bitonicOrder` decides, as in cleanlab.
 */
export function roundPreservingSum(values: Float64Array): Int32Array {
  const whole = new Int32Array(values.length);
  let sum = 0;
  let wholeSum = 0;
  for (let i = 0; i < values.length; i++) {
    whole[i] = roundHalfEven(values[i]!);
    sum += values[i]!;
    wholeSum += whole[i]!;
  }
  let missing = roundHalfEven(sum) - wholeSum;
  if (missing === 0) return whole;
  const residual = values.map((value, i) => value - whole[i]!);
  const order = bitonicOrder(residual);
  if (missing > 0) order.reverse();
  for (const step = Math.sign(missing); missing !== 0; ) {
    for (let i = 0; i < order.length && missing !== 0; i++, missing -= step) whole[order[i]!]! += step;
  }
  return whole;
}
