import * as vscode from 'vscode';
import type { DatasetDocument } from './document.ts';
import type { WebviewHost } from './webviewHost.ts';

/** The datasets that are open in this window, the panels that show them, and the one in front. */
export class OpenDatasets implements vscode.Disposable {
  readonly #panels = new Set<WebviewHost>();
  readonly #documents = new Set<DatasetDocument>();
  readonly #changes = new vscode.EventEmitter<void>();
  #active: WebviewHost | null = null;
  #latest: WebviewHost | null = null;

  /** A dataset was opened or closed, or another panel came to the front. */
  readonly onDidChange = this.#changes.event;

  get documents(): readonly DatasetDocument[] {
    return [...this.#documents];
  }

  /** The panel that a command without further words is about. */
  get active(): WebviewHost | null {
    return this.#active;
  }

  /** The panel in front, else the one that was last: what a command is about that comes from somewhere else, as a walkthrough. */
  get latest(): WebviewHost | null {
    return this.#active ?? this.#latest;
  }

  addDocument(document: DatasetDocument): void {
    this.#documents.add(document);
    document.onDidDispose(() => {
      this.#documents.delete(document);
      this.#changes.fire();
    });
    this.#changes.fire();
  }

  addPanel(host: WebviewHost): void {
    this.#panels.add(host);
    host.panel.onDidChangeViewState(() => this.#update());
    host.panel.onDidDispose(() => {
      this.#panels.delete(host);
      if (this.#latest === host) this.#latest = null;
      this.#update();
    });
    this.#update();
  }

  /** A panel that shows the document: the one in front where it does, else any. */
  panelOf(document: DatasetDocument): WebviewHost | undefined {
    if (this.#active?.document === document) return this.#active;
    return [...this.#panels].find((host) => host.document === document);
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #update(): void {
    const active = [...this.#panels].find(({ panel }) => panel.active) ?? null;
    if (active === this.#active) return;
    this.#active = active;
    this.#latest = active ?? this.#latest;
    void vscode.commands.executeCommand('setContext', 'winnow.active', active !== null);
    this.#changes.fire();
  }
}
