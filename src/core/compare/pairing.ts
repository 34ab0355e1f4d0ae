/** Rows with a 64-bit hash each, in the order of their files: hashes of the same content or key are equal. */
export interface HashedRows {
  /** 1-based row numbers. */
  readonly rows: Int32Array;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Which row of the version before is which one of the version after. */
export class Pairing {
  /** By row number, from 1: the row of the other version, or 0. */
  readonly ofBefore: Int32Array;
  readonly ofAfter: Int32Array;
  pairs = 0;

  /** @param before records of the version before, @param after of the one after. */
  constructor(before: number, after: number) {
    this.ofBefore = new Int32Array(before + 1);
    this.ofAfter = new Int32Array(after + 1);
  }

  pair(before: number, after: number): void {
    this.ofBefore[before] = after;
    this.ofAfter[after] = before;
    this.pairs++;
  }

  /**
   * Pairs rows of equal hashes that have no partner yet; of several alike the first with the first, the second with the
   * second. One hash table over the rows before: 8 to 16 bytes a row.
   */
  pairEqual(before: HashedRows, after: HashedRows): void {
    const capacity = 2 ** Math.max(4, Math.ceil(Math.log2(before.rows.length * 1.5 + 1)));
    /** Place + 1 of the first row of each hash that waits for a partner; 0: free. */
    const heads = new Int32Array(capacity);
    /** Place + 1 of the next row with the same hash. */
    const next = new Int32Array(before.rows.length);
    const find = ({ high, low }: HashedRows, place: number): number => {
      let slot = (low[place]! ^ (high[place]! * 31)) & (capacity - 1);
      for (; heads[slot] !== 0; slot = (slot + 1) & (capacity - 1)) {
        const head = Math.abs(heads[slot]!) - 1;
        if (before.high[head] === high[place] && before.low[head] === low[place]) break;
      }
      return slot;
    };
    // From the last to the first, so that the first is found first.
    for (let place = before.rows.length - 1; place >= 0; place--) {
      if (this.ofBefore[before.rows[place]!] !== 0) continue;
      const slot = find(before, place);
      next[place] = heads[slot]!;
      heads[slot] = place + 1;
    }
    for (let place = 0; place < after.rows.length; place++) {
      const row = after.rows[place]!;
      if (this.ofAfter[row] !== 0) continue;
      const slot = find(after, place);
      const head = heads[slot]!;
      // A used-up hash keeps its slot, with the sign turned: others may lie behind it.
      if (head <= 0) continue;
      this.pair(before.rows[head - 1]!, row);
      heads[slot] = next[head - 1]! > 0 ? next[head - 1]! : -head;
    }
  }

  /** Of these rows, those without a partner. */
  leftBefore(rows: Int32Array): Int32Array {
    return rows.filter((row) => this.ofBefore[row] === 0);
  }

  leftAfter(rows: Int32Array): Int32Array {
    return rows.filter((row) => this.ofAfter[row] === 0);
  }

  /**
   * How many rows would have to be taken out for the others to stand in the order that they had: all but the longest
   * ascending run (patience sorting, Fredman 1975).
   */
  countMoved(): number {
    const ends = new Int32Array(this.pairs);
    let length = 0;
    for (const row of this.ofAfter) {
      if (row === 0) continue;
      let [from, to] = [0, length];
      while (from < to) {
        const middle = (from + to) >>> 1;
        if (ends[middle]! < row) from = middle + 1;
        else to = middle;
      }
      ends[from] = row;
      if (from === length) length++;
    }
    return this.pairs - length;
  }
}
