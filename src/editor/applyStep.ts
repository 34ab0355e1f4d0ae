import * as vscode from 'vscode';
import { errorMessage } from '../core/errorMessage.ts';
import type { ApplyPlan, ApplyResult } from '../protocol/applyMethods.ts';
import { type AppliedStore, undoLastApply } from './applyUndo.ts';
import type { DatasetDocument } from './document.ts';

/** An apply that came about, and what makes it again. */
export interface AppliedStep {
  readonly id: string;
  readonly plan: ApplyPlan;
  /** What applying would do now. */
  planNow(): Promise<ApplyPlan>;
  /** Applies again, without asking. undefined where it was cancelled, or nothing was to be written. */
  again(): Promise<Pick<ApplyResult, 'id'> | undefined>;
}

/**
 * Puts an apply on the undo stack, above the decisions that it wrote: what VS Code undoes next is the apply, and only then
 * a decision. Redoing it writes what was shown when it was made, or nothing.
 */
export async function stackApply(document: DatasetDocument, applied: AppliedStore, step: AppliedStep): Promise<void> {
  let { id } = step;
  await document.madeStep('Apply decisions', {
    undo: () => telling(async () => {
      // The command may have been first.
      if ((await applied.find(document.files.path))?.id !== id) return;
      await undoLastApply(document, applied);
      void vscode.window.showInformationMessage(`${document.name} is as it was before the decisions were applied. Redo applies them again.`);
    }).then(() => settle(document)),
    redo: () => telling(async () => {
      if (JSON.stringify(await step.planNow()) !== JSON.stringify(step.plan))
        throw new Error(
          `Something else would change in ${document.name} by now, so nothing was applied. “Winnow: Apply Decisions…” shows what.`,
        );
      id = (await step.again())?.id ?? id;
    }).then(() => settle(document)),
  });
  await settle(document);
}

/**
 * What was applied or put back is on disk already, while VS Code takes every step, also one that it goes back, for something
 * unsaved, and can be told otherwise by a save alone. Decisions that are not saved wait for the person's own.
 */
async function settle(document: DatasetDocument): Promise<void> {
  if (!document.disposed && document.decisions.log.unsavedCount === 0) await vscode.workspace.save(document.uri);
}

/** The stack has gone on whether this works or not. */
async function telling(work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => void vscode.window.showErrorMessage(errorMessage(error)));
}
