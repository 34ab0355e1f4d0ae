import type { Checkpoint } from '../../learn/checkpoint.ts';
import type { CheckContext } from '../check.ts';

/** Milliseconds after which long work on this thread lets other questions be answered. */
const longestTurn = 12;

/**
 * A checkpoint for learners: it ends them where the run is cancelled, shows their progress (where there are words for
 * it), and gives other work its turn.
 */
export function pausing({ signal, progress }: Pick<CheckContext, 'signal' | 'progress'>): Checkpoint {
  let turnBegan = performance.now();
  return async (fraction, words) => {
    signal.throwIfAborted();
    if (performance.now() - turnBegan < longestTurn) return;
    if (words !== '') progress(fraction, words);
    await new Promise((resolve) => void setImmediate(resolve));
    signal.throwIfAborted();
    turnBegan = performance.now();
  };
}
