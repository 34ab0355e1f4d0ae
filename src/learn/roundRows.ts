import { bitonicOrder } from './bitonicOrder.ts';

/** To the nearest whole number, halves to the even one, as IEEE 754 and numpy round. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/**
 * Rounds numbers to whole ones so that their (rounded) sum stays: the ones with the largest residuals give or take
 * one. Of equal residuals the order decides: that of `bitonicOrder`, as in cleanlab, or any other.
 */
export function roundPreservingSum(values: Float64Array, orderOf: (residuals: Float64Array) => Int32Array = bitonicOrder): Int32Array {
  const whole = new Int32Array(values.length);
  const residuals = new Float64Array(values.length);
  let sum = 0;
  let wholeSum = 0;
  for (let i = 0; i < values.length; i++) {
    const rounded = roundHalfEven(values[i]!);
    whole[i] = rounded;
    residuals[i] = values[i]! - rounded;
    sum += values[i]!;
    wholeSum += rounded;
  }
  let missing = roundHalfEven(sum) - wholeSum;
  if (missing === 0) return whole;
  const order = orderOf(residuals);
  if (missing > 0) order.reverse();
  for (const step = Math.sign(missing); missing !== 0; ) {
    for (let i = 0; i < order.length && missing !== 0; i++, missing -= step) whole[order[i]!]! += step;
  }
  return whole;
}

/** The positions of values in ascending order, of equal ones the first first. */
export function stableOrder(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
}
