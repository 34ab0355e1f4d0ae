/**
 * MurmurHash3, 32 bits (Austin Appleby), over the UTF-16 code units of a text from start to end, two units to
 * a block of 32 bits. Unsigned.
 */
export function murmurHash(text: string, start = 0, end = text.length, seed = 0): number {
  let hash = seed | 0;
  let at = start;
  for (; at + 1 < end; at += 2) {
    hash ^= scramble(text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  if (at < end) hash ^= scramble(text.charCodeAt(at));
  return finish(hash ^ ((end - start) * 2));
}

/** The hash of two hashed things in their order. */
export function combineHashes(first: number, second: number): number {
  let hash = first ^ scramble(second);
  hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  return finish(hash);
}

function scramble(block: number): number {
  const spread = Math.imul(block, 0xcc9e2d51);
  return Math.imul((spread << 15) | (spread >>> 17), 0x1b873593);
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
