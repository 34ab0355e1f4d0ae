import type { HeadRows } from '../../src/protocol/methods.ts';
import type { Context } from '../context.ts';
import { make } from '../grid/box.ts';
import { copyRows } from '../grid/copyRows.ts';
import { FindMarks } from '../grid/findMarks.ts';
import { rowsAt, topThatShows } from '../grid/geometry.ts';
import { rowMenu } from '../grid/gridMenus.ts';
import type { GridHooks } from '../grid/gridInput.ts';
import { actOfKey } from '../grid/keyboard.ts';
import { openMenu } from '../grid/menu.ts';
import { ReadingOrder } from '../grid/readingOrder.ts';
import type { RowsModel, RowsView } from '../grid/rowsModel.ts';
import { Scroller } from '../grid/scroller.ts';
import { Card } from './card.ts';
import { cardColumns, cardLayout, type CardLayout } from './cardLayout.ts';
import { WholeTexts } from './wholeTexts.ts';

/** Space at both sides of the cards, and inside of them. */
const sides = 28;
/** Text lines are not longer than can be read. */
const widestText = 860;

/** The rows as cards, for texts too long for a line: any number of them, of which only those in sight exist. */
export class Cards implements RowsView {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #model: RowsModel;
  readonly #hooks: GridHooks;
  readonly #scroller: Scroller;
  readonly #body: HTMLElement;
  readonly #texts: WholeTexts;
  readonly #cards: Card[] = [];
  readonly #marks = new FindMarks();
  readonly #order: ReadingOrder;
  #layout: CardLayout | null = null;
  #from: readonly unknown[] = [];
  #head: HeadRows | null = null;
  #toReveal: number | null = 0;
  #lastTop = 0;

  constructor(context: Context, model: RowsModel, hooks: GridHooks) {
    this.#context = context;
    this.#model = model;
    this.#hooks = hooks;
    this.element = document.createElement('div');
    this.element.className = 'cards';
    this.#scroller = new Scroller(this.element, 100, 0, { role: 'listbox', paint: () => this.#paint(), resized: () => this.changed() });
    const { element: scroller, layer } = this.#scroller;
    this.#body = make(layer, 'cards-body', 'presentation');
    this.#order = new ReadingOrder(scroller);
    this.#texts = new WholeTexts(context.host, () => this.#scroller.schedule());
    scroller.addEventListener('keydown', (event) => this.#keyed(event));
    scroller.addEventListener('pointerdown', (event) => this.#pressed(event));
    scroller.addEventListener('contextmenu', (event) => this.#openMenu(event));
    scroller.addEventListener('dblclick', () => hooks.inspect());
  }

  update(): void {
    this.changed();
  }

  changed(): void {
    this.#setExtent();
    if (this.#toReveal !== null && this.#model.count > this.#toReveal) this.reveal(this.#toReveal);
    this.#scroller.schedule();
  }

  reveal(position: number): void {
    this.#setExtent();
    const { top, scale, rowHeight, viewHeight } = this.#scroller;
    this.#toReveal = viewHeight === 0 || position >= this.#model.count ? position : null;
    if (this.#toReveal !== null) return;
    const far = Math.abs(position * rowHeight - top) > 2 * scale.body;
    this.#scroller.scrollTo(topThatShows(Math.max(0, position), top, rowHeight, scale, far));
  }

  /** Marks a text wherever it shows; empty: none. */
  mark(text: string): void {
    this.#marks.setText(text);
    this.#scroller.schedule();
  }

  focus(): void {
    this.#scroller.element.focus({ preventScroll: true });
  }

  /** Columns whose text shows, for finding in them. */
  get columnNames(): readonly string[] {
    return this.#layout ? cardColumns(this.#layout) : [];
  }

  #setExtent(): void {
    const { document } = this.#context.store;
    const { viewWidth } = this.#scroller;
    this.#head = document.head ?? this.#head;
    const from = [document.dataset, this.#head, document.profiles, viewWidth];
    if (!this.#layout || !from.every((value, index) => value === this.#from[index])) {
      this.#from = from;
      this.#layout = cardLayout(document, this.#head, Math.min(widestText, viewWidth - sides));
    }
    this.#scroller.setExtent(this.#model.count, 0, this.#layout.rowHeight);
  }

  #paint(): void {
    const layout = this.#layout;
    if (!layout) return;
    const { top, scale, rowHeight } = this.#scroller;
    const { data, count, position, range } = this.#model;
    const { first, last, offset } = rowsAt(top, scale.body, rowHeight, count);
    data.want({
      first,
      last: Math.max(last, first + Math.ceil(scale.body / rowHeight)),
      columns: cardColumns(layout),
      direction: top < this.#lastTop ? -1 : 1,
    });
    this.#lastTop = top;
    while (this.#cards.length < last - first) this.#cards.push(new Card(this.#body, this.#cards.length));
    const slots = this.#cards.length;
    this.#order.begin(first, this.#cards);
    this.#cards.forEach((card, slot) => {
      const at = first + ((((slot - first) % slots) + slots) % slots);
      card.shown = at < last;
      if (at >= last) return;
      card.top = (at - first) * rowHeight - offset;
      card.draw(at, {
        layout, count, page: data.page(at), version: this.#texts.version,
        state: at === position ? 'selected' : at >= range[0] && at <= range[1] ? 'ranged' : '',
        whole: (row, column, shown) => this.#texts.text(row, column, shown, data.epoch),
      });
    });
    const inSight = Array.from({ length: last - first }, (_, index) => first + index);
    this.#marks.draw(inSight.flatMap((at) => this.#cards[at % slots]!.texts.map((node) => ({ node, current: at === position }))));
    const { element } = this.#scroller;
    const current = position >= first && position < last ? this.#cards[position % slots]?.element.id : undefined;
    if (current) element.setAttribute('aria-activedescendant', current);
    else element.removeAttribute('aria-activedescendant');
    element.setAttribute('aria-busy', String(this.#model.waiting));
  }

  #keyed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    // Escape gives up a view that is on its way before anything else.
    if (event.key === 'Escape' && this.#model.formerView !== null) return;
    const { scale, rowHeight } = this.#scroller;
    const { position, count, range } = this.#model;
    const page = Math.max(1, Math.floor(scale.body / rowHeight));
    // A card has no columns: Home and End go to the first and the last of them.
    const ends = event.key === 'Home' || event.key === 'End';
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    const act = actOfKey({ key, shiftKey, altKey, ctrlKey: ctrlKey || ends, metaKey }, { position, column: 0 }, { rows: count, columns: 1, page });
    if (!act || act.kind === 'goToColumn' || (act.kind === 'clear' && range[0] === range[1])) return;
    event.preventDefault();
    event.stopPropagation();
    if (act.kind === 'move') this.#model.moveTo(Math.max(0, act.place.position), shiftKey);
    else if (act.kind === 'selectAll') this.#model.selectRange(0, count - 1);
    else if (act.kind === 'clear') this.#model.clearRange();
    else if (act.kind === 'inspect') this.#hooks.inspect();
    else if (act.kind === 'find') this.#hooks.find();
    else if (act.kind === 'copy') this.#copy();
    else if (act.kind === 'menu') this.#menuAt(this.#cards[position % Math.max(1, this.#cards.length)]?.element.getBoundingClientRect());
  }

  #copy(): void {
    const { store, host, attempt } = this.#context;
    void attempt(copyRows(store, host, this.#model.range, this.columnNames, 'tsv'));
  }

  #pressed(event: PointerEvent): void {
    const position = this.#positionAt(event);
    const [from, to] = this.#model.range;
    if (position === null || (event.button === 2 && position >= from && position <= to)) return;
    this.#model.moveTo(position, event.shiftKey);
  }

  #openMenu(event: MouseEvent): void {
    if (this.#positionAt(event) === null) return;
    event.preventDefault();
    this.#menuAt({ left: event.clientX, top: event.clientY });
  }

  #menuAt(place: { readonly left: number; readonly top: number } | undefined): void {
    if (!place || !this.#layout) return;
    const columns = [...this.#layout.content, ...(this.#layout.label ? [this.#layout.label] : []), ...this.#layout.details];
    openMenu(
      rowMenu(this.#context, columns, { row: undefined, column: undefined, value: undefined, range: this.#model.range }),
      place.left,
      place.top,
      () => this.focus(),
    );
  }

  #positionAt(event: MouseEvent): number | null {
    const { layer, top, scale, rowHeight } = this.#scroller;
    const box = layer.getBoundingClientRect();
    const y = event.clientY - box.top;
    const position = Math.floor((top + y) / rowHeight);
    return y < 0 || y >= scale.body || event.clientX - box.left >= box.width || position >= this.#model.count ? null : position;
  }
}
