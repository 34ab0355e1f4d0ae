import { jaccard, shingles } from '../../src/core/shingles.ts';

/** Characters of longer texts are not compared while somebody waits. */
const longest = 20_000;

/** Texts are compared with one after another. */
const known = new Map<string, ReadonlySet<string>>();
const mostKnown = 500;

/**
 * How alike two texts are, as `near-duplicate` measures it: the share of their runs of five words that both have. Null
 * where one of them is empty or too long.
 */
export function textLikeness(a: string, b: string): number | null {
  if (a === '' || b === '' || a.length > longest || b.length > longest) return null;
  return jaccard(piecesOf(a), piecesOf(b));
}

function piecesOf(text: string): ReadonlySet<string> {
  const found = known.get(text) ?? new Set(shingles(text));
  if (known.size >= mostKnown) known.clear();
  known.set(text, found);
  return found;
}
