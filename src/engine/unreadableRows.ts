import type { UnreadableRecord } from '../core/dataset.ts';

/** The records that do not parse, by row number. */
export class UnreadableRows {
  /** Row numbers, ascending. */
  readonly rows: Int32Array;
  readonly #records: ReadonlyMap<number, UnreadableRecord>;

  constructor(records: readonly UnreadableRecord[]) {
    this.#records = new Map(records.map((record) => [record.row, record]));
    this.rows = Int32Array.from(this.#records.keys()).sort();
  }

  get(row: number): UnreadableRecord | undefined {
    return this.#records.get(row);
  }

  /** In file order. */
  async *all(): AsyncGenerator<UnreadableRecord> {
    for (const row of this.rows) yield this.#records.get(row)!;
  }
}
