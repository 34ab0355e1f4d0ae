import type { Check } from './check.ts';
import { classImbalance } from './classImbalance.ts';
import { conflictingLabel } from './conflictingLabel.ts';
import { constantColumn } from './constantColumn.ts';
import { exactDuplicate } from './exactDuplicate.ts';
import { labelVariant } from './labelVariant.ts';
import { missingValue } from './missingValue.ts';
import { nearDuplicate } from './nearDuplicate.ts';
import { outlierValue } from './outlierValue.ts';
import { personalData } from './personalData.ts';
import { splitLeakage } from './splitLeakage.ts';
import { typeMismatch } from './typeMismatch.ts';
import { unreadableRow } from './unreadableRow.ts';
import { unusualText } from './unusualText.ts';

/** Every check, in the order in which they run: rows, cells and columns, then duplicates, labels, balance. */
export const checks: readonly Check[] = [
  unreadableRow,
  missingValue,
  typeMismatch,
  constantColumn,
  outlierValue,
  unusualText,
  personalData,
  exactDuplicate,
  nearDuplicate,
  conflictingLabel,
  splitLeakage,
  labelVariant,
  classImbalance,
];

export function findCheck(id: string): Check | undefined {
  return checks.find((check) => check.id === id);
}
