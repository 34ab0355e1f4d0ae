import { errorMessage } from '../src/core/errorMessage.ts';
import { isAbort } from '../src/protocol/rpc.ts';

export interface Answer<Value> {
  /** The newest answer, perhaps to the question before; null before the first. */
  readonly value: Value | null;
  /** The value answers the present question. */
  readonly current: boolean;
  readonly error: string | null;
}

/**
 * The answer to the newest of a series of questions. A panel asks on every render with a text that names the
 * question; the host is asked only when that text changes, and the question before is cancelled.
 */
export class Latest<Value> {
  readonly #changed: () => void;
  #question: string | null = null;
  #controller: AbortController | null = null;
  #answer: Answer<Value> = { value: null, current: false, error: null };

  /** `changed` is called when an answer or an error has arrived. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  ask(question: string, ask: (signal: AbortSignal) => Promise<Value>): Answer<Value> {
    if (question === this.#question) return this.#answer;
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#question = question;
    this.#answer = { value: this.#answer.value, current: false, error: null };
    ask(controller.signal).then(
      (value) => this.#settle(question, { value, current: true, error: null }),
      (error: unknown) => {
        if (!isAbort(error)) this.#settle(question, { value: null, current: false, error: errorMessage(error) });
      },
    );
    return this.#answer;
  }

  /** The newest answer, without a question. */
  get last(): Answer<Value> {
    return this.#answer;
  }

  /** Cancels the question that is being asked; the answer before stays. */
  stop(): void {
    this.#controller?.abort();
    this.#question = null;
  }

  #settle(question: string, answer: Answer<Value>): void {
    if (question !== this.#question) return;
    this.#answer = answer;
    this.#changed();
  }
}
