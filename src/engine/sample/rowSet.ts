/** A set of row numbers as one bit a row: millions of them take little room. Iterates in ascending order. */
export class RowSet implements ReadonlySet<number> {
  readonly size: number;
  readonly #bits: Uint8Array;
  readonly #last: number;

  /** All rows from 1 to `records` that `rows` does not have. */
  static without(rows: Int32Array, records: number): RowSet {
    const bits = new Uint8Array((records >> 3) + 1).fill(255);
    for (const row of rows) bits[row >> 3]! &= ~(1 << (row & 7));
    return new RowSet(bits, records);
  }

  private constructor(bits: Uint8Array, last: number) {
    this.#bits = bits;
    this.#last = last;
    let size = 0;
    for (let row = 1; row <= last; row++) size += (bits[row >> 3]! >> (row & 7)) & 1;
    this.size = size;
  }

  has(row: number): boolean {
    return row >= 1 && row <= this.#last && ((this.#bits[row >> 3]! >> (row & 7)) & 1) === 1;
  }

  *values(): SetIterator<number> {
    for (let row = 1; row <= this.#last; row++) if (this.has(row)) yield row;
  }

  keys(): SetIterator<number> {
    return this.values();
  }

  *entries(): SetIterator<[number, number]> {
    for (const row of this.values()) yield [row, row];
  }

  forEach(visit: (row: number, same: number, set: ReadonlySet<number>) => void): void {
    for (const row of this.values()) visit(row, row, this);
  }

  [Symbol.iterator](): SetIterator<number> {
    return this.values();
  }
}
