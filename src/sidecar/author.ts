import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';

/**
 * Who decides, as `Name <address>`: git's user in that folder, else the setting, else the name at this computer;
 * undefined where none of them is known.
 */
export async function readAuthor(folder: string, setting = ''): Promise<string | undefined> {
  return (await gitUser(folder)) ?? (oneLine(setting) || systemUser());
}

async function gitUser(folder: string): Promise<string | undefined> {
  const [name, address] = await Promise.all([gitConfig(folder, 'user.name'), gitConfig(folder, 'user.email')]);
  if (!name && !address) return undefined;
  return [name, address && `<${address}>`].filter(Boolean).join(' ');
}

/** A value of git's configuration; empty where git or the value is missing. */
function gitConfig(folder: string, name: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('git', ['config', '--get', name], { cwd: folder, timeout: 5000, windowsHide: true }, (error, output) => {
      resolve(error ? '' : oneLine(output).replace(/[<>]/g, ''));
    });
  });
}

function systemUser(): string | undefined {
  try {
    return oneLine(userInfo().username) || undefined;
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
