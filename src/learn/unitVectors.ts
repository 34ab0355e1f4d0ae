/** Vectors of length 1, and those that have no direction. */
export interface UnitVectors {
  readonly rows: number;
  readonly dimensions: number;
  /** rows × dimensions. */
  readonly values: Float32Array;
  /** 1 for a row that is all 0, or holds what is no number. */
  readonly unusable: Uint8Array;
}

/** Scales vectors, row-major, to length 1; the values given are not changed. Throws RangeError where sizes do not fit. */
export function unitVectors(values: Float32Array | Float64Array, rows: number, dimensions: number): UnitVectors {
  if (values.length !== rows * dimensions)
    throw new RangeError(`${rows} vectors of ${dimensions} are ${rows * dimensions} numbers; there are ${values.length}.`);
  const scaled = Float32Array.from(values);
  const unusable = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = scaled.subarray(row * dimensions, (row + 1) * dimensions);
    let squares = 0;
    for (let i = 0; i < dimensions; i++) squares += own[i]! * own[i]!;
    if (!(squares > 0 && squares < Infinity)) unusable[row] = 1;
    else for (let i = 0, length = Math.sqrt(squares); i < dimensions; i++) own[i] = own[i]! / length;
  }
  return { rows, dimensions, values: scaled, unusable };
}

/** The cosine distance of two rows, 0 to 2. */
export function cosineDistance({ values, dimensions }: UnitVectors, a: number, b: number): number {
  const [x, y] = [a * dimensions, b * dimensions];
  let first = 0;
  let second = 0;
  let i = 0;
  for (; i + 1 < dimensions; i += 2) {
    first += values[x + i]! * values[y + i]!;
    second += values[x + i + 1]! * values[y + i + 1]!;
  }
  if (i < dimensions) first += values[x + i]! * values[y + i]!;
  return Math.max(0, 1 - first - second);
}
