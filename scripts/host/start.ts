import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { run } from './command.ts';
import { findDesktop } from './desktop.ts';
import { makeHome } from './editorHome.ts';
import { cleanEnvironment } from './environment.ts';
import { installs, manifests, root } from './paths.ts';
import { startServer } from './server.ts';
import { ensureServer } from './serverInstall.ts';

/** What npm start shows. */
interface Target {
  folder: string;
  /** Opened in Winnow's editor. */
  dataset?: string;
}

const samples = join(root, 'samples');
/** Kept between starts, so that settings and what was not saved are there the next time. */
const home = join(installs, 'start');
/** The first free one is taken: mostly the same from one start to the next, since a browser keeps state by address. */
const ports = '8217-8316';

/**
 * Builds Winnow and opens VS Code with it and a dataset: in the desktop VS Code where there is one, else in a VS Code
 * that a browser shows, until Ctrl+C.
 * @param args a dataset or a folder; the sample dataset without it.
 */
export async function start(args: string[]): Promise<void> {
  const target = findTarget(args);
  mkdirSync(home, { recursive: true });
  console.log('Building Winnow …');
  await run(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, log: join(home, 'build.log') });
  const desktop = findDesktop(console.log);
  if (desktop === undefined) await openInBrowser(target);
  else openOnDesktop(desktop, target);
}

/** What tells the extension in opener/ which dataset to open. */
function opening({ dataset }: Target): Record<string, string> {
  const marker = join(home, 'opened');
  rmSync(marker, { force: true });
  return dataset === undefined ? {} : { WINNOW_OPEN: dataset, WINNOW_OPENED: marker };
}

/** Paths count from the folder that npm was called in. */
function findTarget([given]: string[]): Target {
  if (given === undefined) {
    const dataset = join(samples, 'support-tickets.csv');
    if (existsSync(dataset)) return { folder: samples, dataset };
    throw new Error(`${dataset} is missing; it belongs to the repository: git checkout -- samples`);
  }
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), given);
  if (!existsSync(path)) throw new Error(`There is no file or folder ${path}.`);
  return statSync(path).isDirectory() ? { folder: path } : { folder: dirname(path), dataset: path };
}

function openOnDesktop(code: string, target: Target): void {
  const { folder, dataset } = target;
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, `--extensionDevelopmentPath=${join(manifests, 'opener')}`, folder];
  // Whoever starts Winnow from its checkout trusts the checkout; other folders are asked about as usual.
  if (folder === samples) args.unshift('--disable-workspace-trust');
  const shell = process.platform === 'win32';
  const quoted = shell ? args.map((arg) => `"${arg}"`) : args;
  spawn(shell ? `"${code}"` : code, quoted, { env: cleanEnvironment(opening(target)), shell, detached: true, stdio: 'ignore' }).unref();
  console.log(`Opening ${basename(dataset ?? folder)} in VS Code with Winnow.`);
}

async function openInBrowser(target: Target): Promise<void> {
  const { folder, dataset } = target;
  const install = await ensureServer(console.log);
  const server = await startServer(install, { home: makeHome({}, home), ports, env: opening(target) });
  console.log(`Winnow is open at ${server.url(folder)}`);
  console.log(`It shows ${basename(dataset ?? folder)}. Ctrl+C ends it.`);
  const code = await server.ended;
  throw new Error(`VS Code's server ended with code ${code}; ${join(home, 'server.log')} says why.`);
}
