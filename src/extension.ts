import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommands } from './editor/commands.ts';
import { registerCompareCommands } from './editor/compareCommands.ts';
import { EngineHost } from './editor/engineHost.ts';
import { OpenDatasets } from './editor/openDatasets.ts';
import { registerEditors } from './editor/provider.ts';
import { registerRenameFollows } from './editor/renameFollows.ts';
import { registerTasks } from './editor/tasks.ts';
import { registerProblems } from './editor/views/problems.ts';
import { SourceControlCheck } from './editor/views/sourceControl.ts';
import { registerStatusBar } from './editor/views/statusBar.ts';
import { registerTextHints } from './editor/views/textHints.ts';
import { registerTree } from './editor/views/tree.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Winnow', { log: true });
  const engine = new EngineHost(join(context.extensionPath, 'dist', 'engine.js'), log);
  const open = new OpenDatasets();
  const services = { engine, log, storage: context.globalStorageUri, remembered: context.workspaceState };
  const program = { script: join(context.extensionPath, 'dist', 'cli.js'), environment: { ELECTRON_RUN_AS_NODE: '1' } };
  const sourceControl = new SourceControlCheck(program, log);
  context.subscriptions.push(
    log,
    engine,
    open,
    registerEditors(services, context.extensionUri, open),
    registerCommands(services, open, program),
    registerCompareCommands(services, open),
    registerProblems(open, log),
    registerTree(open, sourceControl.onBadge),
    sourceControl,
    registerTasks(program),
    registerRenameFollows(open),
    registerStatusBar(open),
    registerTextHints(open),
  );
}
