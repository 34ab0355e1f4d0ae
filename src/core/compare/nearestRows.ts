import type { HashedRows, Pairing } from './pairing.ts';

/** Hashes of the cells of some rows, column by column. */
export interface CellHashes {
  readonly rows: Int32Array;
  readonly columns: readonly Uint32Array[];
}

export interface NearestOptions {
  /** How much an equal cell of each column says, in bits: the negative logarithm of how often two rows have it by chance. */
  readonly bits: readonly number[];
  /** Rows are one and the same when their equal cells say at least so much. */
  readonly enough: number;
  /** Lets others have their turn, and throws where it is all to stop. */
  breathe(): Promise<void>;
}

/** Rows with a value that others have too are no sign of being the same, from so many on. */
const largestBucket = 16;

/** Pairs rows that are equal in all columns but one, where the others are enough to tell them. */
export async function pairAllButOne(before: CellHashes, after: CellHashes, { bits, enough, breathe }: NearestOptions, pairing: Pairing): Promise<void> {
  const all = bits.reduce((sum, each) => sum + each, 0);
  const sums = [before, after].map((side) => sumOf(side));
  for (const [column, own] of bits.entries()) {
    if (all - own < enough) continue;
    pairing.pairEqual(without(before, sums[0]!, column), without(after, sums[1]!, column));
    await breathe();
  }
}

/**
 * Pairs rows with several cells changed: candidates share a rare cell, at least half of all cells and enough that says
 * they are the same; those with the most equal cells first.
 */
export async function pairNearest(before: CellHashes, after: CellHashes, { bits, enough, breathe }: NearestOptions, pairing: Pairing): Promise<void> {
  const found: { readonly before: number; readonly after: number; readonly equal: number }[] = [];
  for (const column of bits.keys()) {
    const buckets = bucketsOf(before, column, pairing);
    for (let place = 0; place < after.rows.length; place++) {
      if (pairing.ofAfter[after.rows[place]!] !== 0) continue;
      const best = bestOf(buckets.get(after.columns[column]![place]!) ?? [], before, after, place, bits, enough);
      if (best) found.push({ before: before.rows[best.place]!, after: after.rows[place]!, equal: best.equal });
    }
    await breathe();
  }
  found.sort((one, two) => two.equal - one.equal || one.after - two.after || one.before - two.before);
  for (const each of found) {
    if (pairing.ofBefore[each.before] === 0 && pairing.ofAfter[each.after] === 0) pairing.pair(each.before, each.after);
  }
}

function bucketsOf({ rows, columns }: CellHashes, column: number, { ofBefore }: Pairing): Map<number, number[]> {
  const buckets = new Map<number, number[]>();
  rows.forEach((row, place) => {
    if (ofBefore[row] !== 0) return;
    const hash = columns[column]![place]!;
    const bucket = buckets.get(hash);
    if (bucket) bucket.push(place);
    else buckets.set(hash, [place]);
  });
  return buckets;
}

function bestOf(
  bucket: readonly number[],
  before: CellHashes,
  after: CellHashes,
  place: number,
  bits: readonly number[],
  enough: number,
): { place: number; equal: number } | null {
  if (bucket.length > largestBucket) return null;
  let best: { place: number; equal: number } | null = null;
  for (const candidate of bucket) {
    let [equal, says] = [0, 0];
    for (const [column, own] of bits.entries()) {
      if (before.columns[column]![candidate] !== after.columns[column]![place]) continue;
      equal++;
      says += own;
    }
    if (says >= enough && equal * 2 >= bits.length && (best === null || equal > best.equal)) best = { place: candidate, equal };
  }
  return best;
}

/** Any two odd numbers for each column: cells that change places give other sums. */
const highFactor = (column: number): number => (Math.imul(column + 1, 0x9e3779b1) | 1) >>> 0;
const lowFactor = (column: number): number => (Math.imul(column + 1, 0x85ebca77) | 1) >>> 0;

interface Sums {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

function sumOf({ rows, columns }: CellHashes): Sums {
  const high = new Uint32Array(rows.length);
  const low = new Uint32Array(rows.length);
  columns.forEach((hashes, column) => {
    for (let place = 0; place < hashes.length; place++) {
      high[place]! += Math.imul(hashes[place]!, highFactor(column));
      low[place]! += Math.imul(hashes[place]! ^ (hashes[place]! >>> 15), lowFactor(column));
    }
  });
  return { high, low };
}

function without({ rows, columns }: CellHashes, sums: Sums, column: number): HashedRows {
  const hashes = columns[column]!;
  return {
    rows,
    high: sums.high.map((sum, place) => sum - Math.imul(hashes[place]!, highFactor(column))),
    low: sums.low.map((sum, place) => sum - Math.imul(hashes[place]! ^ (hashes[place]! >>> 15), lowFactor(column))),
  };
}
