import type { WorkProgress } from '../protocol/engineMethods.ts';
import type { Work } from '../protocol/methods.ts';

/** One piece of long work: its progress goes to the bar, its signal stops it. */
export interface RunningWork {
  readonly signal: AbortSignal;
  progress(progress: WorkProgress): void;
}

/** Changes of the list are told at most this often, in milliseconds: engines report progress far more often than it can be read. */
const quiet = 100;

/** The long work that goes on for one document, as the webview's progress bars and the status bar show it. */
export class WorkList {
  readonly #entries = new Map<string, { work: Work; controller: AbortController }>();
  readonly #changed: (work: readonly Work[]) => void;
  #nextId = 1;
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: (work: readonly Work[]) => void) {
    this.#changed = changed;
  }

  /** Runs work under an entry of the list; the entry goes when the work ends, however it ends. */
  async run<T>(words: string, work: (running: RunningWork) => Promise<T>, kind?: Work['kind']): Promise<T> {
    const entry: Work = { id: String(this.#nextId++), ...(kind ? { kind } : {}), words, cancellable: true };
    const { id } = entry;
    const controller = new AbortController();
    this.#entries.set(id, { work: entry, controller });
    this.#tell();
    try {
      return await work({
        signal: controller.signal,
        progress: ({ fraction, words: now }) => {
          if (!this.#entries.has(id)) return;
          this.#entries.set(id, { work: { ...entry, words: now, ...(fraction === undefined ? {} : { fraction }) }, controller });
          this.#timer ??= setTimeout(() => this.#tell(), quiet);
        },
      });
    } finally {
      this.#entries.delete(id);
      this.#tell();
    }
  }

  cancel(id: string): void {
    this.#entries.get(id)?.controller.abort();
  }

  cancelAll(): void {
    for (const id of this.#entries.keys()) this.cancel(id);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changed([...this.#entries.values()].map(({ work }) => work));
  }
}
