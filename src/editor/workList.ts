import type { WorkProgress } from '../protocol/engineMethods.ts';
import type { Work } from '../protocol/methods.ts';
import { TimeLeft, timeLeftWords } from './timeLeft.ts';

/** One piece of long work: its progress goes to the bar, its signal stops it. */
export interface RunningWork {
  readonly signal: AbortSignal;
  progress(progress: WorkProgress): void;
}

export interface WorkOptions {
  readonly kind?: Work['kind'];
  /** What Cancel does, where that is not to abort the signal. */
  cancel?(): void;
}

/** Changes of the list are told at most this often, in milliseconds: engines report progress far more often than it can be read. */
const quiet = 100;

/** The long work that goes on for one document, as the webview's progress bars and the status bar show it. */
export class WorkList {
  readonly #entries = new Map<string, { work: Work; cancel(): void }>();
  readonly #changed: (work: readonly Work[]) => void;
  #nextId = 1;
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: (work: readonly Work[]) => void) {
    this.#changed = changed;
  }

  /** Runs work under an entry of the list; the entry goes when the work ends, however it ends. */
  async run<T>(words: string, work: (running: RunningWork) => Promise<T>, { kind, cancel }: WorkOptions = {}): Promise<T> {
    const entry: Work = { id: String(this.#nextId++), ...(kind ? { kind } : {}), words, cancellable: true };
    const { id } = entry;
    const controller = new AbortController();
    const stop = cancel ?? ((): void => controller.abort());
    const left = new TimeLeft();
    this.#entries.set(id, { work: entry, cancel: stop });
    this.#tell();
    try {
      return await work({
        signal: controller.signal,
        progress: ({ fraction, words: now }) => {
          if (!this.#entries.has(id)) return;
          if (fraction !== undefined) left.add(fraction, performance.now());
          const seconds = fraction === undefined ? null : left.seconds;
          const said = seconds === null ? now : `${now} · ${timeLeftWords(seconds)}`;
          this.#entries.set(id, { work: { ...entry, words: said, ...(fraction === undefined ? {} : { fraction }) }, cancel: stop });
          this.#timer ??= setTimeout(() => this.#tell(), quiet);
        },
      });
    } finally {
      this.#entries.delete(id);
      this.#tell();
    }
  }

  cancel(id: string): void {
    this.#entries.get(id)?.cancel();
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
