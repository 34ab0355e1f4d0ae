import * as vscode from 'vscode';
import { formatCount } from '../../core/countWords.ts';
import { findColumn } from '../../core/dataset.ts';
import { cellPlace } from '../../formats/cellPlace.ts';
import { openAsDataset } from '../commands.ts';
import type { DatasetDocument } from '../document.ts';
import type { OpenDatasets } from '../openDatasets.ts';
import { readSettings } from '../settings.ts';
import { findingWords } from './statusBar.ts';

const texts: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.{csv,tsv,tab,jsonl,ndjson}' };
const delimited: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.{csv,tsv,tab}' };
/** A hover reads all text before the pointer: longer ones are left alone. */
const longestText = 5_000_000;
/** Behind the link of a hover; it is in no menu. */
const showRowCommand = 'winnow.showRowOfText';

/** What the text editor says of a dataset: above the first line the way into Winnow, on a cell its column and row. */
export function registerTextHints(open: OpenDatasets): vscode.Disposable {
  const lenses = new DatasetLenses(open);
  return vscode.Disposable.from(
    lenses,
    vscode.languages.registerCodeLensProvider(texts, lenses),
    vscode.languages.registerHoverProvider(delimited, { provideHover: (text, position) => hoverOf(text, position, open) }),
    vscode.commands.registerCommand(showRowCommand, (file: string, row: number) => showRow(vscode.Uri.parse(file), row, open)),
  );
}

class DatasetLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #open: OpenDatasets;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #followed = new Map<DatasetDocument, vscode.Disposable>();
  readonly #listeners: vscode.Disposable[];

  readonly onDidChangeCodeLenses = this.#changes.event;

  constructor(open: OpenDatasets) {
    this.#open = open;
    this.#listeners = [
      open.onDidChange(() => this.#follow()),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('winnow.textHints') && this.#changes.fire()),
    ];
    this.#follow();
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    if (!readSettings(uri).textHints || isSidecar(uri)) return [];
    const document = documentOf(uri, this.#open);
    const found = document?.state.findings ? findingWords(document.state.findings.open) : null;
    const title = found === null ? '$(table) Open as Dataset' : `$(table) Show in Winnow: ${found}`;
    return [
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
        title,
        tooltip: 'Rows, labels, and what is wrong with them',
        command: 'winnow.openAsDataset',
        arguments: [uri],
      }),
    ];
  }

  dispose(): void {
    for (const listener of [...this.#listeners, ...this.#followed.values()]) listener.dispose();
    this.#changes.dispose();
  }

  #follow(): void {
    for (const document of this.#open.documents) {
      if (!this.#followed.has(document)) this.#followed.set(document, document.onDidChange((patch) => 'findings' in patch && this.#changes.fire()));
    }
    for (const [document, listener] of this.#followed) {
      if (this.#open.documents.includes(document)) continue;
      listener.dispose();
      this.#followed.delete(document);
    }
    this.#changes.fire();
  }
}

function hoverOf(text: vscode.TextDocument, position: vscode.Position, open: OpenDatasets): vscode.Hover | null {
  const offset = text.offsetAt(position);
  if (!readSettings(text.uri).textHints || offset > longestText) return null;
  const dataset = documentOf(text.uri, open)?.state.dataset ?? null;
  const place = cellPlace(text.getText(), offset, dataset?.text ?? {}, /\.csv$/i.test(text.uri.path) ? ',' : '\t');
  if (!place || (place.row === null && place.column === null)) return null;
  const words = new vscode.MarkdownString();
  words.isTrusted = { enabledCommands: [showRowCommand] };
  // The column's name is the file's: it is text, never Markdown.
  words.appendText(place.column ?? 'This record is not read: it has not as many fields as there are columns, or a quote is not closed.');
  const column = dataset && place.column !== null ? findColumn(dataset, place.column) : undefined;
  if (column) words.appendText(` · ${column.type}${column.name === dataset?.roles.label ? ' · the label' : ''}`);
  if (place.row !== null) {
    const link = `command:${showRowCommand}?${encodeURIComponent(JSON.stringify([text.uri.toString(), place.row]))}`;
    words.appendText(` · row ${formatCount(place.row)} · `).appendMarkdown(`[Show in Winnow](${link})`);
  }
  return new vscode.Hover(words);
}

async function showRow(file: vscode.Uri, row: number, open: OpenDatasets): Promise<void> {
  await openAsDataset(file);
  const document = documentOf(file, open);
  if (document) await open.panelOf(document)?.reveal({ tab: 'samples', row });
}

function documentOf(uri: vscode.Uri, open: OpenDatasets): DatasetDocument | undefined {
  return open.documents.find((document) => document.uri.toString() === uri.toString());
}

function isSidecar(uri: vscode.Uri): boolean {
  return /\.winnow\.jsonl$/i.test(uri.path);
}
