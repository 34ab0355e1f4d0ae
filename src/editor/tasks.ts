import * as vscode from 'vscode';
import type { CommandLineProgram } from './commandLineProgram.ts';

const taskType = 'winnow';
/** Lines with a place in the file, and those about all of it. */
const matchers = ['$winnow', '$winnow-file'];

/** A task in `tasks.json`: `{ "type": "winnow", "staged": true }` or with `files`. */
interface CheckTask extends vscode.TaskDefinition {
  readonly staged?: boolean;
  readonly files?: readonly string[];
  readonly failOn?: string;
}

/** Checks as tasks: of what is staged in each folder of the workspace, and those that tasks.json defines. */
export function registerTasks(program: CommandLineProgram): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    provideTasks() {
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
      return vscode.workspace.isTrusted ? folders.map((folder) => taskOf({ type: taskType, staged: true }, folder, program)) : [];
    },
    resolveTask(task) {
      const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
      return folder && vscode.workspace.isTrusted ? taskOf(task.definition as CheckTask, folder, program) : undefined;
    },
  });
}

function taskOf(definition: CheckTask, folder: vscode.WorkspaceFolder, { script, environment }: CommandLineProgram): vscode.Task {
  const { staged, files = [], failOn } = definition;
  const isStaged = staged ?? files.length === 0;
  const options = ['check', ...(isStaged ? ['--staged'] : []), ...(failOn === undefined ? [] : ['--fail-on', failOn]), '--', ...files];
  const execution = new vscode.ProcessExecution(process.execPath, [script, ...options], { cwd: folder.uri.fsPath, env: { ...environment } });
  const task = new vscode.Task(definition, folder, isStaged ? 'check staged datasets' : `check ${files.join(', ')}`, taskType, execution, matchers);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent, clear: true };
  return task;
}
