/**
 * What a decision points at. Either the values of the key columns (`{"id":"1042"}`), or the hash of the
 * row's content with an occurrence number among exact duplicates (`{"#":"9f2c…","n":2}`, `n` absent for the first).
 * Row numbers are never part of it, so decisions survive sorting, insertion and deletion.
 */
export type RowKey = Readonly<Record<string, string | number>>;

/** The field of a key that holds a content hash; no column key uses it alone. */
export const contentHashField = '#';
export const occurrenceField = 'n';

export function contentKey(hash: string, occurrence: number): RowKey {
  return occurrence > 1 ? { [contentHashField]: hash, [occurrenceField]: occurrence } : { [contentHashField]: hash };
}

/** One text per key, the same whatever the order of its fields: for maps and for sorting. */
export function rowKeyText(key: RowKey): string {
  const fields = Object.keys(key).sort();
  return JSON.stringify(fields.map((field) => [field, key[field]]));
}
