import type { Notice } from '../core/dataset.ts';

/** What is said above the rows of a document: by who read the file, by its configuration, and of what went wrong since. */
export class DocumentNotices {
  readonly #show: (notices: readonly Notice[]) => void;
  #ofReader: readonly Notice[] = [];
  #ofConfig: readonly Notice[] = [];
  #others: readonly Notice[] = [];

  constructor(show: (notices: readonly Notice[]) => void) {
    this.#show = show;
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

  #tell(): void {
    this.#show([...this.#ofReader, ...this.#ofConfig, ...this.#others]);
  }
}
