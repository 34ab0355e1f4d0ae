import { html, type TemplateResult } from 'lit';
import type { WorkProgress } from '../src/protocol/engineMethods.ts';
import type { CallOptions } from '../src/protocol/rpc.ts';
import type { Context } from './context.ts';
import { type Answer, Latest } from './latest.ts';
import { button } from './ui/button.ts';
import { progressBar } from './ui/progress.ts';

/** The newest answer to a question that takes long: how far it is while it is worked out, with a way to stop it, and to ask again. */
export class LongAnswer<Value> {
  readonly #context: Context;
  readonly #latest: Latest<Value>;
  #progress: WorkProgress | null = null;
  #stopped = false;
  /** Counts what was asked for again. */
  #turn = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#latest = new Latest<Value>(() => context.store.touch());
  }

  /** A person stopped it, and has not asked again since. Whoever draws then does not ask. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The newest answer, without a question. */
  get last(): Answer<Value> {
    return this.#latest.last;
  }

  /** As `Latest.ask`. `question` is told from others by its JSON. */
  ask(question: unknown, ask: (options: CallOptions<WorkProgress>) => Promise<Value>): Answer<Value> {
    return this.#latest.ask(JSON.stringify([question, this.#turn]), (signal) => {
      this.#progress = null;
      const onProgress = (progress: WorkProgress): void => {
        // What a question that was given up still reports is not how far this one is.
        if (signal.aborted) return;
        this.#progress = progress;
        this.#context.store.touch();
      };
      return ask({ signal, onProgress });
    });
  }

  /** The next drawing asks anew, whatever has been asked before. */
  again(): void {
    this.renew();
    this.resume();
    this.#context.store.touch();
  }

  /** As `again`, from within a drawing; what a person stopped stays stopped. */
  renew(): void {
    this.#turn++;
  }

  /** What was stopped is asked at the next drawing; what is known stays. */
  resume(): void {
    this.#stopped = false;
  }

  stop(): void {
    this.#stopped = true;
    this.#latest.stop();
    this.#context.store.touch();
  }

  /** How far it is, in a line. `words`: what goes on, where nothing more is known. */
  line(words: string): TemplateResult {
    return html`<p class="work-line" role="status">${this.parts(words)}</p>`;
  }

  /** How far it is, where there is nothing else to see. */
  page(words: string): TemplateResult {
    const { words: now, fraction } = this.#progress ?? { words };
    return html`<div class="empty" role="status"><p>${progressBar(now, fraction)} ${now}</p>${this.#cancel()}</div>`;
  }

  /** How far it is, for a line of the caller's own. `after`: what follows the words. */
  parts(words: string, after = ''): TemplateResult {
    const { words: now, fraction } = this.#progress ?? { words };
    return html`${progressBar(now, fraction)} <span class="dim">${now}${after}</span> ${this.#cancel()}`;
  }

  #cancel(): TemplateResult {
    return button('Cancel', { onClick: () => this.stop() });
  }
}
