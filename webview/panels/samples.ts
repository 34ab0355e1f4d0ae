import { html, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';

/** The Samples tab: chips, rows as a table or as cards, the find bar, and the side pane. */
export class SamplesTab {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  template(): TemplateResult {
    return html`<section class="samples">${this.#context.side()}</section>`;
  }

  /** Opens the find bar with the keyboard in it; `text` replaces what was looked for. */
  openFind(_text?: string): void {
    this.focusRows();
  }

  /** Puts the keyboard on the rows. */
  focusRows(): void {
    // Nothing can be focused yet.
  }
}
