import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommands } from './editor/commands.ts';
import { registerCompareCommands } from './editor/compareCommands.ts';
import { EngineHost } from './editor/engineHost.ts';
import { OpenDatasets } from './editor/openDatasets.ts';
import { registerEditors } from './editor/provider.ts';
import { registerProblems } from './editor/views/problems.ts';
import { registerStatusBar } from './editor/views/statusBar.ts';
import { registerTree } from './editor/views/tree.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Winnow', { log: true });
  const engine = new EngineHost(join(context.extensionPath, 'dist', 'engine.js'), log);
  const open = new OpenDatasets();
  const services = { engine, log, storage: context.globalStorageUri, remembered: context.workspaceState };
  context.subscriptions.push(
    log,
    engine,
    open,
    registerEditors(services, context.extensionUri, open),
    registerCommands(services, open),
    registerCompareCommands(services, open),
    registerProblems(open, log),
    registerTree(open),
    registerStatusBar(open),
  );
}
