/**
 * Called between small steps of long work, with how much is done (0 to 1) and words for it. It may show them,
 * give other work its turn (by the promise it returns), and end the work by throwing, as where it was cancelled.
 */
export type Checkpoint = (fraction: number, words: string) => Promise<void> | void;

/** A checkpoint for a part of the work, which runs from one fraction of the whole to another. */
export function within(checkpoint: Checkpoint, from: number, to: number, prefix = ''): Checkpoint {
  return (fraction, words) => checkpoint(from + fraction * (to - from), prefix + words);
}
