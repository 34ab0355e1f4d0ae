import type { DriftReport } from './drift.ts';

/** What a pipeline is to do: learn anew, have a person look, or go on. */
export type VerdictKind = 'retrain' | 'look' | 'fine';

export interface Verdict {
  readonly verdict: VerdictKind;
  /** Sentences, the gravest first; what was compared where nothing is to be said. */
  readonly reasons: readonly string[];
}

/**
 * What follows from drift. A model is to be learnt anew where the data are of another kind than those it learnt from: the
 * labels moved, there are labels it never saw, or half of the columns drifted. What spelling or a unit explains, and columns
 * that are not there or of another type, are for a person: the data is to be mended, and a new model would learn the fault.
 */
export function verdictOf(report: Omit<DriftReport, 'verdict'>): Verdict {
  const retrain: string[] = [];
  const look: string[] = [];
  for (const { message, grave } of report.schema) if (grave) look.push(message);
  for (const column of report.columns) {
    const isLabel = column.role === 'label';
    const unseen = isLabel && column.unseen.length > 0 && column.spelling === undefined;
    if (unseen || (isLabel && column.drifted)) retrain.push(column.message);
    else if (column.drifted || column.spelling !== undefined || column.unseen.length > 0) look.push(column.message);
  }
  if (report.datasetDrift) retrain.push(`${report.drifted} of ${report.tested} columns drifted, which is half of them or more.`);
  for (const { message } of report.missing) look.push(message);
  if (report.tooFew !== undefined) look.push(report.tooFew);
  if (report.tested === 0 && report.tooFew === undefined) look.push(`No column could be compared with ${report.reference.name}.`);
  if (retrain.length > 0) return { verdict: 'retrain', reasons: [...retrain, ...look] };
  if (look.length > 0) return { verdict: 'look', reasons: look };
  // Rows that are served have no labels, which is nothing to look at; but nobody is to take them for compared.
  const unlabelled = report.schema.filter((difference) => difference.unlabelled).map(({ message }) => message);
  return { verdict: 'fine', reasons: [`None of ${report.tested} columns drifted against ${report.reference.name}.`, ...unlabelled] };
}
