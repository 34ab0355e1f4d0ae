import { spawn } from 'node:child_process';

/** Git could not do what it was asked; `message` is what it said, in one line. */
export class GitError extends Error {
  override readonly name = 'GitError';
  /** null where git could not be started at all. */
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface GitOptions {
  readonly signal?: AbortSignal;
  /** Written to git's standard input. */
  readonly input?: string | Uint8Array;
}

/**
 * Runs git in a folder and returns what it writes. Arguments reach git as they are, without a shell; a program that the
 * repository names to watch its files is not run. The environment is
 * that of this process, so that within a hook git looks at the index that the commit is made from. Throws a GitError.
 */
export async function runGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(folder, args, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same as it comes, for output that may be large. */
export async function* streamGit(folder: string, args: readonly string[], { signal, input }: GitOptions = {}): AsyncGenerator<Buffer> {
  const child = spawn('git', ['-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args], {
    cwd: folder, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    ...(signal && { signal }),
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  ended.catch(() => undefined);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint = (complaint + text).slice(0, 4000); });
  // Git may end before it has read everything: what it says on its way out is the error to tell.
  child.stdin.on('error', () => undefined).end(input);
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const code = await ended;
    if (code !== 0) throw new GitError(firstLine(complaint) || `git ${args[0] ?? ''} ended with ${code}`, code);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new GitError('Git is not installed, or not on the path.', null);
    throw error;
  } finally {
    if (child.exitCode === null) child.kill();
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim() ?? '';
}
