import { copyFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DatasetDocument } from './document.ts';
import { removeBackup } from './documentDecisions.ts';
import type { DocumentServices } from './documentServices.ts';
import type { OpenDatasets } from './openDatasets.ts';
import { WebviewHost } from './webviewHost.ts';

/** The editor for text formats, which VS Code offers beside its own, and the one for columnar formats, which it opens by itself. */
export const viewTypes = { text: 'winnow.dataset', columnar: 'winnow.columnar' } as const;

/** By then, in milliseconds, VS Code has heard that a save is done. */
const settled = 100;

type Change = vscode.CustomDocumentEditEvent<DatasetDocument> | vscode.CustomDocumentContentChangeEvent<DatasetDocument>;

/** Opens, saves and backs up datasets. VS Code wants one of these per view type: it tells each of the other's changes, too. */
class DatasetEditorProvider implements vscode.CustomEditorProvider<DatasetDocument> {
  readonly #services: DocumentServices;
  readonly #extensionUri: vscode.Uri;
  readonly #open: OpenDatasets;
  readonly #changes = new vscode.EventEmitter<Change>();
  // Either kind of event may be fired, which the declaration of the API cannot say.
  readonly onDidChangeCustomDocument = this.#changes.event as vscode.Event<vscode.CustomDocumentEditEvent<DatasetDocument>>;

  constructor(services: DocumentServices, extensionUri: vscode.Uri, open: OpenDatasets) {
    this.#services = services;
    this.#extensionUri = extensionUri;
    this.#open = open;
  }

  openCustomDocument(uri: vscode.Uri, context: vscode.CustomDocumentOpenContext): DatasetDocument {
    const document = new DatasetDocument(uri, this.#services, {
      ...(context.backupId === undefined ? {} : { backup: vscode.Uri.parse(context.backupId).fsPath }),
      ...(context.untitledDocumentData === undefined ? {} : { untitled: context.untitledDocumentData }),
    });
    document.onDidEdit(({ label, staysDirty, undo, redo }) => {
      this.#changes.fire({ document, label, undo, redo });
      if (staysDirty) this.#changes.fire({ document });
    });
    document.onDidStayDirty(() => this.#changes.fire({ document }));
    this.#open.addDocument(document);
    document.load();
    return document;
  }

  resolveCustomEditor(document: DatasetDocument, panel: vscode.WebviewPanel): void {
    this.#open.addPanel(new WebviewHost(document, panel, this.#extensionUri, this.#services.log));
  }

  async saveCustomDocument(document: DatasetDocument): Promise<void> {
    await document.save();
    this.#staysDirtyWhereUnsaved(document);
  }

  /** A copy of the data file as it is, with every decision beside it. */
  async saveCustomDocumentAs(document: DatasetDocument, destination: vscode.Uri): Promise<void> {
    if (destination.scheme !== 'file') throw new Error('Winnow saves to folders on disk. Choose one of them.');
    await copyFile(document.files.path, destination.fsPath);
    await document.decisions.saveCopy(destination.fsPath);
    this.#staysDirtyWhereUnsaved(document);
  }

  async revertCustomDocument(document: DatasetDocument): Promise<void> {
    await document.revert();
  }

  async backupCustomDocument(document: DatasetDocument, { destination }: vscode.CustomDocumentBackupContext): Promise<vscode.CustomDocumentBackup> {
    await document.decisions.backup(destination.fsPath);
    return { id: destination.toString(), delete: () => void removeBackup(destination.fsPath) };
  }

  /**
   * Once a save has returned, VS Code takes all that it knows of for saved: what was decided or undone meanwhile
   * included, and after Save As what only the copy has.
   */
  #staysDirtyWhereUnsaved(document: DatasetDocument): void {
    setTimeout(() => {
      if (!document.disposed && document.decisions.log.unsavedCount > 0) this.#changes.fire({ document });
    }, settled);
  }
}

/** Both editors. Their pages keep what they show while they are hidden: a page of rows and its figures, never the file. */
export function registerEditors(services: DocumentServices, extensionUri: vscode.Uri, open: OpenDatasets): vscode.Disposable {
  return vscode.Disposable.from(...Object.values(viewTypes).map((viewType) =>
    vscode.window.registerCustomEditorProvider(viewType, new DatasetEditorProvider(services, extensionUri, open), {
      supportsMultipleEditorsPerDocument: true,
      webviewOptions: { retainContextWhenHidden: true },
    }),
  ));
}
