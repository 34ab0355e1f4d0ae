/** One byte a record, by row number: whether its row is among these. */
export function rowMask(rows: Int32Array, records: number): Uint8Array {
  const mask = new Uint8Array(records + 1);
  for (const row of rows) mask[row] = 1;
  return mask;
}
