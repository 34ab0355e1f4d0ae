import { html, nothing, type TemplateResult } from 'lit';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import type { CallOptions } from '../../src/protocol/rpc.ts';
import type { Context } from '../context.ts';
import { type Answer, Latest } from '../latest.ts';
import { button } from '../ui/button.ts';
import { progressBar } from '../ui/progress.ts';

/** The newest answer to questions that may take long: while it is worked out that is said, with a way to stop it. */
export class Counting<Value> {
  readonly #context: Context;
  readonly #words: string;
  readonly #latest: Latest<Value>;
  #progress: WorkProgress | null = null;
  /** The question that a person does not wait for. */
  #stopped: string | null = null;
  #answer: Answer<Value> = { value: null, current: false, error: null };
  #question = '';

  /** `words`: what goes on, where nothing more is known. */
  constructor(context: Context, words: string) {
    this.#context = context;
    this.#words = words;
    this.#latest = new Latest(() => context.store.touch());
  }

  /** As `Latest.ask`; a question that was stopped is not asked again before a person says so. */
  ask(question: string, ask: (options: CallOptions<WorkProgress>) => Promise<Value>): Answer<Value> {
    this.#question = question;
    if (question === this.#stopped) return this.#answer;
    this.#stopped = null;
    const onProgress = (progress: WorkProgress): void => {
      this.#progress = progress;
      this.#context.store.touch();
    };
    this.#answer = this.#latest.ask(question, (signal) => {
      this.#progress = null;
      return ask({ signal, onProgress });
    });
    return this.#answer;
  }

  /** What is to be said while the newest answer is not there; it shows once that has taken longer than a glance. */
  template(): TemplateResult | typeof nothing {
    const { current, error } = this.#answer;
    if (this.#question === this.#stopped) return html`<span class="counting stopped" role="status"><span class="dim">Counting was stopped.</span> ${button('Count', { onClick: () => this.#again() })}</span>`;
    if (current || error !== null) return nothing;
    const { words, fraction } = this.#progress ?? { words: this.#words };
    return html`<span class="counting" role="status">${progressBar(words, fraction)} <span class="dim">${words}…</span> ${button('Cancel', { onClick: () => this.#stop() })}</span>`;
  }

  #stop(): void {
    this.#stopped = this.#question;
    this.#latest.stop();
    this.#context.store.touch();
  }

  #again(): void {
    this.#stopped = null;
    this.#context.store.touch();
  }
}
