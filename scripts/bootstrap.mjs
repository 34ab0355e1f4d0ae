import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this script lies in. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Loads one of the scripts that are TypeScript, from a fresh clone too.
 * @param {string} script its path in this folder
 */
export async function bootstrap(script) {
  prepare();
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(join(root, 'scripts', script), import.meta.url);
}

/** Installs node_modules when they are missing or not those of package-lock.json. Uses Node's built-ins alone. */
export function prepare() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Winnow needs Node 20 or newer; this is ${process.version}.`);
  if (!isInstalled()) install();
}

/**
 * npm writes node_modules/.package-lock.json when an install is complete, so a missing, half-made or outdated
 * node_modules shows by comparing the two lockfiles.
 */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const has = readPackages(installed);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([path, wanted]) => path === '' || wanted.optional || has[path]?.version === wanted.version,
  );
}

/** @param {string} lockfile @returns {Record<string, { version?: string, optional?: boolean }>} */
function readPackages(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

function install() {
  console.log('Installing packages (npm ci); once, about a minute …');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new Error('npm ci failed; its messages are above. Winnow needs its packages from an npm registry.');
}
