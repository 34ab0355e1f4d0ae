import { Box } from './box.ts';
import { dotClass, markWords, type CellContent } from './cellContent.ts';

/** A cell of a row: a mark, the file's own value where another was decided upon, and the value. Text is only ever text. */
export class Cell extends Box {
  readonly #text = document.createTextNode('');
  #dot: HTMLElement | null = null;
  #was: HTMLElement | null = null;
  #content: CellContent | null = null;
  #index = -1;

  constructor(parent: Element, id: string, role: 'gridcell' | 'rowheader') {
    super(parent, 'grid-cell', role);
    this.element.id = id;
    this.element.append(this.#text);
  }

  /** The nodes that hold the value and the one before it, for marking what a search found in them. */
  get texts(): readonly Node[] {
    return this.#was?.firstChild ? [this.#was.firstChild, this.#text] : [this.#text];
  }

  /** @param index 1-based index of the column among those that are shown. */
  paint(content: CellContent, className: string, index: number): void {
    const coloured = content.colour === undefined ? className : `${className} coloured`;
    this.className = content.kind === 'value' ? coloured : `${coloured} ${content.kind}`;
    if (content.colour !== undefined && content.colour !== this.#content?.colour) this.element.style.setProperty('--label-colour', content.colour);
    if (index !== this.#index) this.element.setAttribute('aria-colindex', String((this.#index = index)));
    const last = this.#content;
    this.#content = content;
    if (last?.text !== content.text) {
      this.#text.data = content.text;
      // What was said on hover was about another text.
      if (this.element.title !== '') this.element.title = '';
    }
    if ((last?.was ?? null) !== content.was) this.#was = replaced(this.#was, content.was, this.#text, 'was');
    if ((last?.dot ?? null) === content.dot && (last?.was ?? null) === content.was) return;
    this.#dot = replaced(this.#dot, content.dot === null ? null : '', this.#was ?? this.#text, dotClass(content.dot));
    this.#dot?.setAttribute('role', 'img');
    if (this.#dot && content.dot) this.#dot.setAttribute('aria-label', markWords(content.dot, content.was));
  }
}

/** Puts a small element with a text before another node, in place of what stood there; null: nothing. */
function replaced(old: HTMLElement | null, text: string | null, before: Node, className: string): HTMLElement | null {
  if (text === null) {
    old?.remove();
    return null;
  }
  const element = old ?? document.createElement('span');
  element.className = className;
  element.textContent = text;
  before.parentNode?.insertBefore(element, before);
  return element;
}
