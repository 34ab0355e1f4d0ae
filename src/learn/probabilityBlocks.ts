import { type Checkpoint } from './checkpoint.ts';

/** Out-of-sample class probabilities, row-major: (to − from) × classes. */
export type ProbabilityBlock = Float32Array | Float64Array;

/**
 * The n × K out-of-sample probabilities, read in blocks of rows so that they need not be in memory at once.
 * They are read in file order, more than once, and never written to.
 */
export interface ProbabilityBlocks {
  readonly rows: number;
  readonly classes: number;
  /** The rows at positions from … to − 1. */
  block(from: number, to: number): ProbabilityBlock | Promise<ProbabilityBlock>;
}

/** Probabilities that are in memory already, as blocks. Throws RangeError where the sizes do not fit. */
export function probabilityMatrix(values: ProbabilityBlock, rows: number, classes: number): ProbabilityBlocks {
  if (values.length !== rows * classes) {
    throw new RangeError(`${rows} rows of ${classes} probabilities are ${rows * classes} numbers; there are ${values.length}.`);
  }
  return { rows, classes, block: (from, to) => values.subarray(from * classes, to * classes) };
}

/** About 2 MB of doubles a block: large enough to make the calls vanish, small enough for any memory. */
const valuesPerBlock = 262_144;

/** Walks over all rows, block by block, in order; blocks that are not wanted are not read. */
export async function eachBlock(
  probabilities: ProbabilityBlocks,
  checkpoint: Checkpoint | undefined,
  visit: (block: ProbabilityBlock, from: number, to: number) => void,
  wanted?: (from: number, to: number) => boolean,
): Promise<void> {
  const { rows, classes } = probabilities;
  const step = Math.max(1, Math.floor(valuesPerBlock / Math.max(1, classes)));
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step);
    if (wanted && !wanted(from, to)) continue;
    const block = await probabilities.block(from, to);
    if (block.length !== (to - from) * classes) {
      throw new RangeError(`Probabilities of rows ${from + 1} to ${to} hold ${block.length} numbers instead of ${(to - from) * classes}.`);
    }
    visit(block, from, to);
    await checkpoint?.(to / rows, 'Reading probabilities');
  }
}
