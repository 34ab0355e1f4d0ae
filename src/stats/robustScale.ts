/** Makes the median absolute deviation of normal data its standard deviation: 1/Φ⁻¹(3/4). */
const madToDeviation = 1.4826;
/** Interquartile range of normal data, in standard deviations. */
const rangeToDeviation = 1.349;

/**
 * The spread of a column that a few wild values cannot move: 1.4826·MAD, or IQR/1.349 where more than half
 * of the values are one and the same, or 0 where the quartiles are too: nothing can then be said to be far.
 */
export function robustScale(medianAbsoluteDeviation: number, interquartileRange: number): number {
  if (medianAbsoluteDeviation > 0) return madToDeviation * medianAbsoluteDeviation;
  return interquartileRange > 0 ? interquartileRange / rangeToDeviation : 0;
}

/** How many robust deviations a value lies from the median, with its sign; 0 where there is no spread. */
export function robustZ(value: number, median: number, scale: number): number {
  return scale > 0 ? (value - median) / scale : 0;
}
