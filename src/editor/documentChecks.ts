import type { WorkProgress } from '../protocol/engineMethods.ts';
import type { FindingSummary } from '../protocol/findingMethods.ts';
import { isAbort } from '../protocol/rpc.ts';
import type { DatasetDocument } from './document.ts';

/** The checks of one document: one run at a time, the newest wins. */
export class DocumentChecks {
  readonly #document: DatasetDocument;
  #current: AbortController | null = null;

  constructor(document: DatasetDocument) {
    this.#document = document;
  }

  get running(): boolean {
    return this.#current !== null;
  }

  /** Rejects when the checks could not run, not when they were cancelled. `unasked`: nobody has asked for them. */
  async run(unasked: boolean): Promise<void> {
    this.stop();
    const current = (this.#current = new AbortController());
    const document = this.#document;
    try {
      await document.work.run('Checking', async (work) => {
        const signal = AbortSignal.any([work.signal, current.signal]);
        const show = (findings: FindingSummary): void => document.patch({ findings, revision: document.state.revision + 1 });
        const findings = await document.call('check', { unasked }, { signal, onProgress: ({ findings: sofar, ...progress }) => {
          work.progress(progress);
          if (sofar && !signal.aborted) show(sofar);
        } });
        show(findings);
      }, { kind: 'check' });
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      if (this.#current === current) this.#current = null;
    }
  }

  /** Takes up the list of probably wrong labels that ends at this position of the recall slider. */
  async setRecall(position: number, signal: AbortSignal, onProgress: (progress: WorkProgress) => void): Promise<FindingSummary> {
    const document = this.#document;
    const findings = await document.call('setRecall', { position }, { signal, onProgress });
    document.patch({ findings, revision: document.state.revision + 1 });
    return findings;
  }

  stop(): void {
    this.#current?.abort();
  }
}
