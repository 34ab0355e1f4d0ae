import type { Severity } from '../core/finding.ts';
import { ambiguousRow } from './ambiguousRow.ts';
import { annotatorDisagreement } from './annotatorDisagreement.ts';
import type { Check } from './check.ts';
import { classImbalance } from './classImbalance.ts';
import { conflictingLabel } from './conflictingLabel.ts';
import { constantColumn } from './constantColumn.ts';
import { exactDuplicate } from './exactDuplicate.ts';
import { featureDrift } from './featureDrift.ts';
import { fileLeakage } from './fileLeakage.ts';
import { labelDrift } from './labelDrift.ts';
import { identicalColumns } from './identicalColumns.ts';
import { labelError } from './labelError.ts';
import { labelShiftBySegment } from './labelShiftBySegment.ts';
import { labelVariant } from './labelVariant.ts';
import { lowLabelConfidence } from './lowLabelConfidence.ts';
import { miscalibrated } from './miscalibrated.ts';
import { missingValue } from './missingValue.ts';
import { missingnessDrift } from './missingnessDrift.ts';
import { nearDuplicate } from './nearDuplicate.ts';
import { orderDependence } from './orderDependence.ts';
import { outlierRow } from './outlierRow.ts';
import { outlierValue } from './outlierValue.ts';
import { personalData } from './personalData.ts';
import { rareSegment } from './rareSegment.ts';
import { redundantRow } from './redundantRow.ts';
import { schemaDrift } from './schemaDrift.ts';
import { schemaViolation } from './schemaViolation.ts';
import { splitLeakage } from './splitLeakage.ts';
import { testNoise } from './testNoise.ts';
import { tooFewTestRows } from './tooFewTestRows.ts';
import { typeMismatch } from './typeMismatch.ts';
import { unreadableRow } from './unreadableRow.ts';
import { unknownLabel } from './unknownLabel.ts';
import { unusualText } from './unusualText.ts';
import { weakAnnotator } from './weakAnnotator.ts';
import { weakSlice } from './weakSlice.ts';

/**
 * Every check, in the order in which they run: rows, cells and columns, then duplicates, labels, balance, the reference,
 * and at last what has to be learnt.
 */
export const checks: readonly Check[] = [
  unreadableRow,
  missingValue,
  typeMismatch,
  schemaViolation,
  constantColumn,
  identicalColumns,
  outlierValue,
  outlierRow,
  unusualText,
  personalData,
  exactDuplicate,
  nearDuplicate,
  conflictingLabel,
  splitLeakage,
  fileLeakage,
  redundantRow,
  labelVariant,
  unknownLabel,
  lowLabelConfidence,
  classImbalance,
  rareSegment,
  labelShiftBySegment,
  tooFewTestRows,
  schemaDrift,
  featureDrift,
  labelDrift,
  missingnessDrift,
  orderDependence,
  labelError,
  ambiguousRow,
  testNoise,
  annotatorDisagreement,
  weakAnnotator,
  weakSlice,
  miscalibrated,
];

/** What findings of a check and a severity are called. */
export function checkTitle(id: string, severity: Severity): string {
  const check = findCheck(id);
  return check?.titles?.[severity] ?? check?.title ?? id;
}

/** The check with an id that a finding or `winnow.json` names; undefined where there is none. */
export function findCheck(id: string): Check | undefined {
  return checks.find((check) => check.id === id);
}
