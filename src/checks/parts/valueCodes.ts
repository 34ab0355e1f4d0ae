import type { Relation } from '../../engine/engine.ts';

/** The place of each row's text in a list of values; −1 where it is none of them. In the order of rows. */
export async function readCodes(relation: Relation, column: string, values: readonly string[], rowCount: number, signal: AbortSignal): Promise<Int32Array> {
  if (values.length === 0) return new Int32Array(rowCount).fill(-1);
  const { dialect, name } = relation;
  const listed = values.map((value, code) => `(${dialect.literal(value)}, ${code})`).join(', ');
  return relation.integers(`SELECT CAST(coalesce(known.code, -1) AS INTEGER) FROM ${name} LEFT JOIN (VALUES ${listed}) AS known(value, code) ON known.value = ${dialect.text(column)} ORDER BY _row`, signal);
}
