import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Context } from '../context.ts';
import { dialog } from '../ui/dialog.ts';
import { formatCount, formatValue } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { definitionOf, definitionWords, swatch } from './labelDefinitions.ts';

const mostShown = 200;

/** A list of all labels with type-ahead: for more labels than digits, and for a label that is not there yet. */
export class LabelPicker {
  readonly #context: Context;
  readonly #choose: (label: string) => void;
  readonly #giveBack: () => void;
  #labels: readonly LabelChoice[] | null = null;
  #takesNew = true;
  #text = '';
  #active = 0;

  /** `giveBack` puts the keyboard where it was. */
  constructor(context: Context, choose: (label: string) => void, giveBack: () => void) {
    this.#context = context;
    this.#choose = choose;
    this.#giveBack = giveBack;
  }

  /** `takesNew`: a text that is no label yet can be one. */
  open(labels: readonly LabelChoice[], takesNew: boolean): void {
    const { store } = this.#context;
    this.#labels = labels;
    this.#takesNew = takesNew;
    this.#text = '';
    this.#active = 0;
    store.touch();
  }

  template(): TemplateResult | typeof nothing {
    if (!this.#labels) return nothing;
    const choices = matchingLabels(this.#labels, this.#text).filter(({ count }) => this.#takesNew || count !== newLabel);
    const active = Math.min(this.#active, choices.length - 1);
    const { taxonomy } = this.#context.store.document;
    const field = textField(this.#text, {
      label: 'Label', placeholder: 'Type to narrow the list', autofocus: true,
      onInput: (text) => this.#set(text, 0),
      onEnter: (text) => this.#pick(choices[active]?.value ?? (this.#takesNew ? text.trim() : '')),
      onEscape: () => this.#close(),
    });
    return dialog({
      title: 'Label of the row', className: 'picker', onClose: () => this.#close(),
      body: html`<div @keydown=${(event: KeyboardEvent) => this.#key(event, active, choices.length)}>${field}
        <ul role="listbox" aria-label="Labels">${repeat(choices.slice(0, mostShown), (choice) => choice.value, (choice, index) => html`<li role="option" aria-selected=${String(index === active)}
          title=${definitionWords(choice.value, definitionOf(taxonomy, choice.value))} @click=${() => this.#pick(choice.value)}>${this.#choice(choice)}</li>`)}</ul>
        ${choices.length > mostShown ? html`<p class="dim">${formatCount(choices.length - mostShown)} more: type to narrow the list</p>` : nothing}</div>`,
    });
  }

  #choice({ value, count }: LabelChoice): TemplateResult {
    const definition = definitionOf(this.#context.store.document.taxonomy, value);
    return html`<span>${swatch(definition)}${formatValue(value)}${definition?.definition === undefined ? nothing : html`<span class="dim meaning">${definition.definition}</span>`}</span>
      <span class="dim">${count === newLabel ? 'new label' : formatCount(count)}</span>`;
  }

  #key(event: KeyboardEvent, active: number, count: number): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    this.#set(this.#text, (active + step + count) % count);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  }

  #set(text: string, active: number): void {
    this.#text = text;
    this.#active = active;
    this.#context.store.touch();
  }

  #pick(label: string): void {
    this.#close();
    if (label !== '') this.#choose(label);
  }

  #close(): void {
    this.#labels = null;
    this.#context.store.touch();
    this.#giveBack();
  }
}

export interface LabelChoice {
  readonly value: string;
  /** Rows that have it. */
  readonly count: number;
}

/** The count of a text that is no label yet. */
const newLabel = -1;

/** Labels that contain the text, those that begin with it first; a text that is no label yet comes last, as a new one. */
export function matchingLabels(labels: readonly LabelChoice[], text: string): LabelChoice[] {
  const sought = text.trim().toLowerCase();
  const rank = ({ value }: LabelChoice): number => (value.toLowerCase().startsWith(sought) ? 0 : 1);
  const found = labels.filter(({ value }) => value.toLowerCase().includes(sought)).sort((a, b) => rank(a) - rank(b));
  const known = sought === '' || labels.some(({ value }) => value === text.trim());
  return known ? found : [...found, { value: text.trim(), count: newLabel }];
}
