/**
 * What a decision points at. Either the values of the key columns (`{"id":"1042"}`), or the hash of the row's content
 * (`{"#":"9f2c…"}`). A row with exact duplicates is the n-th of so many (`{"#":"9f2c…","n":2,"of":3}`): once their number
 * has changed, nobody can tell which of them was meant, and the key leads nowhere. `of` is absent beside an `n` where only
 * the first part of the file was known.
 * Row numbers are never part of it, so decisions survive sorting, insertion and deletion.
 */
export type RowKey = Readonly<Record<string, string | number>>;

/** The field of a key that holds a content hash; no column key uses it alone. */
export const contentHashField = '#';
export const occurrenceField = 'n';
export const copiesField = 'of';

/** `copies`: rows of this content, this one included; null where they are not known. */
export function contentKey(hash: string, occurrence: number, copies: number | null): RowKey {
  if (copies === null) return { [contentHashField]: hash, [occurrenceField]: occurrence };
  return copies > 1 ? { [contentHashField]: hash, [occurrenceField]: occurrence, [copiesField]: copies } : { [contentHashField]: hash };
}

/** Whether fields are those of a content key: columns of these names alone cannot identify rows. */
export function isContentShape(fields: readonly string[]): boolean {
  return fields.includes(contentHashField) && fields.every((field) => field === contentHashField || field === occurrenceField || field === copiesField);
}

/** One text per key, the same whatever the order of its fields: for maps and for sorting. */
export function rowKeyText(key: RowKey): string {
  const fields = Object.keys(key).sort();
  return JSON.stringify(fields.map((field) => [field, key[field]]));
}
