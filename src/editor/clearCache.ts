import * as vscode from 'vscode';
import { clearCache } from '../engine/cacheFolder.ts';

const units: readonly (readonly [string, number])[] = [['GB', 1e9], ['MB', 1e6], ['kB', 1e3]];

/** Where loaded files are kept, in the extension's own storage. */
export function cacheFolder(storage: vscode.Uri): string {
  return vscode.Uri.joinPath(storage, 'cache').fsPath;
}

/** Removes the loaded files that no window shows, and says what that came to. */
export async function clearCacheFolder(storage: vscode.Uri): Promise<void> {
  const { freed, left } = await clearCache(cacheFolder(storage));
  const kept = left === 0 ? '' : ` ${inWords(left)} are in use by datasets that are open, and stay.`;
  void vscode.window.showInformationMessage(freed === 0 ? `The cache had nothing to clear.${kept}` : `${inWords(freed)} were cleared from the cache.${kept}`);
}

function inWords(bytes: number): string {
  const [unit, size] = units.find(([, each]) => bytes >= each) ?? ['bytes', 1];
  return `${(bytes / size).toFixed(size >= 1e6 ? 1 : 0)} ${unit}`;
}
