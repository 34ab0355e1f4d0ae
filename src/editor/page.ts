import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folders that a dataset's page may load files from. */
export function pageFolders(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), vscode.Uri.joinPath(extensionUri, 'media')];
}

/**
 * The page of a dataset: one script, one style sheet, and a policy under which nothing else runs or loads.
 * Nothing of the dataset is ever part of this HTML.
 */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(24).toString('base64url');
  const file = (name: string): vscode.Uri => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name));
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${file('style.css').toString()}">
  <title>Winnow</title>
</head>
<body>
  <script type="module" nonce="${nonce}" src="${file('main.js').toString()}"></script>
</body>
</html>`;
}
