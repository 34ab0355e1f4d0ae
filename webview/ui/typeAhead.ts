import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dialog } from './dialog.ts';
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

  constructor(options: TypeAheadOptions<Choice>) {
    this.#options = options;
  }

  open(): void {
    this.#open = true;
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
    return dialog({
      title, className: 'picker', onClose: () => this.#close(),
      body: html`<div @keydown=${(event: KeyboardEvent) => this.#key(event, shown.length)}>${field}
        <ul role="listbox" aria-label=${list}>${repeat(shown, keyOf, (choice, index) => html`<li role="option" aria-selected=${String(index === active)}
          title=${hintOf?.(choice) ?? nothing} @click=${() => this.#take(choice)}>${line(choice)}</li>`)}</ul>
        ${choices.length > mostShown ? html`<p class="dim">${formatCount(choices.length - mostShown)} more: type to narrow the list</p>` : nothing}
        ${choices.length === 0 && none !== undefined ? html`<p class="dim">${none}</p>` : nothing}</div>`,
    });
  }

  #key(event: KeyboardEvent, shown: number): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || shown === 0) return;
    event.preventDefault();
    // Not what was drawn as active: two keys may come between two drawings.
    this.#set(this.#text, (Math.min(this.#active, shown - 1) + step + shown) % shown);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  }

  /** What Enter means. It may come before the list of what was typed last is drawn, so it is not asked of what is. */
  #chosen(text: string): Choice | undefined {
    const choices = this.#options.matching(text).slice(0, mostShown);
    return choices[text === this.#text ? Math.min(this.#active, choices.length - 1) : 0];
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
    this.#options.touch();
    // A modal dialog lets nothing else have the keyboard until it is gone, in the frame that is coming.
    requestAnimationFrame(() => this.#options.giveBack());
  }
}
