import { fork } from 'node:child_process';
import { basename } from 'node:path';

/** A result, and what it cost the process: wall and CPU time in milliseconds, the most memory it ever held in MB. */
export interface TaskResult<Result> {
  readonly result: Result;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMB: number;
}

export type TaskReply<Result> = TaskResult<Result> | { readonly error: string };

/** A process that does one thing at a time and measures it itself. */
export interface Task<Params, Result> {
  call(params: Params): Promise<TaskResult<Result>>;
  /** Ends the process and waits until it is gone. */
  end(): Promise<void>;
}

/** Starts a bundle that calls `serveTask`. */
export function startTask<Params, Result>(modulePath: string): Task<Params, Result> {
  // Without this process's own arguments: tsx would weigh on what is measured.
  const child = fork(modulePath, [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    call: (params) => new Promise((resolve, reject) => {
      const fail = (code: number | null, signal: string | null): void =>
        reject(new Error(`${basename(modulePath)} ended before it answered (${signal ?? `exit code ${code}`}).`));
      child.once('exit', fail);
      child.once('message', (reply: TaskReply<Result>) => {
        child.off('exit', fail);
        if ('error' in reply) reject(new Error(reply.error));
        else resolve(reply);
      });
      child.send(params as object, (error) => void (error && reject(error)));
    }),
    async end() {
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}

/** Starts a task for one question. */
export async function runTask<Params, Result>(modulePath: string, params: Params): Promise<TaskResult<Result>> {
  const task = startTask<Params, Result>(modulePath);
  try {
    return await task.call(params);
  } finally {
    await task.end();
  }
}
