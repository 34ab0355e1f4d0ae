/** Where the first of the ascending values from … to − 1 stands that is at least `value`; `to` where none is. */
export function lowerBound(values: Int32Array | Float64Array, value: number, from = 0, to = values.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
