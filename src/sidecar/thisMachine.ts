import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

/** Names this machine in files that several machines may see, without telling its name. */
export const thisMachine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
