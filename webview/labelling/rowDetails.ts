import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Host } from '../host.ts';

const mostKept = 200;

interface Kept {
  readonly detail: RowDetail;
  /** Of the document when it was asked for. */
  readonly revision: number;
}

/** Rows whole, read before they are shown, so that a key press shows the next one at once. */
export class RowDetails {
  readonly #host: Pick<Host, 'call'>;
  readonly #changed: () => void;
  readonly #kept = new Map<number, Kept>();
  /** Rows of which others may have decided since they were read. */
  #outdated = new Set<number>();
  readonly #asked = new Map<number, Promise<RowDetail>>();

  /** `changed` is called when a row has arrived. */
  constructor(host: Pick<Host, 'call'>, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** A row as it is known, perhaps from before the last decisions on others; undefined while it is on its way. */
  at(row: number): RowDetail | undefined {
    return this.#kept.get(row)?.detail;
  }

  /** Others have decided: what is known is shown until it has been read again, and nothing is decided by it. */
  outdate(): void {
    this.#outdated = new Set(this.#kept.keys());
    this.#asked.clear();
  }

  /** A row as it is known, or once it has come. */
  whole(row: number): Promise<RowDetail> {
    const kept = this.#kept.get(row);
    return kept && !this.#outdated.has(row) ? Promise.resolve(kept.detail) : this.#ask(row, 0);
  }

  /** Sees that these rows are at hand. What goes wrong is said when they are looked at. */
  prefetch(rows: readonly number[], revision: number): void {
    for (const row of rows) if (!this.#kept.has(row) || this.#outdated.has(row)) this.#ask(row, revision).catch(() => undefined);
  }

  /** Reads a row again where the document has changed since; what is known is shown until then. */
  refresh(row: number, revision: number): void {
    const kept = this.#kept.get(row);
    if (kept && kept.revision !== revision) this.#ask(row, revision).catch(() => undefined);
  }

  /** Reads a row anew: something was decided on it. */
  renew(row: number, revision: number): Promise<RowDetail> {
    this.#asked.delete(row);
    return this.#ask(row, revision);
  }

  /** Something is being decided on the row: what is known of it is not true any more. */
  forget(row: number): void {
    this.#kept.delete(row);
    this.#asked.delete(row);
  }

  clear(): void {
    this.#kept.clear();
    this.#asked.clear();
  }

  #ask(row: number, revision: number): Promise<RowDetail> {
    const under = this.#asked.get(row);
    if (under) return under;
    const asking = this.#host.call('row', { row }).then((detail) => {
      // A newer question has been asked: its answer counts.
      if (this.#asked.get(row) === asking) this.#keep(row, detail, revision);
      return detail;
    }).finally(() => {
      if (this.#asked.get(row) === asking) this.#asked.delete(row);
    });
    this.#asked.set(row, asking);
    return asking;
  }

  #keep(row: number, detail: RowDetail, revision: number): void {
    this.#kept.delete(row);
    this.#outdated.delete(row);
    this.#kept.set(row, { detail, revision });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    this.#changed();
  }
}
