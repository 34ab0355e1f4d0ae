import { setImmediate } from 'node:timers/promises';
import type { Checkpoint } from '../../learn/checkpoint.ts';

/** Work goes on for so many milliseconds before others have their turn. */
const turn = 25;

/** A checkpoint that lets others have a turn, tells of progress, and ends the work when the signal says so. */
export function breather(signal?: AbortSignal, tell: (fraction: number, words: string) => void = () => undefined): Checkpoint {
  let last = performance.now();
  return async (fraction, words) => {
    if (performance.now() - last < turn) return;
    await setImmediate();
    last = performance.now();
    signal?.throwIfAborted();
    tell(fraction, words);
  };
}
