import { createRandom } from './random.ts';

/** Hash functions of a signature. */
export const permutations = 256;

/**
 * Minima of random permutations of a text's shingles: two texts agree on each with the probability of their Jaccard
 * similarity. Broder, “On the resemblance and containment of documents”, 1997. Permutations are x → a·x + b mod 2^32
 * with odd a (Dietzfelbinger et al., 1997), of shingles hashed to 32 bits.
 */
export class MinHash {
  private readonly multipliers = new Int32Array(permutations);
  private readonly offsets = new Int32Array(permutations);

  constructor(seed = 1) {
    const random = createRandom(seed);
    for (let i = 0; i < permutations; i++) {
      this.multipliers[i] = Math.floor(random() * 0x100000000) | 1;
      this.offsets[i] = Math.floor(random() * 0x100000000) | 0;
    }
  }

  /**
   * Writes the minima of permutations from … to − 1 into `signature`, which has room for them all: their upper 31 bits,
   * so that the smaller of two is found by subtraction. A branch for it would be guessed wrong too often.
   * @param shingles hashes of the shingles
   */
  sign(shingles: Int32Array, signature: Int32Array, from = 0, to = permutations): void {
    for (let i = from; i < to; i++) {
      const multiplier = this.multipliers[i]!;
      const offset = this.offsets[i]!;
      let least = 0x3fffffff;
      for (let shingle = 0; shingle < shingles.length; shingle++) {
        const below = (((Math.imul(multiplier, shingles[shingle]!) + offset) >> 1) - least) | 0;
        least = (least + (below & (below >> 31))) | 0;
      }
      signature[i] = least;
    }
  }
}
