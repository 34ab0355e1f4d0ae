/** Features in place of whose values stand their ranks among at most 256 intervals. */
export interface BinnedFeatures {
  readonly rowCount: number;
  readonly featureCount: number;
  /** Of each feature, how many bins it has. */
  readonly binCounts: Uint16Array;
  /** Bin of each row, feature by feature: many rows of one feature lie side by side. */
  readonly byFeature: Uint8Array;
  /** The same, row by row: all features of a few rows lie side by side. */
  readonly byRow: Uint8Array;
  /** Of each feature of two bins, a bit for each row that is in the second one, 32 rows a number: all rows of one feature stay in the fastest memory. */
  readonly bits: readonly (Uint32Array | undefined)[];
}

const mostBins = 256;
/** Values by which borders are found; of more rows, those at even distances. */
const mostSorted = 50_000;
/** Rows that are turned about at a time, so that what is written stays near. */
const rowsAtATime = 256;

/**
 * Bins of about as many rows each; a value of a column with no more than 256 of them has a bin of its own.
 * @param columns the features, each with a value for every row
 */
export function binFeatures(columns: readonly Float32Array[]): BinnedFeatures {
  const featureCount = columns.length;
  const rowCount = columns[0]?.length ?? 0;
  const byFeature = new Uint8Array(rowCount * featureCount);
  const binCounts = Uint16Array.from(columns, (values, feature) => binColumn(values, byFeature.subarray(feature * rowCount, (feature + 1) * rowCount)));
  const byRow = new Uint8Array(rowCount * featureCount);
  for (let first = 0; first < rowCount; first += rowsAtATime) {
    const end = Math.min(rowCount, first + rowsAtATime);
    for (let feature = 0; feature < featureCount; feature++) {
      for (let row = first; row < end; row++) byRow[row * featureCount + feature] = byFeature[feature * rowCount + row]!;
    }
  }
  const bits = Array.from(binCounts, (bins, feature) => (bins === 2 ? bitsOf(byFeature.subarray(feature * rowCount, (feature + 1) * rowCount)) : undefined));
  return { rowCount, featureCount, binCounts, byFeature, byRow, bits };
}

function bitsOf(bins: Uint8Array): Uint32Array {
  const bits = new Uint32Array(Math.ceil(bins.length / 32));
  for (let row = 0; row < bins.length; row++) bits[row >>> 5]! |= bins[row]! << (row & 31);
  return bits;
}

/** Returns how many bins there are. */
function binColumn(values: Float32Array, into: Uint8Array): number {
  const borders = findBorders(values);
  for (let row = 0; row < values.length; row++) {
    // The number of borders that are not above the value.
    const value = values[row]!;
    let low = 0;
    let high = borders.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (borders[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    into[row] = low;
  }
  return borders.length + 1;
}

/** The least value of each bin but the first, ascending. */
function findBorders(values: Float32Array): Float32Array {
  const every = Math.ceil(values.length / mostSorted);
  const seen = every === 1 ? values.slice() : Float32Array.from({ length: Math.ceil(values.length / every) }, (_, place) => values[place * every]!);
  const greater = greaterOfTwo(seen);
  if (greater !== null) return Float32Array.of(greater);
  const sorted = seen.sort();
  const distinct = sorted.filter((value, place) => place > 0 && value !== sorted[place - 1]);
  if (distinct.length < mostBins) return distinct;
  const borders = Float32Array.from({ length: mostBins - 1 }, (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / mostBins)]!);
  return borders.filter((value, place) => value > (place === 0 ? sorted[0]! : borders[place - 1]!));
}

/** The greater one where there are two different values, as in most columns of categories, for which nothing has to be sorted; else null. */
function greaterOfTwo(values: Float32Array): number | null {
  const first = values[0]!;
  let other: number | null = null;
  for (const value of values) {
    if (value === first || value === other) continue;
    if (other !== null) return null;
    other = value;
  }
  return other === null ? null : Math.max(first, other);
}
