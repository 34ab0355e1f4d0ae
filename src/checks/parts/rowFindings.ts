import type { RawFinding } from '../check.ts';
import { RowList } from './rowList.ts';

/**
 * Findings of single rows, up to a limit. Beyond it nobody reads them one by one:
 * they become one finding of the column, with all of its rows.
 */
export class RowFindings {
  readonly #rows = new RowList();
  readonly #limit: number;
  #single: RawFinding[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `finding` is asked for only while there is room. */
  add(row: number, finding: () => Omit<RawFinding, 'rows' | 'scope'>): void {
    this.#rows.push(row);
    if (this.#rows.length <= this.#limit) this.#single.push({ ...finding(), scope: 'row', rows: [row] });
    else this.#single = [];
  }

  /** Rows that are known to be more than the limit, so that nothing else of them needs to be read. */
  addAll(rows: Int32Array): void {
    this.#rows.add(rows);
    if (this.#rows.length > this.#limit) this.#single = [];
  }

  /** The findings of the rows, or the one that stands for all of them. */
  gathered(all: (rows: Int32Array) => Omit<RawFinding, 'rows' | 'scope'>): readonly RawFinding[] {
    if (this.#rows.length <= this.#limit) return this.#single;
    const rows = this.#rows.toArray();
    return [{ ...all(rows), scope: 'column', rows }];
  }
}
