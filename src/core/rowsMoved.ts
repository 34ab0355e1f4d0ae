import { countBelow } from './countBelow.ts';

/** Rows that went out of a file, or came back into it, so that all after them have other numbers. */
export interface RowsMoved {
  /** Row numbers in the version that has them, ascending. */
  readonly rows: ArrayLike<number>;
  readonly back: boolean;
}

/** The number of a row once others went or came back. One that went itself: that of the next one left, which the file may not have. */
export function rowAfter(row: number, { rows, back }: RowsMoved): number {
  if (!back) return row - countBelow(rows, row);
  let after = row;
  for (let place = 0; place < rows.length && rows[place]! <= after; place++) after++;
  return after;
}
