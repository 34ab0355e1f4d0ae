import type { VersionSummary } from '../../src/core/fileVersion.ts';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import { isAbort } from '../../src/protocol/rpc.ts';

export type Described = { readonly summary: VersionSummary } | { readonly error: string };

type Ask = (commit: string, signal: AbortSignal, progress: (progress: WorkProgress) => void) => Promise<VersionSummary>;

/** What is in versions, one after the other: of those in sight, from the top. What is known stays known. */
export class HistorySummaries {
  readonly #ask: Ask;
  readonly #changed: () => void;
  readonly #known = new Map<string, Described>();
  #running: { readonly commit: string; readonly controller: AbortController } | null = null;
  #progress: WorkProgress | null = null;
  #stopped = false;

  /** `changed` is called when something has become known. */
  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  of(commit: string): Described | undefined {
    return this.#known.get(commit);
  }

  /** What is being read. */
  get running(): { readonly commit: string; readonly words: string; readonly fraction?: number } | null {
    return this.#running && { commit: this.#running.commit, ...(this.#progress ?? { words: 'Reading it' }) };
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Goes on with the first of these that is not known. */
  want(commits: readonly string[]): void {
    const next = commits.find((commit) => !this.#known.has(commit));
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
    for (const [commit, described] of this.#known) if ('error' in described) this.#known.delete(commit);
    this.#changed();
  }

  /** Nothing that is known holds any more. */
  forget(): void {
    this.#running?.controller.abort();
    this.#known.clear();
  }

  async #read(commit: string): Promise<void> {
    const controller = new AbortController();
    this.#running = { commit, controller };
    this.#progress = null;
    const tell = (progress: WorkProgress): void => {
      this.#progress = progress;
      this.#changed();
    };
    try {
      const summary = await this.#ask(commit, controller.signal, tell);
      if (!controller.signal.aborted) this.#known.set(commit, { summary });
    } catch (error) {
      if (!isAbort(error) && !controller.signal.aborted) this.#known.set(commit, { error: error instanceof Error ? error.message : String(error) });
    }
    this.#running = null;
    this.#changed();
  }
}
