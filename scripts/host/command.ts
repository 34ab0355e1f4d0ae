import { spawn } from 'node:child_process';
import { accessSync, appendFileSync, constants, createWriteStream, readFileSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/** Tells the user what is happening, a line at a time. */
export type Say = (line: string) => void;

export interface RunOptions {
  cwd: string;
  /** A file that gets the command line and everything the command prints. */
  log: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end. Throws with the last lines it printed when it cannot be run or fails. */
export async function run(command: string, args: string[], { cwd, log, env = process.env }: RunOptions): Promise<void> {
  appendFileSync(log, `\n> ${command} ${args.join(' ')}\n`);
  const output = createWriteStream(log, { flags: 'a' });
  const shell = process.platform === 'win32' && !command.endsWith('.exe');
  const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? code}`));
  });
  await new Promise((resolve) => output.end(resolve));
  if (failure !== undefined) throw new Error(`${basename(command)} ${args[0] ?? ''}: ${failure}\n${lastLines(log, 25)}\n(all of it: ${log})`);
}

/** Runs npm by the given Node, or by this one: the npm that runs this script where there is one, else the one on PATH. */
export async function runNpm(args: string[], options: RunOptions, node = process.execPath): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--engine-strict=false', '--loglevel=warn'];
  const npm = process.env['npm_execpath'];
  if (npm !== undefined && basename(npm) === 'npm-cli.js') await run(node, [npm, ...args, ...quiet], options);
  else await run('npm', [...args, ...quiet], options);
}

/** The last `count` lines of a text file; empty where the file cannot be read. */
export function lastLines(file: string, count: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}

/** The first of the named programs that PATH has. */
export function findOnPath(...names: string[]): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const found = suffixes.map((suffix) => join(folder, name + suffix)).find(isProgram);
      if (folder !== '' && found !== undefined) return found;
    }
  }
  return undefined;
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
