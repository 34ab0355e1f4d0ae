/** Row numbers that grow in number: four bytes each, however many there are. */
export class RowList {
  #rows = new Int32Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(row: number): void {
    this.#reserve(this.#length + 1);
    this.#rows[this.#length++] = row;
  }

  add(rows: ArrayLike<number>): void {
    this.#reserve(this.#length + rows.length);
    this.#rows.set(rows, this.#length);
    this.#length += rows.length;
  }

  /** A copy, in the order in which the rows came. */
  toArray(): Int32Array {
    return this.#rows.slice(0, this.#length);
  }

  #reserve(length: number): void {
    if (length <= this.#rows.length) return;
    const grown = new Int32Array(Math.max(length, this.#rows.length * 2));
    grown.set(this.#rows.subarray(0, this.#length));
    this.#rows = grown;
  }
}

/** Row numbers as findings keep them: ascending, and the same array where they are so already. */
export function ascendingRows(rows: ArrayLike<number>): Int32Array {
  const kept = rows instanceof Int32Array ? rows : Int32Array.from(rows);
  for (let index = 1; index < kept.length; index++) if (kept[index - 1]! > kept[index]!) return kept.slice().sort();
  return kept;
}
