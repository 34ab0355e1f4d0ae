export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5th percentile of the standard normal: intervals of 95 %. */
const z = 1.959963984540054;

/**
 * The 95 % interval of a share, of `count` out of `total`, which stays within 0 and 1; all of that where the total
 * is 0. Wilson, “Probable inference, the law of succession, and statistical inference”, JASA 22, 1927.
 */
export function wilson(count: number, total: number): Interval {
  if (total === 0) return { low: 0, high: 1 };
  const share = count / total;
  const scale = 1 + (z * z) / total;
  const centre = (share + (z * z) / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return { low: count === 0 ? 0 : centre - half, high: count === total ? 1 : centre + half };
}
