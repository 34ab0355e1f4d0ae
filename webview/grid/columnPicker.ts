import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Context } from '../context.ts';
import { dialog } from '../ui/dialog.ts';
import { formatCount } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { visibleText } from './cellText.ts';
import { orderedColumns } from './columns.ts';

const mostShown = 200;

/** A list of all columns with type-ahead: the way to one of hundreds. A hidden one is shown again. */
export class ColumnPicker {
  readonly #context: Context;
  readonly #go: (column: string) => void;
  #open = false;
  #text = '';
  #active = 0;

  /** `go` brings a column into sight and puts the keyboard on it. */
  constructor(context: Context, go: (column: string) => void) {
    this.#context = context;
    this.#go = go;
  }

  open(): void {
    this.#open = true;
    this.#text = '';
    this.#active = 0;
    this.#context.store.touch();
  }

  template(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    const { document, screen } = this.#context.store;
    const all = orderedColumns(document, screen.order).map(({ name }) => name);
    const names = matchingNames(all, this.#text);
    const hidden = new Set(screen.hidden);
    const active = Math.min(this.#active, names.length - 1);
    const field = textField(this.#text, {
      label: 'Name of the column', placeholder: 'Type to narrow the list', autofocus: true,
      onInput: (text) => this.#set(text, 0),
      // Enter may come before the list of what was typed last is drawn.
      onEnter: (text) => this.#pick(matchingNames(all, text)[this.#active]),
      onEscape: () => this.#close(),
    });
    return dialog({
      title: 'Go to column', className: 'picker', onClose: () => this.#close(),
      body: html`<div @keydown=${(event: KeyboardEvent) => this.#key(event, active, names.length)}>${field}
        <ul role="listbox" aria-label="Columns">${repeat(names.slice(0, mostShown), (name) => name, (name, index) => html`<li role="option" aria-selected=${String(index === active)}
          @click=${() => this.#pick(name)}><span>${visibleText(name)}</span>${hidden.has(name) ? html`<span class="dim">hidden</span>` : nothing}</li>`)}</ul>
        ${names.length > mostShown ? html`<p class="dim">${formatCount(names.length - mostShown)} more: type to narrow the list</p>` : nothing}
        ${names.length === 0 ? html`<p class="dim">No column has this in its name</p>` : nothing}</div>`,
    });
  }

  #key(event: KeyboardEvent, active: number, count: number): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const shown = Math.min(count, mostShown);
    if (step === undefined || shown === 0) return;
    event.preventDefault();
    this.#set(this.#text, (active + step + shown) % shown);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  }

  #set(text: string, active: number): void {
    this.#text = text;
    this.#active = active;
    this.#context.store.touch();
  }

  #pick(name: string | undefined): void {
    if (name === undefined) return;
    const { store } = this.#context;
    const { hidden } = store.screen;
    if (hidden.includes(name)) store.patchScreen({ hidden: hidden.filter((other) => other !== name) });
    this.#close();
    this.#go(name);
  }

  #close(): void {
    this.#open = false;
    this.#context.store.touch();
    // A modal dialog lets nothing else have the keyboard until it is gone, in the frame that is coming.
    requestAnimationFrame(() => this.#context.focusRows());
  }
}

/** Names that hold a text, whatever its case: those that begin with it first, the exact one before all. */
export function matchingNames(names: readonly string[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return names;
  const rank = (name: string): number => {
    const own = name.toLowerCase();
    return own === wanted ? 0 : own.startsWith(wanted) ? 1 : 2;
  };
  return names.filter((name) => name.toLowerCase().includes(wanted)).sort((a, b) => rank(a) - rank(b));
}
