import * as vscode from 'vscode';
import { clearCache } from '../engine/cacheFolder.ts';
import { bytesInWords } from './bytesInWords.ts';

/** Where loaded files are kept, in the extension's own storage. */
export function cacheFolder(storage: vscode.Uri): string {
  return vscode.Uri.joinPath(storage, 'cache').fsPath;
}

/** Removes the loaded files that no window shows, and says what that came to. */
export async function clearCacheFolder(storage: vscode.Uri): Promise<void> {
  const { freed, left } = await clearCache(cacheFolder(storage));
  const kept = left === 0 ? '' : ` ${bytesInWords(left)} are in use by datasets that are open, and stay.`;
  void vscode.window.showInformationMessage(
    freed === 0 ? `The cache had nothing to clear.${kept}` : `${bytesInWords(freed)} were cleared from the cache.${kept}`,
  );
}
