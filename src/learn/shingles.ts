import { combineHashes, murmurHash } from './murmurHash.ts';

/** Words a shingle, and characters where there are not as many words. */
const shingleLength = 5;

/** A word; in scripts that are written without spaces, a character. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+/gu;

/** What the shingles of a text are runs of. */
interface Pieces {
  readonly pieces: readonly string[];
  /** Pieces a shingle. */
  readonly run: number;
  /** What stands between two of them. */
  readonly joint: string;
}

const comparedForm = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Of the text as it is compared: NFKC, lower case, white space collapsed. */
function piecesOf(text: string): Pieces {
  const lower = comparedForm(text);
  const words = lower.match(word) ?? [];
  if (words.length >= shingleLength) return { pieces: words, run: shingleLength, joint: ' ' };
  const normal = lower.replace(/\s+/gu, ' ').trim();
  const characters = Array.from(normal);
  if (characters.length >= shingleLength) return { pieces: characters, run: shingleLength, joint: '' };
  return { pieces: normal === '' ? [] : [normal], run: 1, joint: '' };
}

/**
 * The overlapping pieces of a text that are compared: runs of five words, or of five characters where there are
 * fewer than five words, or the text itself where it is shorter. Empty text has none.
 * Broder, “On the resemblance and containment of documents”, 1997.
 */
export function shingles(text: string): string[] {
  const { pieces, run, joint } = piecesOf(text);
  return Array.from({ length: Math.max(0, pieces.length - run + 1) }, (_, i) => pieces.slice(i, i + run).join(joint));
}

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
  word.lastIndex = 0;
  for (let match = word.exec(text); match; match = word.exec(text)) {
    if (count === hashes.length) {
      const more = new Int32Array(2 * count);
      more.set(hashes);
      hashes = more;
    }
    hashes[count++] = murmurHash(text, match.index, word.lastIndex);
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

/** Jaccard similarity of two sets: what they share of what they hold together; of two empty ones, 0. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const member of small) if (large.has(member)) shared++;
  const together = a.size + b.size - shared;
  return together === 0 ? 0 : shared / together;
}
