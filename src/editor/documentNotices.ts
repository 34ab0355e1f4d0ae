import { errorMessage } from '../core/errorMessage.ts';
import type { Notice } from '../core/dataset.ts';
import { isAbort } from '../protocol/rpc.ts';

/** What is said above the rows of a document: by who read the file, by its configuration, and of what went wrong since. */
export class DocumentNotices {
  readonly #show: (notices: readonly Notice[]) => void;
  readonly #log: (failed: string, error: unknown) => void;
  #ofReader: readonly Notice[] = [];
  #ofConfig: readonly Notice[] = [];
  #others: readonly Notice[] = [];

  constructor(show: (notices: readonly Notice[]) => void, log: (failed: string, error: unknown) => void) {
    this.#show = show;
    this.#log = log;
  }

  /** The file is read anew. */
  clear(): void {
    this.#ofReader = [];
    this.#others = [];
    this.#tell();
  }

  ofReader(notices: readonly Notice[]): void {
    this.#ofReader = notices;
    this.#tell();
  }

  ofConfig(notices: readonly Notice[]): void {
    this.#ofConfig = notices;
    this.#tell();
  }

  add(notice: Notice): void {
    if (this.#others.some(({ message }) => message === notice.message)) return;
    this.#others = [...this.#others, notice];
    this.#tell();
  }

  /** Takes back what was added and starts so. */
  withdraw(start: string): void {
    const left = this.#others.filter(({ message }) => !message.startsWith(start));
    if (left.length === this.#others.length) return;
    this.#others = left;
    this.#tell();
  }

  /**
   * For what nobody asked for in so many words: an error becomes a notice, until the same succeeds. `what`: in words,
   * after “could not”.
   */
  async quietly(what: string, work: Promise<unknown>): Promise<void> {
    const failed = `Could not ${what}: `;
    try {
      await work;
      this.withdraw(failed);
    } catch (error) {
      if (isAbort(error)) return;
      this.#log(`could not ${what}`, error);
      this.add({ severity: 'error', message: `${failed}${errorMessage(error)}` });
    }
  }

  #tell(): void {
    this.#show([...this.#ofReader, ...this.#ofConfig, ...this.#others]);
  }
}
