import { comparedForm, piecesOf, shingledWord, shingleLength } from '../core/shingles.ts';
import { combineHashes, murmurHash } from './murmurHash.ts';

/** A hash of each shingle of a text: each word is hashed once, and no word or shingle is spelled out, since a text may be a book. */
export function shingleHashes(text: string): Int32Array {
  const words = wordHashes(comparedForm(text));
  if (words.length >= shingleLength) return runHashes(words, shingleLength);
  const { pieces, run } = piecesOf(text);
  return runHashes(Int32Array.from(pieces, (piece) => murmurHash(piece)), run);
}

function wordHashes(text: string): Int32Array {
  let hashes = new Int32Array(64);
  let count = 0;
  shingledWord.lastIndex = 0;
  for (let match = shingledWord.exec(text); match; match = shingledWord.exec(text)) {
    if (count === hashes.length) {
      const more = new Int32Array(2 * count);
      more.set(hashes);
      hashes = more;
    }
    hashes[count++] = murmurHash(text, match.index, shingledWord.lastIndex);
  }
  return hashes.subarray(0, count);
}

/** Of each run of so many pieces, by the hashes of these. */
function runHashes(pieces: Int32Array, run: number): Int32Array {
  const hashes = new Int32Array(Math.max(0, pieces.length - run + 1));
  for (let i = 0; i < hashes.length; i++) {
    let hash = pieces[i]!;
    for (let next = i + 1; next < i + run; next++) hash = combineHashes(hash, pieces[next]!);
    hashes[i] = hash;
  }
  return hashes;
}
