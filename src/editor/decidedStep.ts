import * as vscode from 'vscode';
import type { DecisionDraft } from '../core/decision.ts';
import { errorMessage } from '../core/errorMessage.ts';
import { type ListStep, turnListStep } from '../sidecar/config.ts';
import type { DecisionEdit, DecisionLog } from './decisionLog.ts';
import type { DatasetDocument } from './document.ts';
import type { UndoableEdit } from './documentServices.ts';

/**
 * Undoes and redoes a step: the decisions and winnow.json, or, where that has been changed by others or the decisions
 * have been applied, neither. VS Code's stack goes on in either case, so that the way back from what was refused finds all done.
 */
export function turnsOf(document: DatasetDocument, edit: DecisionEdit, drafts: readonly DecisionDraft[]): Pick<UndoableEdit, 'undo' | 'redo'> {
  let isMade = true;
  const turn = async (undone: boolean): Promise<void> => {
    if (isMade !== undone) {
      await document.decisions.pass(undone);
      return document.showTurned(undone, edit, drafts);
    }
    const refused = edit.labels ? await turnLabels(document, edit, edit.labels, undone) : null;
    if (refused !== null) {
      await document.decisions.pass(undone);
      document.stayDirty();
      void vscode.window.showErrorMessage(`“${edit.title}” was not ${undone ? 'undone' : 'done again'}, neither in the rows nor in winnow.json: ${refused}`);
      return;
    }
    isMade = !undone;
    await (undone ? document.decisions.undo(edit) : document.decisions.redo(edit));
    await document.showTurned(undone, edit, drafts);
  };
  return { undo: () => turn(true), redo: () => turn(false) };
}

/** Why the labels stay as they are, in words; null where they have been turned. */
async function turnLabels({ decisions: { log } }: DatasetDocument, edit: DecisionEdit, labels: ListStep, undone: boolean): Promise<string | null> {
  if (log.isApplied(edit)) return `the file has been written with it by now. “Winnow: Undo Last Apply” puts the file back.`;
  try {
    await turnListStep(labels, undone);
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}

/** Labels follow decisions that are forgotten, or are there again, because nothing that was not saved is kept. What others have changed stays, and is told. */
export async function revertLabels({ dropped, remade }: ReturnType<DecisionLog['revert']>): Promise<void> {
  const steps = [...dropped.map((edit) => ({ edit, undone: true })), ...remade.map((edit) => ({ edit, undone: false }))];
  for (const { edit: { title, labels }, undone } of steps) {
    if (!labels) continue;
    await turnListStep(labels, undone).catch((error: unknown) => void vscode.window.showWarningMessage(`“${title}” stays as it is in winnow.json: ${errorMessage(error)}`));
  }
}
