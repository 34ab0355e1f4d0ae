import type * as vscode from 'vscode';
import type { EngineHost } from './engineHost.ts';

/** What documents share: one of each in a window. */
export interface DocumentServices {
  readonly engine: EngineHost;
  readonly log: vscode.LogOutputChannel;
  /** A folder of the extension's own, for caches and copies. */
  readonly storage: vscode.Uri;
  /** What is kept for the workspace between sessions. */
  readonly remembered: vscode.Memento;
}

/** An undoable step, as VS Code is told of it. */
export interface UndoableEdit {
  readonly label: string;
  /** VS Code would take the document for clean after this edit, and it is not. */
  readonly staysDirty: boolean;
  undo(): Promise<void>;
  redo(): Promise<void>;
}
