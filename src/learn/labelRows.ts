import { type CheckedProbabilities, type ProbabilityFault, type RefusedRow } from './checkedProbabilities.ts';

/** The label of a row that has none. */
export const missingLabel = -1;

/** Which rows took part, and why the others did not. */
export interface LabelRows {
  /** Rows with a label and usable probabilities. */
  readonly used: number;
  readonly missingLabels: number;
  /** Rows with a label whose probabilities are not usable, described up to a limit. */
  readonly refusedCount: number;
  readonly refusedRows: readonly RefusedRow[];
  readonly refusedByFault: Readonly<Record<ProbabilityFault, number>>;
  /** Rows whose probabilities were scaled to a sum of 1. */
  readonly scaledCount: number;
}

/** Throws RangeError where a label is not a class, or there are not as many labels as rows of probabilities. */
export function requireLabels(labels: Int32Array, rows: number, classes: number): void {
  if (labels.length !== rows) throw new RangeError(`There are ${labels.length} labels and ${rows} rows of probabilities.`);
  if (classes < 1) throw new RangeError('There is no class, so no label can be looked at.');
  for (let i = 0; i < rows; i++) {
    if (labels[i]! < missingLabel || labels[i]! >= classes) {
      throw new RangeError(`Row ${i + 1} has label ${labels[i]}, and the classes are 0 to ${classes - 1}.`);
    }
  }
}

/** The labels that take part: of rows whose probabilities were refused, none. */
export function usableLabels(labels: Int32Array, probabilities: CheckedProbabilities): Int32Array {
  if (probabilities.refusedCount === 0) return labels;
  return labels.map((label, i) => (probabilities.isRefused(i) ? missingLabel : label));
}

/** The account of labels given, and of those that took part. */
export function countRows(given: Int32Array, usable: Int32Array, probabilities: CheckedProbabilities): LabelRows {
  let missingLabels = 0;
  let used = 0;
  for (let i = 0; i < given.length; i++) {
    if (given[i] === missingLabel) missingLabels++;
    if (usable[i] !== missingLabel) used++;
  }
  return {
    used,
    missingLabels,
    refusedCount: given.length - missingLabels - used,
    refusedRows: probabilities.refusedRows,
    refusedByFault: probabilities.refusedByFault,
    scaledCount: probabilities.scaledCount,
  };
}
