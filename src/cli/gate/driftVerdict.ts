import { resolve } from 'node:path';
import { errorMessage } from '../../core/errorMessage.ts';
import type { DriftReport } from '../../core/drift.ts';
import { anchorReference, parseReference } from '../../core/reference.ts';
import type { Verdict } from '../../core/verdict.ts';
import { misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { type Paint, plain } from '../terminal.ts';
import type { CheckTarget } from './target.ts';

/** What ends a check that says “retrain”, so that a pipeline can tell it from findings. */
const retrainCode = 3;

/** What `--against` names, with paths from here. Throws a UsageError. */
export function readAgainst(given: string): string {
  try {
    const anchored = anchorReference(given, (path) => resolve(path));
    parseReference(anchored);
    return anchored;
  } catch (error) {
    return misused(`--against: ${errorMessage(error)}`);
  }
}

/** The same dataset, compared with something else than its configuration names. */
export function withReference(target: CheckTarget, against: string | undefined): CheckTarget {
  return against === undefined ? target : { ...target, config: { ...target.config, reference: against } };
}

/** How a dataset that was checked differs from its reference; null where none is named. Throws, in words, where it cannot be compared. */
export async function readDrift(id: number, { config: { reference }, earlier }: CheckTarget, session: EngineSession): Promise<DriftReport | null> {
  if (reference === undefined || earlier) return null;
  const report = await session.call('drift', { id }, { onProgress: session.showProgress });
  session.clearProgress();
  if ('why' in report) throw new Error(`It cannot be compared with “${reference}”: ${report.why}.`);
  return report;
}

const colours = { retrain: 'red', look: 'yellow', fine: 'green' } as const;

/** The verdict and its reasons, for people. */
export function verdictText({ verdict: { verdict, reasons }, reference, notes }: DriftReport, paint: Paint): string {
  const lines = [...reasons.map((reason) => `  ${plain(reason)}`), ...notes.map((note) => paint(`  ${plain(note)}`, 'dim'))];
  return `${paint('verdict', 'bold')} against ${plain(reference.name)}: ${paint(verdict, colours[verdict])}\n${lines.join('\n')}\n`;
}

/** The exit code with the verdicts taken into account: findings that stop a commit are in `code` already. */
export function withVerdicts(code: number, verdicts: readonly (Verdict | undefined)[]): number {
  return code !== 2 && verdicts.some((verdict) => verdict?.verdict === 'retrain') ? retrainCode : code;
}
