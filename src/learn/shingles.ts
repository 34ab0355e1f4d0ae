/** Words a shingle, and characters where there are not as many words. */
const shingleLength = 5;

/** A word; in scripts that are written without spaces, a character. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+/gu;

/** Text as it is compared: NFKC, lower case, white space collapsed. */
export function normaliseText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * The overlapping pieces of a text that are compared: runs of five words, or of five characters where there are
 * fewer than five words, or the text itself where it is shorter. Empty text has none.
 * Broder, “On the resemblance and containment of documents”, 1997.
 */
export function shingles(text: string): string[] {
  const normal = normaliseText(text);
  const words = normal.match(word) ?? [];
  if (words.length >= shingleLength) return runs(words.length, (i) => words.slice(i, i + shingleLength).join(' '));
  const characters = Array.from(normal);
  if (characters.length >= shingleLength) return runs(characters.length, (i) => characters.slice(i, i + shingleLength).join(''));
  return normal === '' ? [] : [normal];
}

function runs(length: number, run: (start: number) => string): string[] {
  return Array.from({ length: length - shingleLength + 1 }, (_, i) => run(i));
}

/** Jaccard similarity of two sets: what they share of what they hold together; of two empty ones, 0. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const member of small) if (large.has(member)) shared++;
  const together = a.size + b.size - shared;
  return together === 0 ? 0 : shared / together;
}
