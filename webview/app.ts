import { html, type TemplateResult } from 'lit';
import type { WebviewCommand, WebviewMethods } from '../src/protocol/methods.ts';
import type { Context } from './context.ts';
import type { Host } from './host.ts';
import type { Store } from './store.ts';

/** The whole page: header, tabs, the tab that is open, status line. */
export class App {
  readonly #context: Context;

  constructor(store: Store, host: Host) {
    this.#context = { store, host, side: () => html`<aside class="side"></aside>`, focusRows: () => undefined };
  }

  template(): TemplateResult {
    const { document } = this.#context.store;
    return html`<header class="header"><b>${document.name}</b></header><main class="main"></main>`;
  }

  reveal(place: WebviewMethods['reveal']['params']): void {
    this.#context.store.patchScreen({ tab: place.tab ?? 'samples', ...(place.filters ? { filters: place.filters } : {}) });
  }

  run(command: WebviewCommand): void {
    if (command === 'samples' || command === 'distributions' || command === 'issues') this.#context.store.patchScreen({ tab: command });
  }
}
