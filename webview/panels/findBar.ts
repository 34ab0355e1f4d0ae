import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { errorMessage } from '../../src/core/errorMessage.ts';
import { isAbort } from '../../src/protocol/rpc.ts';
import type { Context } from '../context.ts';
import { visibleText } from '../grid/cellText.ts';
import type { Waiting } from '../grid/slowWork.ts';
import { iconButton } from '../ui/button.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { textField } from '../ui/textField.ts';

export interface FindHooks {
  /** The text is marked wherever it shows; empty: nowhere. */
  mark(text: string): void;
  /** Names of the columns that are shown: only what can be seen is found. */
  columns(): readonly string[];
}

/** Finds text across the cells of the view: Enter goes on, Shift+Enter back, Escape closes. */
export class FindBar {
  readonly #context: Context;
  readonly #hooks: FindHooks;
  #open = false;
  #text = '';
  #words = '';
  /** Counts openings, so that each has a field of its own that takes the keyboard. */
  #opening = 0;
  #search: AbortController | null = null;
  #looking = false;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(context: Context, hooks: FindHooks) {
    this.#context = context;
    this.#hooks = hooks;
  }

  /** Opens with the keyboard in the field. A text is looked for at once. */
  open(text?: string): void {
    // VS Code's own key for it arrives a moment after the page has answered: the field that is typed into stays.
    if (this.#open && text === undefined && document.activeElement?.closest('.find')) return;
    this.#open = true;
    this.#opening++;
    holdKeys();
    if (text !== undefined && text !== '') {
      this.#text = text;
      void this.#find(false, true);
    }
    this.#hooks.mark(this.#text);
    this.#context.store.touch();
  }

  close(): void {
    this.#open = false;
    this.#words = '';
    this.#search?.abort();
    this.#looking = false;
    clearTimeout(this.#typing);
    this.#hooks.mark('');
    this.#context.store.touch();
    this.#context.focusRows();
  }

  /** What is being looked for, while no answer has come. */
  get waiting(): Waiting | null {
    if (!this.#looking) return null;
    return {
      words: `Looking for “${visibleText(this.#text).slice(0, 40)}” …`,
      cancel: () => {
        this.#search?.abort();
        this.#looking = false;
        this.#say('cancelled');
      },
    };
  }

  template(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    return html`<div class="find" role="search">${keyed(this.#opening, this.#field())}<span class="find-words" role="status">${this.#words}</span>
      ${iconButton('↑', 'Previous (Shift+Enter)', () => void this.#find(true, false))}
      ${iconButton('↓', 'Next (Enter)', () => void this.#find(false, false))}
      ${iconButton('✕', 'Close (Escape)', () => this.close())}</div>`;
  }

  #field(): TemplateResult {
    return textField(this.#text, {
      label: 'Find in all columns', placeholder: 'Find in all columns', autofocus: true,
      onInput: (text) => this.#type(text),
      onEnter: (text, event) => {
        this.#text = text;
        clearTimeout(this.#typing);
        void this.#find(event.shiftKey, false);
      },
      onEscape: () => this.close(),
    });
  }

  #type(text: string): void {
    this.#text = text;
    this.#hooks.mark(text);
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#find(false, true), 200);
  }

  /** `here`: the selected row may be the answer. */
  async #find(backwards: boolean, here: boolean): Promise<void> {
    this.#search?.abort();
    const search = (this.#search = new AbortController());
    const { store } = this.#context;
    this.#looking = false;
    if (this.#text === '') return this.#say('');
    if (store.document.phase !== 'ready') return this.#say('when loading is done');
    const { selectedPosition, viewRows } = store.screen;
    this.#look(true);
    try {
      const from = here ? selectedPosition - 1 : selectedPosition;
      const found = await this.#ask(from, backwards, search.signal);
      // An answer may have come before it was no longer wanted.
      search.signal.throwIfAborted();
      if (found) {
        this.#say('');
        return store.select(found.row, found.position, found.column);
      }
      const around = await this.#ask(backwards ? (viewRows ?? 0) : -1, backwards, search.signal);
      search.signal.throwIfAborted();
      this.#say(around ? (backwards ? 'from the end' : 'from the start') : 'not found');
      if (around) store.select(around.row, around.position, around.column);
    } catch (error) {
      if (!isAbort(error)) this.#say(errorMessage(error));
    } finally {
      if (search === this.#search) this.#look(false);
    }
  }

  #look(looking: boolean): void {
    this.#looking = looking;
    this.#context.store.touch();
  }

  #ask(position: number, backwards: boolean, signal: AbortSignal): Promise<{ position: number; row: number; column: string } | null> {
    const { store, host } = this.#context;
    return host.call('find', { view: store.view, text: this.#text, position, backwards, columns: this.#hooks.columns() }, { signal });
  }

  #say(words: string): void {
    this.#words = words;
    this.#context.store.touch();
  }
}
