/**
 * The area between the cumulative distributions of two samples, each sorted ascending; in the units of the values. NaN
 * where one is empty.
 */
export function wassersteinDistance(first: Float64Array, second: Float64Array): number {
  if (first.length === 0 || second.length === 0) return NaN;
  let distance = 0;
  let i = 0;
  let j = 0;
  let before = Math.min(first[0]!, second[0]!);
  while (i < first.length || j < second.length) {
    const value = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    distance += Math.abs(i / first.length - j / second.length) * (value - before);
    while (i < first.length && first[i]! === value) i++;
    while (j < second.length && second[j]! === value) j++;
    before = value;
  }
  return distance;
}

/** Mean and standard deviation (divided by n, as Evidently does) of values. */
export function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: values.length === 0 ? 0 : Math.sqrt(squares / values.length) };
}
