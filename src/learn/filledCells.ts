/** The positions of what is not 0, ascending. Counts of pairs of many classes are nearly all 0. */
export function filledCells(counts: Int32Array): Int32Array {
  // Memory that is never written to is not taken.
  const cells = new Int32Array(counts.length);
  let filled = 0;
  for (let cell = 0; cell < counts.length; cell++) if (counts[cell] !== 0) cells[filled++] = cell;
  return cells.slice(0, filled);
}
