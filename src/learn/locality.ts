import { permutations } from './minHash.ts';

/** Minima a band. */
export const bandRows = 6;
/**
 * Bands of a signature: two texts share one with probability 1 − (1 − s^6)^42 at similarity s, that is .995 at .7,
 * .9999 at .8, and .03 at .3. Indyk and Motwani, “Approximate nearest neighbors”, STOC 1998.
 */
export const bands = Math.floor(permutations / bandRows);

/** 32 bits of a band of a signature. Texts that share them by accident are told apart when they are compared. */
export function bandHash(signature: Int32Array, band: number): number {
  let hash = band + 1;
  for (let i = band * bandRows; i < (band + 1) * bandRows; i++) {
    hash = Math.imul(hash ^ signature[i]!, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Bits that are kept of hashes seen, for each position: with so many, few positions are taken for sharing one that do not. */
const bitsAPosition = 16;
const mostBits = 2 ** 25;

/**
 * The positions whose hash another position has too, and by accident a few others, ascending: most texts are like no
 * other, and need not be sorted.
 */
export function sharedHashes(hashes: Int32Array): Int32Array {
  const bits = 2 ** Math.ceil(Math.log2(Math.min(mostBits, Math.max(32, bitsAPosition * hashes.length))));
  const seen = new Int32Array(bits / 32);
  const again = new Int32Array(bits / 32);
  for (const hash of hashes) {
    const place = (hash & (bits - 1)) >>> 5;
    const bit = 1 << (hash & 31);
    again[place]! |= seen[place]! & bit;
    seen[place]! |= bit;
  }
  const isShared = (hash: number): boolean => (again[(hash & (bits - 1)) >>> 5]! & (1 << (hash & 31))) !== 0;
  let count = 0;
  for (const hash of hashes) if (isShared(hash)) count++;
  const positions = new Int32Array(count);
  for (let position = 0, at = 0; at < count; position++) if (isShared(hashes[position]!)) positions[at++] = position;
  return positions;
}

/** Fewer hashes than this are sorted by fewer bits at a time: counting would take longer than sorting. */
const manyHashes = 50_000;

/** The positions 0 … n − 1 in order of their hashes, and of positions where these are equal: a radix sort by 2 × 16 or 4 × 8 bits. */
export function orderByHash(hashes: Int32Array, scratch?: { readonly order: Int32Array; readonly other: Int32Array }): Int32Array {
  let from = scratch?.order ?? new Int32Array(hashes.length);
  let to = scratch?.other ?? new Int32Array(hashes.length);
  const bits = hashes.length < manyHashes ? 8 : 16;
  for (let i = 0; i < from.length; i++) from[i] = i;
  for (let shift = 0; shift < 32; shift += bits) {
    scatter(hashes, from, to, shift, bits);
    [from, to] = [to, from];
  }
  return from;
}

function scatter(hashes: Int32Array, from: Int32Array, to: Int32Array, shift: number, bits: number): void {
  const kinds = 2 ** bits;
  const starts = new Int32Array(kinds + 1);
  for (const hash of hashes) starts[((hash >>> shift) & (kinds - 1)) + 1]!++;
  for (let i = 0; i < kinds; i++) starts[i + 1]! += starts[i]!;
  for (const position of from) to[starts[(hashes[position]! >>> shift) & (kinds - 1)]!++] = position;
}
