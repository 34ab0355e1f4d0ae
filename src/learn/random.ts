/**
 * A seeded generator of numbers in [0, 1): the same seed gives the same numbers on every machine.
 * Mulberry32 (Tommy Ettinger): 32 bits of state, a period of 2^32, ample for shuffles and draws of rows.
 */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Puts the numbers in a random order, in place (Fisher–Yates), and gives them back. */
export function shuffle<Numbers extends Uint32Array | Int32Array | number[]>(numbers: Numbers, random: () => number): Numbers {
  for (let last = numbers.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const held = numbers[last]!;
    numbers[last] = numbers[other]!;
    numbers[other] = held;
  }
  return numbers;
}
