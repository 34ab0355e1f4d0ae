import type { Dataset } from '../core/dataset.ts';

/**
 * Why nothing can be decided on the rows of a dataset that was not loaded to its end; null where it can. Rows told apart
 * by their content keep their keys when the rest comes: an occurrence is counted from the first row on. Records of JSON
 * may bring columns that are not known yet, and the content of every row is another with them.
 */
export function whyUndecided({ partial, format, key, bytes }: Dataset): string | null {
  if (!partial || partial.bytes >= bytes || key.length > 0 || (format !== 'json' && format !== 'jsonl')) return null;
  return 'Only part of the file is loaded. The rows are told apart by their content, which is not known until every key of the file is: load the rest to decide on them.';
}
