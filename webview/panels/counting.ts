import { html, nothing, type TemplateResult } from 'lit';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import type { CallOptions } from '../../src/protocol/rpc.ts';
import type { Context } from '../context.ts';
import type { Answer } from '../latest.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button } from '../ui/button.ts';

/** A long answer beside what is counted: stopping it holds for the question at hand, and what was known before it stays in sight. */
export class Counting<Value> {
  readonly #words: string;
  readonly #answer: LongAnswer<Value>;
  #question = '';

  /** `words`: what goes on, where nothing more is known. */
  constructor(context: Context, words: string) {
    this.#words = words;
    this.#answer = new LongAnswer<Value>(context);
  }

  /** As `Latest.ask`; a question that was stopped is not asked again before a person says so. */
  ask(question: string, ask: (options: CallOptions<WorkProgress>) => Promise<Value>): Answer<Value> {
    if (this.#answer.stopped && this.#question !== question) this.#answer.resume();
    this.#question = question;
    return this.#answer.stopped ? this.#answer.last : this.#answer.ask(question, ask);
  }

  /** What is to be said while the newest answer is not there; it shows once that has taken longer than a glance. */
  template(): TemplateResult | typeof nothing {
    const { current, error } = this.#answer.last;
    if (this.#answer.stopped) {
      const count = button('Count', { onClick: () => this.#answer.again() });
      return html`<span class="counting stopped" role="status"><span class="dim">Counting was stopped.</span> ${count}</span>`;
    }
    if (current || error !== null) return nothing;
    return html`<span class="counting" role="status">${this.#answer.parts(this.#words, '…')}</span>`;
  }
}
