import { countBelow } from '../core/countBelow.ts';
import type { KeptFinding } from '../core/finding.ts';

/** More findings than this cannot be told apart in a sort key; the largest row number times it is exact in a double. */
const keyBase = 2 ** 22;
/** A finding of more rows is looked through by itself: its rows are sorted already, and need no second copy. */
const manyRows = 1000;

/** Which findings name a row. Those of few rows are pairs in one sorted array of eight bytes each, without any objects. */
export class FindingIndex {
  readonly #keys: Float64Array;
  /** Findings of many rows, by index. */
  readonly #large: readonly (readonly [index: number, rows: Int32Array])[];

  constructor(findings: readonly KeptFinding[]) {
    const indexed = findings.slice(0, keyBase).map(({ rows }, index) => [index, rows] as const);
    const small = indexed.filter(([, rows]) => rows.length <= manyRows);
    this.#large = indexed.filter(([, rows]) => rows.length > manyRows);
    const keys = new Float64Array(small.reduce((sum, [, rows]) => sum + rows.length, 0));
    let length = 0;
    for (const [index, rows] of small) for (const row of rows) keys[length++] = row * keyBase + index;
    this.#keys = keys.sort();
  }

  /** Indexes of the findings on a row, ascending. */
  of(row: number): number[] {
    const found = this.#large.filter(([, rows]) => rows[countBelow(rows, row)] === row).map(([index]) => index);
    const few = found.length;
    const first = row * keyBase;
    for (let at = countBelow(this.#keys, first); at < this.#keys.length && this.#keys[at]! < first + keyBase; at++) {
      const index = this.#keys[at]! - first;
      if (found[found.length - 1] !== index) found.push(index);
    }
    return few > 0 && found.length > few ? found.sort((a, b) => a - b) : found;
  }
}
