/** Words a piece, and the share of pieces from which two texts are too alike. */
const words = 5;
const mostAlike = 0.6;

/** Texts no two of which are nearly the same: those that would be are turned away. */
export class TellApart {
  readonly #textsWith = new Map<string, number[]>();
  readonly #pieces: number[] = [];

  /** False where the text is like an earlier one; otherwise it is remembered. */
  add(text: string): boolean {
    const pieces = piecesOf(text);
    const shared = new Map<number, number>();
    for (const piece of pieces) for (const other of this.#textsWith.get(piece) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    for (const [other, count] of shared) if (count / (pieces.size + this.#pieces[other]! - count) >= mostAlike) return false;
    const number = this.#pieces.push(pieces.size) - 1;
    for (const piece of pieces) {
      const texts = this.#textsWith.get(piece);
      if (texts) texts.push(number);
      else this.#textsWith.set(piece, [number]);
    }
    return true;
  }
}

/** Runs of five words, or of five characters where there are fewer words. */
function piecesOf(text: string): Set<string> {
  const parts = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (parts.length >= words) return new Set(parts.slice(words - 1).map((_, start) => parts.slice(start, start + words).join(' ')));
  const plain = text.toLowerCase();
  return new Set(Array.from({ length: Math.max(1, plain.length - words + 1) }, (_, start) => plain.slice(start, start + words)));
}
