import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findOnPath, run, runNpm, type Say } from './command.ts';
import { ensurePinned } from './pinned.ts';

/** An installed VS Code server: the program, and the Node it is built for and runs on. */
export interface ServerInstall {
  node: string;
  /** `server-main.js`: the workbench's own server, without the login page of the package that carries it. */
  main: string;
}

/**
 * A VS Code server with its web workbench, from npm: the package code-server carries a whole one under lib/vscode.
 * Two native modules are compiled, with the headers that the pinned Node brings, since npm has no binaries of them.
 */
export async function ensureServer(say: Say): Promise<ServerInstall> {
  const folder = await ensurePinned({
    name: 'server',
    title: 'VS Code 1.139.1 (the web version) and Node 24',
    cost: 'about 1 minute and 900 MB',
    recipe: 1,
    finish: (target, log, tell) => finish(target, log, tell),
  }, say);
  return { node: findNode(folder), main: join(vscodeFolder(folder), 'out', 'server-main.js') };
}

const vscodeFolder = (folder: string): string => join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

async function finish(folder: string, log: string, say: Say): Promise<void> {
  const node = findNode(folder);
  const cwd = vscodeFolder(folder);
  // Its shrinkwrap leaves out the peers of the telemetry modules, which are off here.
  await runNpm(['ci', '--ignore-scripts', '--omit=dev', '--legacy-peer-deps'], { cwd, log });
  if (process.platform !== 'win32' && findOnPath('c++', 'g++', 'clang++') === undefined)
    throw new Error('It compiles two modules, and there is no C++ compiler on PATH.');
  say('Compiling its two native modules …');
  const nodeFolder = dirname(dirname(node));
  const headers = existsSync(join(nodeFolder, 'include', 'node')) ? { npm_config_nodedir: nodeFolder } : {};
  const env = { ...process.env, ...headers, JOBS: 'max', PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` };
  await runNpm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd, log, env }, node);
  await run(node, ['--eval', "require('@vscode/spdlog'); require('@vscode/native-watchdog')"], { cwd, log });
}

/** The pinned Node; where npm has none for this platform, the running one if it will do. */
function findNode(folder: string): string {
  const pinned = join(
    folder,
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(pinned)) return pinned;
  if (process.versions.node.startsWith('24.')) return process.execPath;
  throw new Error(
    `VS Code's server needs Node 24, and npm has no Node for ${process.platform} ${process.arch}: run this with Node 24 instead of ${process.version}.`,
  );
}
