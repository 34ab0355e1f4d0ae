import type { Relation } from '../../engine/engine.ts';

/**
 * The place of each row's text in a list of values; −1 where it is none of them. In the order of rows. `missing`: what
 * stands for a missing one, where that is a place of its own.
 */
export async function readCodes(
  relation: Relation,
  column: string,
  values: readonly string[],
  rowCount: number,
  signal: AbortSignal,
  missing?: number,
): Promise<Int32Array> {
  if (values.length === 0) return new Int32Array(rowCount).fill(-1);
  const { dialect, name } = relation;
  const listed = values.map((value, code) => `(${dialect.literal(value)}, ${code})`).join(', ');
  const ofMissing = missing === undefined ? '' : `WHEN ${dialect.missing(column)} THEN ${missing} `;
  return relation.integers(
    `SELECT CAST(CASE ${ofMissing}WHEN known.code IS NULL THEN -1 ELSE known.code END AS INTEGER) FROM ${name} LEFT JOIN (VALUES ${listed}) AS known(value, code) ON known.value = ${dialect.text(column)} ORDER BY _row`,
    signal,
  );
}
