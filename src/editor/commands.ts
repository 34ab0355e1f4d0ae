import { extname } from 'node:path';
import * as vscode from 'vscode';
import { errorMessage } from '../core/errorMessage.ts';
import type { Filter } from '../core/filter.ts';
import type { Tab, WebviewCommand } from '../protocol/methods.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import type { DatasetDocument } from './document.ts';
import type { DocumentServices } from './documentServices.ts';
import { applyDecisions } from './applyDecisions.ts';
import { ApplyPreview } from './applyPreview.ts';
import { AppliedStore, undoLastApply } from './applyUndo.ts';
import { clearCacheFolder } from './clearCache.ts';
import type { CommandLineProgram } from './commandLineProgram.ts';
import { openBeside } from './openAsText.ts';
import type { OpenDatasets } from './openDatasets.ts';
import { viewTypes } from './provider.ts';
import type { WebviewHost } from './webviewHost.ts';
import { saveProfile, writeCard, writeReport } from './reportCommands.ts';
import { inferConfig, installHook } from './setUp.ts';

const columnar = new Set(['.parquet', '.arrow', '.arrows', '.feather', '.ipc', '.gz', '.zst']);
const offered = ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'json', 'parquet', 'arrow', 'arrows', 'feather', 'ipc', 'gz', 'zst'];

/** Where a click in the tree leads. */
export interface Place {
  readonly document: DatasetDocument;
  readonly tab?: Tab;
  readonly row?: number;
  readonly column?: string;
  readonly filters?: readonly Filter[];
}

/** The command behind the entries of the tree; it is in no menu. */
export const revealCommand = 'winnow.reveal';

/** Every command of the palette, the menus and the keyboard. */
export function registerCommands({ engine, log, storage }: DocumentServices, open: OpenDatasets, program: CommandLineProgram): vscode.Disposable {
  const register = (command: string, run: (...parameters: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (...parameters: never[]) => {
      try {
        await run(...parameters);
      } catch (error) {
        log.error(`${command}:`, error instanceof Error ? error : errorMessage(error));
        void vscode.window.showErrorMessage(errorMessage(error));
      }
    });
  const onPage = (command: string, run: WebviewCommand): vscode.Disposable => register(command, () => inFront(open)?.run(run));

  const applied = new AppliedStore(vscode.Uri.joinPath(storage, 'applied').fsPath);
  const preview = new ApplyPreview(vscode.Uri.joinPath(storage, 'previews').fsPath);
  const onDocument = (command: string, run: (document: DatasetDocument) => Promise<void>): vscode.Disposable => register(command, async () => {
    const host = inFront(open);
    if (host) await run(host.document);
  });

  return vscode.Disposable.from(
    preview.register(),
    onDocument('winnow.apply', (document) => applyDecisions(document, preview, applied)),
    onDocument('winnow.undoApply', (document) => undoLastApply(document, applied)),
    onDocument('winnow.inferConfig', (document) => inferConfig(document, program)),
    onDocument('winnow.writeReport', (document) => writeReport(document, program)),
    onDocument('winnow.writeCard', (document) => writeCard(document, program)),
    onDocument('winnow.saveProfile', (document) => saveProfile(document, program)),
    register('winnow.installHook', () => installHook(program)),
    register('winnow.openAsDataset', openAsDataset),
    register('winnow.reopenAsText', () => reopenAsText(open)),
    register('winnow.check', () => open.active?.document.check()),
    register('winnow.openSidecar', () => openSidecar(open)),
    register('winnow.reload', () => open.active?.document.load()),
    register('winnow.restartEngine', () => engine.restart()),
    register('winnow.clearCache', () => clearCacheFolder(storage)),
    register('winnow.showLog', () => log.show()),
    register(revealCommand, ({ document, ...place }: Place) => open.panelOf(document)?.reveal(place)),
    onPage('winnow.find', 'find'),
    onPage('winnow.editRoles', 'roles'),
    onPage('winnow.labellingMode', 'labelling'),
    onPage('winnow.renameLabel', 'renameLabel'),
    onPage('winnow.mergeLabels', 'mergeLabels'),
    onPage('winnow.splitLabel', 'splitLabel'),
    onPage('winnow.addAnnotation', 'addAnnotation'),
    onPage('winnow.showSamples', 'samples'),
    onPage('winnow.showDistributions', 'distributions'),
    onPage('winnow.showIssues', 'issues'),
    onPage('winnow.showCompare', 'compare'),
    onPage('winnow.showAnnotators', 'annotators'),
    onPage('winnow.showEvaluation', 'evaluate'),
    onPage('winnow.showHistory', 'history'),
    onPage('winnow.nextFinding', 'nextFinding'),
    onPage('winnow.previousFinding', 'previousFinding'),
  );
}

/** The panel that a command is about, brought to the front; says so where no dataset is open. */
function inFront(open: OpenDatasets): WebviewHost | null {
  const host = open.latest;
  if (host && !host.panel.active) host.panel.reveal();
  if (!host) void vscode.window.showInformationMessage('No dataset is open. Open one first: “Winnow: Open as Dataset”.');
  return host;
}

/** Opens what the Explorer has selected, else the file that a menu or the front tab is about, else one that is picked. */
export async function openAsDataset(clicked?: vscode.Uri, selected?: readonly vscode.Uri[]): Promise<void> {
  const inFront = clicked ?? frontFile();
  const files = selected && selected.length > 0 ? selected : inFront ? [inFront] : await pickFiles();
  for (const file of files) {
    const viewType = columnar.has(extname(file.path).toLowerCase()) ? viewTypes.columnar : viewTypes.text;
    await vscode.commands.executeCommand('vscode.openWith', file, viewType, { preview: false });
  }
}

function frontFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

async function pickFiles(): Promise<readonly vscode.Uri[]> {
  return (await vscode.window.showOpenDialog({ openLabel: 'Open as Dataset', canSelectMany: true, filters: { Datasets: offered, 'All files': ['*'] } })) ?? [];
}

/** The text editor takes the place of the dataset's; a dataset with unsaved decisions stays open beside it. */
async function reopenAsText(open: OpenDatasets): Promise<void> {
  const host = open.active;
  if (!host) return;
  await vscode.commands.executeCommand('vscode.openWith', host.document.uri, 'default', host.panel.viewColumn ?? vscode.ViewColumn.Active);
  if (host.document.state.decisions.unsaved === 0) host.panel.dispose();
}

async function openSidecar(open: OpenDatasets): Promise<void> {
  const document = open.active?.document;
  if (document) await openBeside(sidecarPath(document.files.path), 'There are no decisions yet. Decide on a row and save; the file is written then.');
}
