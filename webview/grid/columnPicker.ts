import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';
import { TypeAhead } from '../ui/typeAhead.ts';
import { visibleText } from './cellText.ts';
import { orderedColumns } from './columns.ts';

/** A list of all columns with type-ahead: the way to one of hundreds. A hidden one is shown again. */
export class ColumnPicker {
  readonly #context: Context;
  readonly #go: (column: string) => void;
  readonly #list: TypeAhead<string>;

  /** `go` brings a column into sight and puts the keyboard on it. */
  constructor(context: Context, go: (column: string) => void) {
    this.#context = context;
    this.#go = go;
    this.#list = new TypeAhead({
      title: 'Go to column', field: 'Name of the column', list: 'Columns', none: 'No column has this in its name',
      matching: (text) => matchingNames(orderedColumns(context.store.document, context.store.screen.order).map(({ name }) => name), text),
      keyOf: (name) => name,
      line: (name) => html`<span>${visibleText(name)}</span>${context.store.screen.hidden.includes(name) ? html`<span class="dim">hidden</span>` : nothing}`,
      pick: (name) => this.#pick(name),
      giveBack: () => context.focusRows(),
      touch: () => context.store.touch(),
    });
  }

  open(): void {
    this.#list.open();
  }

  template(): TemplateResult | typeof nothing {
    return this.#list.template();
  }

  #pick(name: string): void {
    const { store } = this.#context;
    const { hidden } = store.screen;
    if (hidden.includes(name)) store.patchScreen({ hidden: hidden.filter((other) => other !== name) });
    this.#go(name);
  }
}

/** Names that hold a text, whatever its case: those that begin with it first, the exact one before all. */
function matchingNames(names: readonly string[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return names;
  const rank = (name: string): number => {
    const own = name.toLowerCase();
    return own === wanted ? 0 : own.startsWith(wanted) ? 1 : 2;
  };
  return names.filter((name) => name.toLowerCase().includes(wanted)).sort((a, b) => rank(a) - rank(b));
}
