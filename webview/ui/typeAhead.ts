import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { closeDialog, dialog } from './dialog.ts';
import { holdKeys } from './heldKeys.ts';
import { formatCount } from './numbers.ts';
import { textField } from './textField.ts';

const mostShown = 200;

export interface TypeAheadOptions<Choice> {
  readonly title: string;
  /** What is typed, and what is listed. */
  readonly field: string;
  readonly list: string;
  /** What a text leaves of the list, the likeliest first. */
  matching(text: string): readonly Choice[];
  keyOf(choice: Choice): string;
  line(choice: Choice): TemplateResult;
  hintOf?(choice: Choice): string;
  /** Said of an empty list. */
  readonly none?: string;
  /** Called once it is closed. */
  pick(choice: Choice): void;
  /** Puts the keyboard where it was. */
  giveBack(): void;
  /** Has the page drawn again. */
  touch(): void;
}

/** A dialog with a list that what is typed narrows: arrows move, Enter takes. */
export class TypeAhead<Choice> {
  readonly #options: TypeAheadOptions<Choice>;
  #open = false;
  #text = '';
  #active = 0;
  /** Counts openings, so that each has a field of its own that takes the keyboard. */
  #opening = 0;

  constructor(options: TypeAheadOptions<Choice>) {
    this.#options = options;
  }

  open(): void {
    this.#open = true;
    this.#opening++;
    holdKeys();
    this.#set('', 0);
  }

  template(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    const { title, field: label, list, matching, keyOf, line, hintOf, none } = this.#options;
    const choices = matching(this.#text);
    const shown = choices.slice(0, mostShown);
    const active = Math.min(this.#active, shown.length - 1);
    const field = textField(this.#text, {
      label, placeholder: 'Type to narrow the list', autofocus: true,
      onInput: (text) => this.#set(text, 0),
      onEnter: (text) => this.#take(this.#chosen(text)),
      onEscape: () => this.#close(),
    });
    return html`${keyed(this.#opening, dialog({
      title, className: 'picker', onClose: () => this.#close(),
      body: html`<div @keydown=${(event: KeyboardEvent) => this.#key(event)}>${field}
        <ul role="listbox" aria-label=${list}>${repeat(shown, keyOf, (choice, index) => html`<li role="option" aria-selected=${String(index === active)}
          title=${hintOf?.(choice) ?? nothing} @click=${() => this.#take(choice)}>${line(choice)}</li>`)}</ul>
        ${choices.length > mostShown ? html`<p class="dim">${formatCount(choices.length - mostShown)} more: type to narrow the list</p>` : nothing}
        ${choices.length === 0 && none !== undefined ? html`<p class="dim">${none}</p>` : nothing}</div>`,
    }))}`;
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    // Neither what was drawn, nor what was drawn as active: two keys may come between two drawings.
    const shown = this.#choices(this.#text).length;
    if (shown === 0) return;
    this.#set(this.#text, (Math.min(this.#active, shown - 1) + step + shown) % shown);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  }

  /** What Enter means. It may come before the list of what was typed last is drawn, so it is not asked of what is. */
  #chosen(text: string): Choice | undefined {
    const choices = this.#choices(text);
    return choices[text === this.#text ? Math.min(this.#active, choices.length - 1) : 0];
  }

  #choices(text: string): readonly Choice[] {
    return this.#options.matching(text).slice(0, mostShown);
  }

  #set(text: string, active: number): void {
    this.#text = text;
    this.#active = active;
    this.#options.touch();
  }

  #take(choice: Choice | undefined): void {
    if (choice === undefined) return;
    this.#close();
    this.#options.pick(choice);
  }

  #close(): void {
    this.#open = false;
    closeDialog();
    this.#options.touch();
    this.#options.giveBack();
  }
}
