import * as vscode from 'vscode';
import { formatCount } from '../core/countWords.ts';
import { errorMessage } from '../core/errorMessage.ts';
import { version } from '../../package.json';
import { planWords, skippedWords, waiting } from '../engine/apply/planWords.ts';
import type { ApplyChoices, ApplyPlan, ApplyResult, ExcludedRows } from '../protocol/applyMethods.ts';
import { isAbort } from '../protocol/rpc.ts';
import { stackApply } from './applyStep.ts';
import type { ApplyPreview } from './applyPreview.ts';
import { type AppliedStore, undoLastApply } from './applyUndo.ts';
import type { DatasetDocument } from './document.ts';

const mostSkipped = 5;

/** Shows what the decisions change in the data file, asks, and writes it. */
export async function applyDecisions(document: DatasetDocument, preview: ApplyPreview, applied: AppliedStore): Promise<void> {
  await requireSaved(document);
  const choices = await choose(document);
  if (!choices) return;
  const plan = await document.call('planApply', { choices });
  if (!plan.writes) return tell(document, plan, choices);
  const shown = await preview.show(document, choices, plan);
  const apply = await ask([`Apply to ${document.name}?`, ...planWords(document.name, plan, choices), ...skipped(plan)].join(' '), shown.answer);
  await shown.close();
  if (!apply) return;
  const now = await document.call('planApply', { choices });
  if (JSON.stringify(now) !== JSON.stringify(plan))
    throw new Error('Something else was decided in the meantime, so nothing was applied. Apply again to see what changes now.');
  const result = await write(document, choices, applied);
  if (!result) return;
  // It is reported once it is done: until then VS Code takes the file for unsaved, and asks those who close it.
  if (result.id !== undefined)
    await stackApply(document, applied, {
      id: result.id,
      plan,
      planNow: () => document.call('planApply', { choices }),
      again: () => write(document, choices, applied),
    });
  report(document, result, choices, applied);
}

/** Asks in a notification, which VS Code puts away before a longer diff is read; `inTitle` is answered for as long as the diff shows. */
async function ask(words: string, inTitle: Promise<boolean>): Promise<boolean> {
  let answered = false;
  const inNotification = Promise.resolve(vscode.window.showInformationMessage(words, 'Apply', 'Cancel')).then((answer) => {
    if (answered && answer === 'Apply') void vscode.window.showInformationMessage('This was answered above the diff already, so nothing more was applied.');
    return answer === 'Apply';
  });
  const apply = await Promise.race([inNotification, inTitle]);
  answered = true;
  return apply;
}

/** What is applied is what the sidecar says. */
async function requireSaved(document: DatasetDocument): Promise<void> {
  const { readOnly, phase } = document.state;
  if (readOnly !== null) throw new Error(readOnly);
  if (phase !== 'ready') throw new Error(`${document.name} is still being read. Apply when it is there.`);
  if (document.state.decisions.unsaved > 0) await vscode.commands.executeCommand('workbench.action.files.save');
  if (document.state.decisions.unsaved > 0) throw new Error('The decisions could not be saved, so nothing was applied.');
  // What others wrote may have not been told of yet.
  await document.mergeSidecar();
  await document.decisions.send();
}

/** Where rows are excluded, a person says what becomes of them; undefined where they say nothing. */
async function choose(document: DatasetDocument): Promise<ApplyChoices | undefined> {
  const { excluded } = await document.call('planApply', { choices: { excluded: 'keep', annotations: true } });
  if (excluded === 0) return { excluded: 'keep', annotations: true };
  const one = excluded === 1;
  const rows = one ? 'the excluded row' : `the ${formatCount(excluded)} excluded rows`;
  const items: (vscode.QuickPickItem & { readonly what: ExcludedRows })[] = [
    { what: 'keep', label: `Keep ${rows}`, description: `the decisions file goes on saying that ${one ? 'it is' : 'they are'} excluded` },
    { what: 'drop', label: `Drop ${rows} from the file` },
    { what: 'column', label: `Mark ${one ? 'it' : 'them'} in a column “excluded”`, description: 'every line of the file changes where it has none yet' },
    { what: 'copy', label: `Write a copy without ${one ? 'it' : 'them'} beside the file` },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Apply decisions to ${document.name}`,
    placeHolder: `What becomes of ${one ? 'the excluded row' : 'the excluded rows'}?`,
  });
  return picked && { excluded: picked.what, annotations: true };
}

function tell(document: DatasetDocument, plan: ApplyPlan, choices: ApplyChoices): void {
  void vscode.window.showInformationMessage(
    [`There is nothing to apply to ${document.name}.`, ...planWords(document.name, plan, choices), ...skipped(plan)].join(' '),
  );
}

function skipped(plan: ApplyPlan): string[] {
  const left = waiting(plan.skipped);
  if (left.length === 0) return [];
  const count = left.length + plan.skippedTotal - plan.skipped.length;
  return [
    `Not applied: ${left.slice(0, mostSkipped).map(skippedWords).join('; ')}${count > mostSkipped ? `; and ${formatCount(count - mostSkipped)} more` : ''}.`,
  ];
}

/** Writes, and keeps the version before so that it can be put back. undefined where it was cancelled. */
async function write(document: DatasetDocument, choices: ApplyChoices, applied: AppliedStore): Promise<ApplyResult | undefined> {
  const keepAt = await applied.place(document.files.path);
  const by = document.state.author;
  try {
    const result = await document.work.run(`Applying to ${document.name}`, (work) => document.replaceFile(() =>
      document.call('apply', { choices, tool: `winnow ${version}`, keepAt, ...(by !== null && { by }) }, { signal: work.signal, onProgress: work.progress })));
    const { id, before, after, droppedRows } = result;
    document.patch({ rowsMoved: { rows: droppedRows, back: false } });
    if (id !== undefined) await applied.keep(document.files.path, { id, before, after, droppedRows: [...droppedRows] });
    return result;
  } catch (error) {
    if (isAbort(error)) return undefined;
    throw error;
  }
}

/** What a plan says of what will be, once it is. */
function inThePast(sentence: string): string {
  return sentence.replace(/ changes?\.$/, ' changed.').replace(/ is dropped\.$/, ' was dropped.').replace(/ are dropped\.$/, ' were dropped.');
}

function report(document: DatasetDocument, result: ApplyResult, choices: ApplyChoices, applied: AppliedStore): void {
  const { id, lost } = result;
  const words = [`Applied to ${document.name}.`, ...planWords(document.name, result, choices).map(inThePast), ...lost];
  // Nobody has to answer, so nothing waits for it.
  void Promise.resolve(vscode.window.showInformationMessage(words.join(' '), ...(id === undefined ? [] : ['Undo'])))
    .then((answer) => (answer === 'Undo' ? undoLastApply(document, applied) : undefined))
    .catch((error: unknown) => vscode.window.showErrorMessage(errorMessage(error)));
}
