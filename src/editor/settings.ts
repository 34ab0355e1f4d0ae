import { totalmem } from 'node:os';
import * as vscode from 'vscode';

const megabyte = 1024 * 1024;
const mostByDefault = 4096;

export interface Settings {
  /** For the data engine, in megabytes. */
  readonly memoryLimit: number;
  readonly checkOnOpen: boolean;
  readonly problems: boolean;
  /** `Name <address>`, or empty for git's user. */
  readonly author: string;
}

/** Winnow's settings as they are now, defaults worked out. */
export function readSettings(scope?: vscode.Uri): Settings {
  const settings = vscode.workspace.getConfiguration('winnow', scope);
  const memoryLimit = settings.get<number>('memoryLimit', 0);
  return {
    memoryLimit: memoryLimit > 0 ? memoryLimit : Math.min(mostByDefault, Math.floor(totalmem() / megabyte / 2)),
    checkOnOpen: settings.get<boolean>('checkOnOpen', true),
    problems: settings.get<boolean>('problems', true),
    author: settings.get<string>('author', ''),
  };
}
