import { execFileSync } from 'node:child_process';
import { findOnPath, type Say } from './command.ts';
import { installs } from './paths.ts';

/** The VS Code that the editor tests run; the server from npm is of the same version. */
const testedVersion = '1.139.1';
/** As `engines.vscode` in package.json. */
const oldestVersion = [1, 100] as const;

/** Whether a desktop program could show a window here. */
export function canShowWindows(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/**
 * The user's own desktop VS Code: `code` on PATH, if it can show a window and is new enough. The `code` of a terminal
 * inside VS Code that works on another machine is not one: it cannot load an extension from a folder.
 */
export function findDesktop(say: Say): string | undefined {
  if (!canShowWindows() || process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const code = findOnPath('code');
  if (code === undefined) return undefined;
  const version = versionOf(code);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldestVersion[0] || (major === oldestVersion[0] && minor >= oldestVersion[1])) return code;
  say(`The installed VS Code is ${version || 'of an unknown version'}; Winnow needs ${oldestVersion.join('.')} or newer, and opens in one of its own.`);
  return undefined;
}

/** Downloads the desktop VS Code of the tests, or finds it downloaded. Undefined where it cannot be had or shown. */
export async function downloadDesktop(say: Say): Promise<string | undefined> {
  if (!canShowWindows()) return undefined;
  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  say(`Looking for the desktop VS Code ${testedVersion} (downloaded once, about 150 MB) …`);
  try {
    return await downloadAndUnzipVSCode({ version: testedVersion, cachePath: installs, timeout: 5000, reporter: new SilentReporter() });
  } catch (error) {
    say(`It cannot be downloaded here (${error instanceof Error ? error.message : String(error)}); the one from npm it is.`);
    return undefined;
  }
}

function versionOf(code: string): string {
  try {
    const shell = process.platform === 'win32';
    return (
      execFileSync(shell ? `"${code}"` : code, ['--version'], {
        encoding: 'utf8',
        shell,
        timeout: 20_000,
        stdio: ['ignore', 'pipe', 'ignore'],
      }).split('\n')[0] ?? ''
    );
  } catch {
    return '';
  }
}
