import { isRunning, thisMachine } from '../sidecar/thisMachine.ts';

/** What a process of another machine, in a folder that both see, has not touched for so long is nobody's any more. Milliseconds. */
const foreignPatience = 60_000;
/** How often an owner touches what it owns, in milliseconds. */
export const touchEvery = 5000;

/** Names this process among all that may use a cache folder. */
export const thisOwner = `${thisMachine}-${process.pid}`;

/** Whether the process of that name is still there. `touchedAt`: when it last touched what carries its name. */
export function ownerLives(owner: string, touchedAt: number): boolean {
  const [machine, pid] = owner.split('-');
  if (machine === thisMachine) return isRunning(Number(pid));
  return Date.now() - touchedAt < foreignPatience;
}
