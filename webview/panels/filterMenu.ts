import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Filter } from '../../src/core/filter.ts';
import type { Column } from '../../src/core/schema.ts';
import type { Context } from '../context.ts';
import { visibleText } from '../grid/cellText.ts';
import { allColumns, annotationColumns } from '../grid/columns.ts';
import { setFilter } from '../grid/filters.ts';
import { button, iconButton } from '../ui/button.ts';
import { dot } from '../ui/dot.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { formatCount } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { ColumnFilterEditor } from './filterMenuColumn.ts';

/** Columns that are listed; more are found by searching. */
const listedColumns = 200;

/** What leaves the menu, by the mouse and by Tab. */
const leaving = ['pointerdown', 'focusin'] as const;

/** The “+ Filter” button and what it opens: a column to filter by, or what checks and people said of the rows. */
export class FilterMenu {
  readonly #context: Context;
  #open = false;
  #search = '';
  #column: Column | null = null;
  #editor: ColumnFilterEditor | null = null;
  #opening = 0;
  readonly #outside = (event: Event): void => {
    const inside = event.composedPath().some((target) => target instanceof Element && target.classList.contains('filter-place'));
    if (!inside) this.close(false);
  };

  constructor(context: Context) {
    this.#context = context;
  }

  /** Opens on a column, or on the list of them. */
  open(column?: string): void {
    const named = this.#columns().find(({ name }) => name === column) ?? null;
    if (!this.#open) for (const event of leaving) addEventListener(event, this.#outside, true);
    this.#open = true;
    this.#opening++;
    this.#search = '';
    this.#choose(named);
  }

  /** `giveBack`: the keyboard goes to the rows. */
  close(giveBack = true): void {
    if (!this.#open) return;
    this.#open = false;
    for (const event of leaving) removeEventListener(event, this.#outside, true);
    this.#context.store.touch();
    if (giveBack) this.#context.focusRows();
  }

  template(): TemplateResult {
    return html`<span class="filter-place" @keydown=${(event: KeyboardEvent) => this.#keyed(event)}>
      ${button('+ Filter', { title: 'Show only some of the rows', pressed: this.#open, onClick: () => (this.#open ? this.close() : this.open()) })}
      ${this.#open ? keyed(`${this.#opening} ${this.#column?.name ?? ''}`, this.#popup()) : nothing}
    </span>`;
  }

  #popup(): TemplateResult {
    if (this.#column && this.#editor) {
      return html`<div class="popup" role="dialog" aria-label="Filter by ${this.#column.name}">
        <div class="popup-head">${iconButton('‹', 'All columns', () => this.#choose(null))}<b>${visibleText(this.#column.name)}</b></div>
        ${this.#editor.template()}
      </div>`;
    }
    return html`<div class="popup" role="dialog" aria-label="Filter the rows">
      ${textField(this.#search, {
        label: 'Column, or a text to look for', placeholder: 'column, or a text to look for', autofocus: true,
        onInput: (text) => { this.#search = text; this.#context.store.touch(); }, onEnter: () => this.#takeFirst(), onEscape: () => this.close(),
      })}
      <div class="popup-list">${this.#columnLines()}${this.#textLine()}${this.#standingLines()}</div>
    </div>`;
  }

  /** Those of the file, and those that people fill in beside it. */
  #columns(): readonly Column[] {
    const { document } = this.#context.store;
    return [...allColumns(document), ...annotationColumns(document)];
  }

  #matching(): readonly Column[] {
    const wanted = this.#search.trim().toLowerCase();
    return this.#columns().filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, listedColumns);
  }

  #columnLines(): TemplateResult {
    return html`${this.#matching().map((column) => html`<button type="button" class="popup-line" @click=${() => this.#choose(column)}>
      <bdi>${visibleText(column.name)}</bdi><span class="dim">${column.type}</span></button>`)}`;
  }

  #textLine(): TemplateResult | typeof nothing {
    const text = this.#search.trim();
    if (text === '') return nothing;
    return this.#line(html`any column contains “${text}”`, { kind: 'contains', text });
  }

  #standingLines(): TemplateResult | typeof nothing {
    if (this.#search.trim() !== '') return nothing;
    const groups = this.#context.store.document.findings?.groups.filter(({ findings }) => findings > 0) ?? [];
    return html`<div class="popup-rule"></div>
      ${this.#line('flagged by any check', { kind: 'flagged' })}
      ${groups.map((group) => this.#line(html`${dot(group.severity)}${group.title}<span class="dim">${formatCount(group.rows)}</span>`, { kind: 'flagged', check: group.check }))}
      ${this.#line('decided', { kind: 'decided', decided: true })}
      ${this.#line('not decided', { kind: 'decided', decided: false })}`;
  }

  #line(words: unknown, filter: Filter): TemplateResult {
    return html`<button type="button" class="popup-line" @click=${() => this.#take(filter)}><span>${words}</span></button>`;
  }

  #take(filter: Filter): void {
    const { store } = this.#context;
    store.patchScreen({ filters: setFilter(store.screen.filters, filter) });
    this.close();
  }

  /** Enter in the search field: the first column that matches, else the text in any column. */
  #takeFirst(): void {
    const [first] = this.#matching();
    const text = this.#search.trim();
    if (first) this.#choose(first);
    else if (text !== '') this.#take({ kind: 'contains', text });
  }

  #choose(column: Column | null): void {
    this.#column = column;
    this.#editor = column ? new ColumnFilterEditor(this.#context, column, () => this.close()) : null;
    holdKeys();
    this.#context.store.touch();
  }

  #keyed(event: KeyboardEvent): void {
    if (!this.#open) return;
    if (event.key === 'Escape') this.close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveFocus(event.currentTarget as HTMLElement, event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function moveFocus(place: HTMLElement, step: 1 | -1): void {
  const stops = [...place.querySelectorAll<HTMLElement>('.popup vscode-text-field, .popup vscode-checkbox, .popup .popup-line')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
}
