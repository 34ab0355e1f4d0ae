export interface ShownText {
  /** A text node. */
  readonly node: Node;
  /** The cell that the keyboard is on. */
  readonly current: boolean;
}

/** At most this many marks are drawn at once: more would say nothing. */
const mostMarks = 1000;

/** Marks what was looked for, through the browser's own highlights: no element is added to a cell. */
export class FindMarks {
  #text = '';
  #drawn = false;

  setText(text: string): void {
    this.#text = text.toLowerCase();
  }

  draw(texts: Iterable<ShownText>): void {
    if (this.#text === '' && !this.#drawn) return;
    const others: Range[] = [];
    const current: Range[] = [];
    if (this.#text !== '') {
      for (const shown of texts) {
        if (others.length + current.length > mostMarks) break;
        (shown.current ? current : others).push(...rangesOf(shown.node, this.#text));
      }
    }
    CSS.highlights.set('winnow-found', new Highlight(...others));
    CSS.highlights.set('winnow-found-here', new Highlight(...current));
    this.#drawn = this.#text !== '';
  }
}

function rangesOf(node: Node, wanted: string): Range[] {
  const written = node.textContent ?? '';
  const text = written.toLowerCase();
  // Lower case can be longer than what was written; then offsets would not fit.
  if (text.length !== written.length) return [];
  const ranges: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + wanted.length);
    ranges.push(range);
  }
  return ranges;
}
