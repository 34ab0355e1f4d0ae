import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TaskResult } from '../processes/task.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../tasks/describeWithPandas.py', import.meta.url));

/** The version of pandas that a Python has; null where there is none. */
export async function findPandas(python: string): Promise<string | null> {
  return run(python, ['-c', 'import pandas; print(pandas.__version__)']).then(({ stdout }) => stdout.trim(), () => null);
}

/** read_csv and describe(include="all"); the result is the number of rows. */
export async function readWithPandas(python: string, path: string): Promise<TaskResult<number>> {
  const { stdout } = await run(python, [script, path]).catch((error: Error & { stderr?: string }) => {
    // The last line of a traceback is the error itself.
    throw new Error(error.stderr?.trim().split('\n').pop() || error.message, { cause: error });
  });
  return JSON.parse(stdout) as TaskResult<number>;
}
