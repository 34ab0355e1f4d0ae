import { createRandom, shuffle } from './random.ts';

export interface OrderTest {
  /** Largest difference of the cumulative distances between places of neighbours and of any two rows: 0 where order means nothing. */
  readonly statistic: number;
  /** Share of shuffled orders with a statistic at least as large, the order given counted among them. */
  readonly p: number;
  /** Median distance of neighbours' places over that of any two rows: below 1, like stands beside like. */
  readonly nearness: number;
}

const permutations = 25;

/**
 * Whether rows that are alike stand near each other: the distances between the places of neighbours against those of all
 * pairs (Kolmogorov–Smirnov), and the same for 25 shuffled orders. After cleanlab's test for data that is not independent
 * and identically distributed.
 * @param neighbours the `count` nearest rows of each row, by their places
 */
export function orderTest(neighbours: Int32Array, count: number, seed = 1): OrderTest {
  const rows = neighbours.length / count;
  const places = Int32Array.from({ length: rows }, (_, place) => place);
  const given = orderStatistic(neighbours, count, places);
  const random = createRandom(seed);
  let asLarge = 1;
  for (let turn = 0; turn < permutations; turn++) if (orderStatistic(neighbours, count, shuffle(places, random)).statistic >= given.statistic) asLarge++;
  return { ...given, p: asLarge / (permutations + 1) };
}

function orderStatistic(neighbours: Int32Array, count: number, places: Int32Array): Pick<OrderTest, 'statistic' | 'nearness'> {
  const rows = places.length;
  const near = new Float64Array(rows);
  for (let at = 0; at < neighbours.length; at++) near[Math.abs(places[Math.floor(at / count)]! - places[neighbours[at]!]!)]!++;
  let [ofNear, ofAll, statistic, nearMedian, allMedian] = [0, 0, 0, 0, 0];
  const pairs = (rows * (rows - 1)) / 2;
  for (let distance = 1; distance < rows; distance++) {
    ofNear += near[distance]! / neighbours.length;
    ofAll += (rows - distance) / pairs;
    statistic = Math.max(statistic, Math.abs(ofNear - ofAll));
    if (nearMedian === 0 && ofNear >= 0.5) nearMedian = distance;
    if (allMedian === 0 && ofAll >= 0.5) allMedian = distance;
  }
  return { statistic, nearness: nearMedian / Math.max(1, allMedian) };
}

/**
 * The nearest rows of each row by squared distance, ties in a random order: rows that are the same are not near because of
 * where they stand.
 * @param vectors row by row, `width` numbers each
 * @param numbers how many of them are numbers; the others are codes, of which two are 1 apart or the same
 */
export async function nearestRows(
  vectors: Float64Array,
  width: number,
  count: number,
  pause: () => Promise<void> | void,
  numbers = width,
  seed = 1,
): Promise<Int32Array> {
  const rows = vectors.length / width;
  const random = createRandom(seed);
  const nearest = new Int32Array(rows * count);
  const distances = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let other = 0; other < rows; other++) {
      let distance = 0;
      const [own, its] = [row * width, other * width];
      for (let at = 0; at < numbers; at++) distance += (vectors[own + at]! - vectors[its + at]!) ** 2;
      for (let at = numbers; at < width; at++) if (vectors[own + at] !== vectors[its + at]) distance++;
      distances[other] = other === row ? Infinity : distance + 1e-9 * random();
    }
    keepSmallest(distances, nearest.subarray(row * count, (row + 1) * count));
    if (row % 32 === 0) await pause();
  }
  return nearest;
}

function keepSmallest(distances: Float64Array, into: Int32Array): void {
  let filled = 0;
  for (let other = 0; other < distances.length; other++) {
    if (filled === into.length && distances[other]! >= distances[into[filled - 1]!]!) continue;
    let place = filled < into.length ? filled++ : filled - 1;
    for (; place > 0 && distances[into[place - 1]!]! > distances[other]!; place--) into[place] = into[place - 1]!;
    into[place] = other;
  }
}
