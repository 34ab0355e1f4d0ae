import type { Finding } from '../core/finding.ts';

/** More findings than this cannot be told apart in a sort key; the largest row number times it is exact in a double. */
const keyBase = 2 ** 22;

/** Which findings name a row: all pairs in two sorted arrays, so that a million rows cost eight bytes a pair and no objects. */
export class FindingIndex {
  readonly #keys: Float64Array;

  constructor(findings: readonly Finding[]) {
    const indexed = findings.slice(0, keyBase);
    const keys = new Float64Array(indexed.reduce((sum, finding) => sum + finding.rows.length, 0));
    let length = 0;
    indexed.forEach((finding, index) => {
      for (const { row } of finding.rows) keys[length++] = row * keyBase + index;
    });
    this.#keys = keys.sort();
  }

  /** Indexes of the findings on a row, ascending. */
  of(row: number): number[] {
    const found: number[] = [];
    const first = row * keyBase;
    for (let at = this.#from(first); at < this.#keys.length && this.#keys[at]! < first + keyBase; at++) {
      const index = this.#keys[at]! - first;
      if (found[found.length - 1] !== index) found.push(index);
    }
    return found;
  }

  #from(key: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
