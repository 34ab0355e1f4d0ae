import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Severity, severities } from '../../core/finding.ts';
import { findRepository } from '../../git/repository.ts';
import type { CommandLineProgram } from '../commandLineProgram.ts';
import { errorMessage } from '../failure.ts';
import { checkStaged, type StagedDataset, type StagedFinding } from '../stagedCheck.ts';
import { findingWords } from './statusBar.ts';

/** Entries of one file in the Problems panel, at most. */
const most = 500;
/** Beyond every line's end. */
const lineEnd = 10_000;

const diagnosticSeverities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** “Check Changed Datasets”: tells what is staged in the notification area, under Problems, and as a badge on Winnow's own view. */
export class SourceControlCheck implements vscode.Disposable {
  readonly #program: CommandLineProgram;
  readonly #log: vscode.LogOutputChannel;
  readonly #problems = vscode.languages.createDiagnosticCollection('winnow-staged');
  readonly #badges = new vscode.EventEmitter<vscode.ViewBadge | undefined>();
  readonly #command: vscode.Disposable;
  /** What the badge should say from now on; none where nothing was found. */
  readonly onBadge = this.#badges.event;

  constructor(program: CommandLineProgram, log: vscode.LogOutputChannel) {
    this.#program = program;
    this.#log = log;
    this.#command = vscode.commands.registerCommand('winnow.checkStaged', (source?: vscode.SourceControl) => this.#check(source).catch((error: unknown) => {
      log.error('winnow.checkStaged:', errorMessage(error));
      void vscode.window.showErrorMessage(errorMessage(error));
    }));
  }

  dispose(): void {
    this.#command.dispose();
    this.#problems.dispose();
    this.#badges.dispose();
  }

  async #check(source: vscode.SourceControl | undefined): Promise<void> {
    if (!vscode.workspace.isTrusted) throw new Error('Winnow runs git in a workspace only once you trust it: “Workspaces: Manage Workspace Trust”.');
    const folders = source?.rootUri ? [source.rootUri.fsPath] : (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
    const roots = [...new Set((await Promise.all(folders.map(findRepository))).flatMap((repository) => repository?.root ?? []))];
    if (roots.length === 0) throw new Error('There is no git repository here whose datasets could be checked.');
    const stop = new AbortController();
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Winnow: checking what is staged', cancellable: true }, async (_progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      try {
        const datasets: (StagedDataset & { readonly root: string })[] = [];
        for (const root of roots) for (const dataset of await checkStaged(root, this.#program, stop.signal)) datasets.push({ ...dataset, root });
        this.#show(datasets);
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      }
    });
  }

  #show(datasets: readonly (StagedDataset & { readonly root: string })[]): void {
    this.#problems.clear();
    const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
    for (const { root, path, findings = [], error } of datasets) {
      for (const { severity } of findings) counts[severity]++;
      const entries = findings.slice(0, most).map(diagnosticOf);
      if (findings.length > most) entries.push(diagnosticAt(1, `${(findings.length - most).toLocaleString('en')} more findings: “winnow check --staged” lists them.`, 'info'));
      if (error !== undefined) entries.push(diagnosticAt(1, error, 'error'));
      this.#problems.set(vscode.Uri.file(join(root, path)), entries);
      if (error !== undefined) this.#log.error(`${path}: ${error}`);
    }
    const found = severities.reduce((sum, severity) => sum + counts[severity], 0);
    this.#badges.fire(found > 0 ? { value: found, tooltip: `Staged datasets bring ${findingWords(counts)}` } : undefined);
    void this.#tell(datasets, counts, found);
  }

  async #tell(datasets: readonly StagedDataset[], counts: Readonly<Record<Severity, number>>, found: number): Promise<void> {
    const failed = datasets.filter(({ error }) => error !== undefined);
    const left = datasets.flatMap(({ path, notLookedAt }) => (notLookedAt === undefined ? [] : [`${path} was not looked at: ${notLookedAt}`]));
    if (datasets.length === 0) return void vscode.window.showInformationMessage('No dataset is staged. Stage a changed one, and Winnow says what committing it would bring.');
    const looked = datasets.length - left.length;
    const words = [
      ...(failed.length > 0 ? [`${failed.map(({ path }) => path).join(', ')} cannot be checked.`] : []),
      ...(found > 0 ? [`The staged datasets bring ${findingWords(counts)}.`] : failed.length === 0 && looked > 0 ? [`${looked === 1 ? 'The staged dataset brings' : `The ${looked} staged datasets bring`} nothing new.`] : []),
      ...left,
    ].join(' ');
    if (found === 0 && failed.length === 0) return void vscode.window.showInformationMessage(words);
    const show = counts.error > 0 || failed.length > 0 ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    if ((await show(words, 'Show Problems')) !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

function diagnosticOf({ check, severity, message, rows }: StagedFinding): vscode.Diagnostic {
  const first = rows.find((row) => row.new) ?? rows[0];
  const diagnostic = diagnosticAt(first?.line ?? 1, message, severity);
  diagnostic.code = check;
  return diagnostic;
}

/** What is about a column or the whole file stands on its first line. */
function diagnosticAt(line: number, message: string, severity: Severity): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(new vscode.Range(line - 1, 0, line - 1, lineEnd), message, diagnosticSeverities[severity]);
  diagnostic.source = 'Winnow (staged)';
  return diagnostic;
}
