/** A run of a text: in both texts, only in this one, or only in the text that it is compared with. */
export interface DifferencePart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Words, white space and signs that are compared; longer texts are not. */
const mostPieces = 4000;
/** Pieces in which two texts may differ; more, and they are different texts. */
const mostDifferences = 400;

/** A word; in scripts that are written without spaces, a character. */
const piece = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+|\s+|[^\s]/gu;

/**
 * What a text says otherwise than another one, word by word: Myers, “An O(ND) difference algorithm and its variations”,
 * Algorithmica 1, 1986. Null where they are too long or too different to be compared in a moment.
 */
export function textDifference(from: string, to: string): DifferencePart[] | null {
  const [a, b] = [from.match(piece) ?? [], to.match(piece) ?? []];
  if (a.length > mostPieces || b.length > mostPieces) return null;
  const steps = shortestPath(a, b);
  return steps && joined(walkBack(a, b, steps));
}

/** For each number of differences: how far along `a` each diagonal gets. The last one reaches the ends. */
function shortestPath(a: readonly string[], b: readonly string[]): Int32Array[] | null {
  const steps: Int32Array[] = [];
  const middle = mostDifferences + 1;
  const reach = new Int32Array(2 * middle + 1);
  for (let differences = 0; differences <= mostDifferences; differences++) {
    steps.push(reach.slice());
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down = diagonal === -differences || (diagonal !== differences && reach[middle + diagonal - 1]! < reach[middle + diagonal + 1]!);
      let x = down ? reach[middle + diagonal + 1]! : reach[middle + diagonal - 1]! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reach[middle + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return steps;
    }
  }
  return null;
}

/** From the ends to the beginnings; parts come last first. */
function walkBack(a: readonly string[], b: readonly string[], steps: readonly Int32Array[]): DifferencePart[] {
  const parts: DifferencePart[] = [];
  const middle = mostDifferences + 1;
  let [x, y] = [a.length, b.length];
  for (let differences = steps.length - 1; differences >= 0; differences--) {
    const reach = steps[differences]!;
    const diagonal = x - y;
    const down = diagonal === -differences || (diagonal !== differences && reach[middle + diagonal - 1]! < reach[middle + diagonal + 1]!);
    const before = differences === 0 ? 0 : reach[middle + (down ? diagonal + 1 : diagonal - 1)]!;
    const start = differences === 0 ? 0 : down ? before : before + 1;
    while (x > start) {
      parts.push({ kind: 'same', text: a[--x]! });
      y--;
    }
    if (differences === 0) break;
    if (down) parts.push({ kind: 'added', text: b[--y]! });
    else parts.push({ kind: 'removed', text: a[--x]! });
  }
  return parts;
}

/** Neighbours of one kind as one part, in the order of reading. */
function joined(parts: readonly DifferencePart[]): DifferencePart[] {
  const found: DifferencePart[] = [];
  for (const { kind, text } of parts.toReversed()) {
    const last = found[found.length - 1];
    if (last?.kind === kind) found[found.length - 1] = { kind, text: last.text + text };
    else found.push({ kind, text });
  }
  return found;
}
