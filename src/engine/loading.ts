import type { WindowParams, WindowResult } from '../protocol/engineMethods.ts';
import type { ReadCells } from './cells.ts';
import { wholeFile } from './views.ts';
import { readWindow } from './window.ts';

/** Rows of a file that can be shown while the rest of it is on its way. */
export interface ShownRows {
  /** Rows 1 to this one; grows. */
  readonly records: number;
  cells(rows: Int32Array, columns: readonly string[], characters: number, signal?: AbortSignal): Promise<ReadCells>;
}

/** A dataset that is being opened: what it can show already, and the wish to leave it at that. */
export class Loading {
  #shown: ShownRows | null = null;
  #stage = new AbortController();

  /** Says that the stage of the work that is under way is to end where it is. */
  get stop(): AbortSignal {
    return this.#stage.signal;
  }

  /** Rows that can be shown by now. */
  get records(): number {
    return this.#shown?.records ?? 0;
  }

  /** The next stage is begun whole, whatever became of the last. */
  nextStage(): void {
    this.#stage = new AbortController();
  }

  stopStage(): void {
    this.#stage.abort();
  }

  show(rows: ShownRows): void {
    this.#shown = rows;
  }

  /** Rows in file order. Rejects where they are to be filtered or sorted, which takes all of them. */
  async window({ view, ...params }: Omit<WindowParams, 'id'>, signal?: AbortSignal): Promise<WindowResult> {
    if (view.filters.length > 0 || view.sort) throw new Error('Rows can be filtered and sorted when the file is loaded.');
    const shown = this.#shown;
    if (!shown) throw new Error('No rows have been read yet.');
    return readWindow((rows, columns, characters) => shown.cells(rows, columns, characters, signal), wholeFile(shown.records), params, () => null);
  }
}
