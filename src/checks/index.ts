import type { Check } from './check.ts';
import { constantColumn } from './constantColumn.ts';
import { unreadableRow } from './unreadableRow.ts';

/** Every check, in the order in which they run: what is unreadable first, then cells, duplicates, labels, balance. */
export const checks: readonly Check[] = [
  unreadableRow,
  constantColumn,
];

export function findCheck(id: string): Check | undefined {
  return checks.find((check) => check.id === id);
}
