import { errorMessage } from '../../src/core/errorMessage.ts';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import { isAbort } from '../../src/protocol/rpc.ts';

/** What was read of a version, or why nothing could be. */
export type Reading<Value> = { readonly value: Value } | { readonly error: string };

type Ask<Value> = (version: string, signal: AbortSignal, progress: (progress: WorkProgress) => void) => Promise<Value>;

/** What is asked of versions, one after the other: of those in sight, from the top. What is known stays known. */
export class HistoryReadings<Value> {
  readonly #ask: Ask<Value>;
  readonly #changed: () => void;
  readonly #known = new Map<string, Reading<Value>>();
  #running: { readonly version: string; readonly controller: AbortController } | null = null;
  #progress: WorkProgress | null = null;
  #stopped = false;

  /** `changed` is called when something has become known. */
  constructor(ask: Ask<Value>, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  of(version: string): Reading<Value> | undefined {
    return this.#known.get(version);
  }

  /** What is being read. */
  get running(): { readonly version: string; readonly words: string; readonly fraction?: number } | null {
    return this.#running && { version: this.#running.version, ...(this.#progress ?? { words: 'Reading it' }) };
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Goes on with the first of these that is not known. */
  want(versions: readonly string[]): void {
    const next = versions.find((version) => !this.#known.has(version));
    if (next === undefined || this.#running || this.#stopped) return;
    void this.#read(next);
  }

  stop(): void {
    this.#stopped = true;
    this.#running?.controller.abort();
    this.#changed();
  }

  /** Reads on; what failed is tried again. */
  resume(): void {
    this.#stopped = false;
    for (const [version, reading] of this.#known) if ('error' in reading) this.#known.delete(version);
    this.#changed();
  }

  /** Nothing that is known holds any more. */
  forget(): void {
    this.#running?.controller.abort();
    this.#known.clear();
  }

  async #read(version: string): Promise<void> {
    const controller = new AbortController();
    this.#running = { version, controller };
    this.#progress = null;
    const tell = (progress: WorkProgress): void => {
      this.#progress = progress;
      this.#changed();
    };
    try {
      const value = await this.#ask(version, controller.signal, tell);
      if (!controller.signal.aborted) this.#known.set(version, { value });
    } catch (error) {
      if (!isAbort(error) && !controller.signal.aborted) this.#known.set(version, { error: errorMessage(error) });
    }
    this.#running = null;
    this.#changed();
  }
}
