import * as vscode from 'vscode';
import { countOf, formatCount, rowsInWords } from '../../core/countWords.ts';
import type { DocumentState } from '../../protocol/methods.ts';
import type { DatasetDocument } from '../document.ts';
import type { OpenDatasets } from '../openDatasets.ts';

/** The health of the dataset in front, or what is being done to it; a click opens its issues. */
export function registerStatusBar(open: OpenDatasets): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('winnow.health', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Winnow';
  item.command = 'winnow.showIssues';
  let following: DatasetDocument | null = null;
  let listener: vscode.Disposable | undefined;
  const draw = (): void => {
    const document = open.active?.document ?? null;
    if (document !== following) {
      listener?.dispose();
      listener = document?.onDidChange(draw);
      following = document;
    }
    if (!document) return item.hide();
    item.text = healthText(document.state);
    item.tooltip = healthTooltip(document.state);
    item.backgroundColor = document.state.phase === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.show();
  };
  const changes = open.onDidChange(draw);
  return new vscode.Disposable(() => {
    changes.dispose();
    listener?.dispose();
    item.dispose();
  });
}

function healthText({ name, phase, failure, work, findings }: DocumentState): string {
  const running = work.at(-1);
  const label = escapeIcons(name);
  if (phase === 'failed') return `$(error) ${escapeIcons(failure?.title ?? name)}`;
  if (running) {
    const share = running.fraction === undefined ? '' : ` ${Math.floor(running.fraction * 100)} %`;
    return `$(sync~spin) ${label}: ${running.kind === 'check' ? 'checking' : 'reading'}${share}`;
  }
  if (!findings) return `$(table) ${label}`;
  return `$(table) ${label}: ${findingWords(findings.open)}`;
}

function healthTooltip({ work, findings, dataset }: DocumentState): string {
  const running = work.at(-1);
  if (running) return running.words;
  const rows = dataset ? `${rowsInWords(dataset)}; ${countOf(dataset.columns.length, 'column')}. ` : '';
  if (!findings) return `${rows}The checks have not run.`;
  return `${rows}${formatCount(findings.openRows)} rows are flagged. Click to see the issues.`;
}

/** “12 errors, 4 warnings”; notes only where there is nothing worse. */
export function findingWords({ error, warning, info }: { readonly error: number; readonly warning: number; readonly info: number }): string {
  const parts = [counted(error, 'error'), counted(warning, 'warning')].filter((words) => words !== '');
  if (parts.length > 0) return parts.join(', ');
  return info > 0 ? counted(info, 'note') : 'no findings';
}

function counted(count: number, word: string): string {
  return count === 0 ? '' : countOf(count, word);
}

/** A file's name is text: `$(…)` in it is no icon. */
function escapeIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
