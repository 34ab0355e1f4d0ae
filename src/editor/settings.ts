import * as vscode from 'vscode';
import { defaultMemoryLimit } from '../engine/memoryLimit.ts';

const gigabyte = 1_000_000_000;

export interface Settings {
  /** For the data engine, in megabytes. */
  readonly memoryLimit: number;
  /** For all cached files together, in bytes. */
  readonly cacheLimit: number;
  readonly checkOnOpen: boolean;
  readonly problems: boolean;
  readonly textHints: boolean;
  /** `Name <address>`, or empty for git's user. */
  readonly author: string;
}

/** Winnow's settings as they are now, defaults worked out. */
export function readSettings(scope?: vscode.Uri): Settings {
  const settings = vscode.workspace.getConfiguration('winnow', scope);
  const memoryLimit = settings.get<number>('memoryLimit', 0);
  return {
    memoryLimit: memoryLimit > 0 ? memoryLimit : defaultMemoryLimit(),
    cacheLimit: settings.get<number>('cacheLimit', 10) * gigabyte,
    checkOnOpen: settings.get<boolean>('checkOnOpen', true),
    problems: settings.get<boolean>('problems', true),
    textHints: settings.get<boolean>('textHints', true),
    author: settings.get<string>('author', ''),
  };
}
