import { spawn } from 'node:child_process';

/** The command line, as it comes with the extension. */
export interface CommandLineProgram {
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a run of it wrote: results, and the last of everything else. */
export interface CommandLineResult {
  readonly code: number | null;
  readonly out: string;
  readonly messages: string;
}

/** Runs `winnow ARGS` in a folder to its end. Rejects where it cannot be started, or with the signal's reason. */
export async function runCommandLine(
  folder: string,
  args: readonly string[],
  { script, environment }: CommandLineProgram,
  signal: AbortSignal,
): Promise<CommandLineResult> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
  });
  let [out, messages] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (messages = (messages + text).slice(-4000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error));
    child.once('close', resolve);
  });
  signal.throwIfAborted();
  return { code, out, messages };
}
