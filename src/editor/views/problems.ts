import * as vscode from 'vscode';
import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import type { Finding } from '../../core/finding.ts';
import type { ListedFinding } from '../../protocol/findingMethods.ts';
import { isAbort } from '../../protocol/rpc.ts';
import type { DatasetDocument } from '../document.ts';
import type { OpenDatasets } from '../openDatasets.ts';
import { readSettings } from '../settings.ts';
import { diagnosticSeverities } from './diagnosticSeverities.ts';

/** Entries of one file in the Problems panel, at most. */
const most = 500;
/** Other rows that one entry names, at most. */
const mostRelated = 10;
/** Beyond every line's end. */
const lineEnd = 10_000;

/** Lists open findings of datasets with source lines in the Problems panel, for as long as they are open. */
export function registerProblems(open: OpenDatasets, log: vscode.LogOutputChannel): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('winnow');
  const followed = new Map<DatasetDocument, vscode.Disposable>();
  const follow = (): void => {
    for (const document of open.documents) {
      if (!followed.has(document)) followed.set(document, new DocumentProblems(document, collection, log));
    }
    for (const [document, problems] of followed) {
      if (open.documents.includes(document)) continue;
      problems.dispose();
      followed.delete(document);
    }
  };
  const changes = open.onDidChange(follow);
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('winnow.problems')) return;
    for (const problems of followed.values()) problems.dispose();
    followed.clear();
    follow();
  });
  return vscode.Disposable.from(collection, changes, settings);
}

/** The entries of one dataset; the newest findings win. */
class DocumentProblems implements vscode.Disposable {
  readonly #document: DatasetDocument;
  readonly #collection: vscode.DiagnosticCollection;
  readonly #log: vscode.LogOutputChannel;
  readonly #changes: vscode.Disposable;
  #listing: AbortController | null = null;

  constructor(document: DatasetDocument, collection: vscode.DiagnosticCollection, log: vscode.LogOutputChannel) {
    this.#document = document;
    this.#collection = collection;
    this.#log = log;
    this.#changes = document.onDidChange((patch) => {
      if ('findings' in patch) void this.#list();
    });
    void this.#list();
  }

  dispose(): void {
    this.#listing?.abort();
    this.#changes.dispose();
    this.#collection.delete(this.#document.uri);
  }

  async #list(): Promise<void> {
    this.#listing?.abort();
    const { signal } = (this.#listing = new AbortController());
    const { uri, state } = this.#document;
    const wanted = uri.scheme === 'file' && state.dataset?.hasLines && state.findings && readSettings(uri).problems;
    if (!wanted) return this.#collection.delete(uri);
    try {
      const { total, findings } = await this.#document.call('findings', { offset: 0, limit: most }, { signal });
      if (!signal.aborted) this.#collection.set(uri, diagnosticsOf(uri, total, findings));
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) this.#log.warn(`The findings of ${state.name} could not be listed under Problems: ${errorMessage(error)}`);
    }
  }
}

function diagnosticsOf(uri: vscode.Uri, total: number, findings: readonly ListedFinding[]): vscode.Diagnostic[] {
  const entries = findings.map((entry) => diagnosticOf(uri, entry));
  if (total <= findings.length) return entries;
  const more = new vscode.Diagnostic(
    lineRange(1),
    `${formatCount(total - findings.length)} more findings are listed in Winnow.`,
    vscode.DiagnosticSeverity.Information,
  );
  more.source = 'Winnow';
  return [...entries, more];
}

function diagnosticOf(uri: vscode.Uri, { finding, rowCount }: ListedFinding): vscode.Diagnostic {
  const [first, ...others] = finding.rows;
  // What is about a column or the whole file stands on its first line.
  const diagnostic = new vscode.Diagnostic(lineRange(first?.line ?? 1), finding.message, diagnosticSeverities[finding.severity]);
  diagnostic.source = 'Winnow';
  diagnostic.code = finding.check;
  diagnostic.relatedInformation = relatedRows(uri, others, rowCount);
  return diagnostic;
}

function relatedRows(uri: vscode.Uri, others: Finding['rows'], rowCount: number): vscode.DiagnosticRelatedInformation[] {
  const named = others.filter(({ line }) => line !== undefined).slice(0, mostRelated);
  return named.map(({ row, line = 1 }, index) => {
    const left = rowCount - 1 - named.length;
    const more = index === named.length - 1 && left > 0 ? `, and ${formatCount(left)} more` : '';
    return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, lineRange(line)), `row ${formatCount(row)}${more}`);
  });
}

function lineRange(line: number): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, lineEnd);
}
