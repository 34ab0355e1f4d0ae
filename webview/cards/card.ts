import type { RowMark } from '../../src/protocol/engineMethods.ts';
import { Box, make } from '../grid/box.ts';
import { cellContent, dotClass, isExcluded, isUnreadable, markWords, rowDot, unreadableText, type CellContent } from '../grid/cellContent.ts';
import { visibleLines } from '../grid/cellText.ts';
import type { GridColumn } from '../grid/columns.ts';
import type { Page } from '../grid/pages.ts';
import { formatCount } from '../ui/numbers.ts';
import { lineHeight, type CardLayout } from './cardLayout.ts';

export interface CardPaint {
  readonly layout: CardLayout;
  readonly count: number;
  readonly state: 'selected' | 'ranged' | '';
  readonly page: Page | undefined;
  /** Counts what has been learnt since of texts too long for a page. */
  readonly version: number;
  whole(row: number, column: string, shown: string): string;
}

/** One row as a card: its label, what it belongs to, and its text. */
export class Card extends Box {
  readonly #head: HTMLElement;
  readonly #text: HTMLElement;
  #drawn: readonly unknown[] = [];

  constructor(parent: Element, slot: number) {
    super(parent, 'card', 'option');
    this.element.id = `card-${slot}`;
    this.#head = make(this.element, 'card-head');
    this.#text = make(this.element, 'card-text');
  }

  /** The nodes that hold the texts, for marking what a search found in them. */
  get texts(): readonly Node[] {
    return [...this.#text.children, ...this.#head.children].flatMap((part) => (part.lastChild ? [part.lastChild] : []));
  }

  draw(position: number, paint: CardPaint): void {
    const { layout, page, state, count, version } = paint;
    const now = [position, page, state, layout, count, version];
    if (now.every((value, index) => value === this.#drawn[index])) return;
    this.#drawn = now;
    this.element.setAttribute('aria-posinset', String(position + 1));
    this.element.setAttribute('aria-setsize', String(count));
    this.element.setAttribute('aria-selected', String(state !== ''));
    this.element.style.height = `${layout.rowHeight}px`;
    const index = page ? position - page.start : 0;
    const row = page?.rows[index];
    const mark = row === undefined ? undefined : page?.marks.get(row);
    this.className = `card ${state}${isExcluded(mark) ? ' excluded' : ''}`;
    if (!page || row === undefined) {
      this.#head.replaceChildren(words('…', 'card-row'));
      this.#text.replaceChildren();
      return;
    }
    this.#head.replaceChildren(words(formatCount(row), 'card-row'), ...headParts(page, index, layout, mark));
    if (isUnreadable(page, index)) this.#text.replaceChildren(words(unreadableText(page, index), 'unreadable'));
    else this.#text.replaceChildren(...this.#paragraphs(page, index, row, mark, paint));
  }

  #paragraphs(page: Page, index: number, row: number, mark: RowMark | undefined, { layout, whole }: CardPaint): HTMLElement[] {
    return layout.content.map((column) => {
      const content = cellContent(page, index, column, mark);
      const shown =
        content.kind === 'value' && content.was === null
          ? visibleLines(whole(row, column.name, page.cells.get(column.name)?.text[index] ?? ''))
          : content.text;
      const paragraph = words(shown, `card-paragraph ${content.kind === 'value' ? '' : content.kind}`, layout.content.length > 1 ? column.name : undefined);
      if (content.dot) paragraph.prepend(dotOf(content));
      paragraph.style.maxHeight = `${Math.floor(layout.lines / layout.content.length) * lineHeight}px`;
      paragraph.style.webkitLineClamp = String(Math.max(1, Math.floor(layout.lines / layout.content.length)));
      return paragraph;
    });
  }
}

function headParts(page: Page, index: number, layout: CardLayout, mark: RowMark | undefined): HTMLElement[] {
  const parts: HTMLElement[] = [];
  const shown = new Set([...layout.content, ...(layout.label ? [layout.label] : []), ...layout.details].map(({ name }) => name));
  const whole = rowDot(mark, layout.label?.name, (column) => shown.has(column));
  if (whole) parts.push(dotOf({ text: '', kind: 'value', dot: whole, was: null }));
  if (layout.label && !isUnreadable(page, index)) parts.push(labelOf(cellContent(page, index, layout.label, mark)));
  if (isUnreadable(page, index)) return parts;
  return [...parts, ...layout.details.map((column) => detailOf(column, cellContent(page, index, column, mark)))];
}

function labelOf(content: CellContent): HTMLElement {
  const chip = words('', 'card-label');
  if (content.dot) chip.append(dotOf(content));
  if (content.was !== null) chip.append(words(content.was, 'was'));
  chip.append(words(content.text, content.kind));
  return chip;
}

function detailOf(column: GridColumn, content: CellContent): HTMLElement {
  const detail = words('', 'card-detail');
  detail.title = column.name;
  if (content.dot) detail.append(dotOf(content));
  if (content.was !== null) detail.append(words(content.was, 'was'));
  detail.append(words(content.text, content.kind));
  return detail;
}

function dotOf(content: CellContent): HTMLElement {
  const dot = words('', dotClass(content.dot));
  dot.setAttribute('role', 'img');
  if (content.dot) dot.setAttribute('aria-label', markWords(content.dot, content.was));
  return dot;
}

function words(text: string, className: string, name?: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  if (name !== undefined) element.append(Object.assign(document.createElement('span'), { className: 'card-name', textContent: name }));
  element.append(text);
  return element;
}
