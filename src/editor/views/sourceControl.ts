import { join } from 'node:path';
import * as vscode from 'vscode';
import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import type { Severity } from '../../core/finding.ts';
import { findRepository } from '../../git/repository.ts';
import type { CommandLineProgram } from '../commandLineProgram.ts';
import { checkInGit, type GitFinding, type GitStage } from '../gitCheck.ts';
import { changeWords, type CheckedChange, countFindings, totalOf } from './sourceControlWords.ts';
import { findingWords } from './statusBar.ts';
import { diagnosticSeverities } from './diagnosticSeverities.ts';

/** Entries of one file in the Problems panel, at most. */
const most = 500;
/** Beyond every line's end. */
const lineEnd = 10_000;

/** A changed dataset, in its repository. */
type Change = CheckedChange & { readonly root: string };

/**
 * “Check Changed Datasets”: tells what is staged, and what is changed beyond it, in the notification area, under
 * Problems, and as a badge on Winnow's own view.
 */
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
    const folders = source?.rootUri
      ? [source.rootUri.fsPath]
      : (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
    const roots = [...new Set((await Promise.all(folders.map(findRepository))).flatMap((repository) => repository?.root ?? []))];
    if (roots.length === 0) throw new Error('There is no git repository here whose datasets could be checked.');
    const stop = new AbortController();
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Winnow: checking', cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => stop.abort());
        try {
          const changes: Change[] = [];
          for (const root of roots) {
            for (const stage of ['staged', 'unstaged'] as const) {
              progress.report({ message: stage === 'staged' ? 'what is staged' : 'what is changed and not staged' });
              for (const dataset of await checkInGit(root, stage, this.#program, stop.signal)) changes.push({ ...dataset, stage, root });
            }
          }
          this.#show(changes);
        } catch (error) {
          if (!stop.signal.aborted) throw error;
        }
      },
    );
  }

  #show(changes: readonly Change[]): void {
    // A file can be there twice: as it is staged, and as it was changed afterwards.
    const entries = new Map<string, vscode.Diagnostic[]>();
    for (const { root, path, stage, findings = [], error } of changes) {
      const listed = findings.slice(0, most).map((finding) => diagnosticOf(finding, stage));
      if (findings.length > most)
        listed.push(
          diagnosticAt(1, `${formatCount(findings.length - most)} more findings: “winnow check --${stage}” lists them.`, 'info', stage),
        );
      if (error !== undefined) listed.push(diagnosticAt(1, error, 'error', stage));
      if (error !== undefined) this.#log.error(`${path}: ${error}`);
      const file = join(root, path);
      entries.set(file, [...(entries.get(file) ?? []), ...listed]);
    }
    this.#problems.clear();
    for (const [file, diagnostics] of entries) this.#problems.set(vscode.Uri.file(file), diagnostics);
    const counts = countFindings(changes);
    const found = totalOf(counts);
    this.#badges.fire(found > 0 ? { value: found, tooltip: `Changed datasets bring ${findingWords(counts)}` } : undefined);
    void this.#tell(changes, counts, found);
  }

  async #tell(changes: readonly Change[], counts: Readonly<Record<Severity, number>>, found: number): Promise<void> {
    const failed = changes.some(({ error }) => error !== undefined);
    const words = changeWords(changes);
    if (found === 0 && !failed) return void vscode.window.showInformationMessage(words);
    const show = counts.error > 0 || failed ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    if ((await show(words, 'Show Problems')) !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

function diagnosticOf({ check, severity, message, rows }: GitFinding, stage: GitStage): vscode.Diagnostic {
  const first = rows.find((row) => row.new) ?? rows[0];
  const diagnostic = diagnosticAt(first?.line ?? 1, message, severity, stage);
  diagnostic.code = check;
  return diagnostic;
}

/** What is about a column or the whole file stands on its first line. */
function diagnosticAt(line: number, message: string, severity: Severity, stage: GitStage): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(new vscode.Range(line - 1, 0, line - 1, lineEnd), message, diagnosticSeverities[severity]);
  diagnostic.source = stage === 'staged' ? 'Winnow (staged)' : 'Winnow (not staged)';
  return diagnostic;
}
