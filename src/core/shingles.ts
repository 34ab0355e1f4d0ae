/** Words a shingle, and characters where there are not as many words. */
export const shingleLength = 5;

/** A word; in scripts that are written without spaces, a character. */
export const shingledWord = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+/gu;

/** What the shingles of a text are runs of. */
interface Pieces {
  readonly pieces: readonly string[];
  /** Pieces a shingle. */
  readonly run: number;
  /** What stands between two of them. */
  readonly joint: string;
}

export const comparedForm = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Of the text as it is compared: NFKC, lower case, white space collapsed. */
export function piecesOf(text: string): Pieces {
  const lower = comparedForm(text);
  const words = lower.match(shingledWord) ?? [];
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

/** Jaccard similarity of two sets: what they share of what they hold together; of two empty ones, 0. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const member of small) if (large.has(member)) shared++;
  const together = a.size + b.size - shared;
  return together === 0 ? 0 : shared / together;
}
