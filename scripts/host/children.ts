import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { atEnd } from './atEnd.ts';

/**
 * Starts a program that ends when this process does, however that comes, along with every process it starts: it leads
 * a process group of its own, and it is the group that is ended.
 */
export function spawnTied(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  let ended = false;
  child.once('exit', () => {
    ended = true;
    signalGroup(child, 'SIGTERM'); // what it started and left behind
  });
  atEnd(() => {
    if (!ended) signalGroup(child, 'SIGTERM'); // not SIGKILL: a test runner ends what its tests have started
  });
  return child;
}

/** Ends a program started by `spawnTied` with its group: politely, and after `patience` milliseconds for certain. */
export async function endTied(child: ChildProcess, patience = 5000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/T', '/F', '/PID', String(child.pid)]);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}
