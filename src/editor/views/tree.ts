import * as vscode from 'vscode';
import { formatCount } from '../../core/countWords.ts';
import type { Severity } from '../../core/finding.ts';
import type { FindingGroup, ListedFinding } from '../../protocol/findingMethods.ts';
import type { DatasetDocument } from '../document.ts';
import { revealCommand, type Place } from '../commands.ts';
import type { OpenDatasets } from '../openDatasets.ts';
import { findingWords } from './statusBar.ts';

/** Findings of one check that are listed, at most. */
const listed = 200;

type Node =
  | { readonly kind: 'dataset'; readonly document: DatasetDocument }
  | { readonly kind: 'check'; readonly document: DatasetDocument; readonly group: FindingGroup }
  | { readonly kind: 'finding'; readonly document: DatasetDocument; readonly check: string; readonly entry: ListedFinding }
  | { readonly kind: 'more'; readonly document: DatasetDocument; readonly check: string; readonly count: number };

const icons: Readonly<Record<Severity, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  info: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
};

/** The tree of open datasets, their checks, and what these have found. `onBadge`: what its badge is to say. */
export function registerTree(open: OpenDatasets, onBadge: vscode.Event<vscode.ViewBadge | undefined>): vscode.Disposable {
  const provider = new FindingsTree(open);
  const view = vscode.window.createTreeView('winnow.findings', { treeDataProvider: provider, showCollapseAll: true });
  return vscode.Disposable.from(provider, view, onBadge((badge) => (view.badge = badge)));
}

class FindingsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #open: OpenDatasets;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #listeners = new Map<DatasetDocument, vscode.Disposable>();
  readonly #opened: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(open: OpenDatasets) {
    this.#open = open;
    this.#opened = open.onDidChange(() => this.#follow());
    this.#follow();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'dataset':
        return datasetItem(node.document);
      case 'check':
        return checkItem(node.group);
      case 'finding':
        return findingItem(node.document, node.entry);
      case 'more':
        return moreItem(node.document, node.check, node.count);
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.#open.documents.map((document) => ({ kind: 'dataset', document }));
    const { document } = node;
    if (node.kind === 'dataset') {
      const groups = document.state.findings?.groups.filter(({ findings }) => findings > 0) ?? [];
      return groups.map((group) => ({ kind: 'check', document, group }));
    }
    if (node.kind !== 'check') return [];
    const { check } = node.group;
    const { total, findings } = await document.call('findings', { check, offset: 0, limit: listed });
    const entries = findings.map((entry): Node => ({ kind: 'finding', document, check, entry }));
    return total > findings.length ? [...entries, { kind: 'more', document, check, count: total - findings.length }] : entries;
  }

  dispose(): void {
    this.#opened.dispose();
    for (const listener of this.#listeners.values()) listener.dispose();
    this.#changes.dispose();
  }

  #follow(): void {
    const documents = new Set(this.#open.documents);
    for (const [document, listener] of this.#listeners) {
      if (documents.has(document)) continue;
      listener.dispose();
      this.#listeners.delete(document);
    }
    for (const document of documents) {
      if (this.#listeners.has(document)) continue;
      this.#listeners.set(document, document.onDidChange((patch) => {
        if ('findings' in patch || 'phase' in patch) this.#changes.fire(undefined);
      }));
    }
    this.#changes.fire(undefined);
  }
}

function datasetItem({ state, uri }: DatasetDocument): vscode.TreeItem {
  const { findings, phase } = state;
  const item = new vscode.TreeItem(
    state.name,
    findings && findings.groups.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
  );
  item.id = uri.toString();
  item.iconPath = new vscode.ThemeIcon('table');
  item.description = phase === 'failed' ? 'cannot be shown' : findings ? findingWords(findings.open) : phase === 'ready' ? 'not checked' : 'reading…';
  item.tooltip = uri.fsPath;
  return item;
}

function checkItem(group: FindingGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(group.title, vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = icons[group.severity];
  item.description = formatCount(group.findings);
  item.tooltip = group.description;
  return item;
}

function findingItem(document: DatasetDocument, { index, finding, title }: ListedFinding): vscode.TreeItem {
  const first = finding.rows[0];
  const item = new vscode.TreeItem(first ? `Row ${formatCount(first.row)}` : (finding.column ?? title));
  item.description = finding.message;
  item.tooltip = finding.message;
  const place: Place = {
    document,
    tab: 'samples',
    ...(first ? { row: first.row } : {}),
    ...(finding.column === undefined ? {} : { column: finding.column }),
    ...(finding.rows.length > 1 ? { filters: [{ kind: 'finding', finding: index, title }] } : {}),
  };
  item.command = { command: revealCommand, title: 'Show', arguments: [place] };
  return item;
}

function moreItem(document: DatasetDocument, check: string, count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`${formatCount(count)} more`);
  item.tooltip = 'Show every row that this check has flagged';
  const place: Place = { document, tab: 'samples', filters: [{ kind: 'flagged', check }] };
  item.command = { command: revealCommand, title: 'Show', arguments: [place] };
  return item;
}
