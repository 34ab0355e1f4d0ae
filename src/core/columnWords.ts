/**
 * The words of a column's name, lower case: `createdAt`, `created_at` and `Created At` all give `['created', 'at']`.
 * Digits stay with the word before them (`sentence1`).
 */
export function columnWords(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
