import type { Basis } from '../../core/finding.ts';
import { within } from '../../learn/checkpoint.ts';
import { neighbourDistance } from '../../learn/neighbourDistance.ts';
import { createRandom, shuffle } from '../../learn/random.ts';
import type { CheckContext } from '../check.ts';
import { quartilesOf, type RowScores } from './loneRows.ts';
import { readEmbeddings } from './nearEmbeddings.ts';
import { pausing } from './pause.ts';
import { formatCount } from './words.ts';

export interface LoneEmbeddings {
  /** Mean distances to the nearest rows; NaN where a row has no usable embedding. */
  readonly scores: RowScores;
  /** “ of 1,000 drawn”, where rows are not compared with all others. */
  readonly compared: string;
  readonly basis?: Basis;
  /** Why there is nothing to compare, in words. */
  readonly why?: string;
}

/** Multiplications that are worth a wait: all with all for 4,500 rows of 384 numbers. */
const mostWork = 8e9;
/** Numbers that are compared, of eight bytes each: as they are, and at unit length. */
const mostNumbers = 100_000_000;
const usualDimensions = 1536;
const megabyte = 1024 * 1024;
const nothing: RowScores = { rows: new Int32Array(), scores: new Float32Array(), quartiles: { q1: NaN, q3: NaN } };

/** How far each row is from its nearest by an embedding column; with many rows, from the nearest among rows drawn. */
export async function loneEmbeddings(
  context: Pick<CheckContext, 'dataset' | 'relation' | 'signal' | 'progress' | 'reserve'>,
  column: string,
  neighbours: number,
): Promise<LoneEmbeddings> {
  const { dataset, reserve } = context;
  const memory = await reserve(Math.ceil((8 * Math.min(mostNumbers, dataset.rows * usualDimensions)) / megabyte) + 1);
  try {
    const { values, rows, dimensions, left } = await readEmbeddings(
      context,
      column,
      () => false,
      Math.min(mostNumbers, (memory.megabytes * megabyte) / 8),
    );
    if (rows.length <= 2 * neighbours)
      return {
        scores: nothing,
        compared: '',
        why: `“${column}” holds ${formatCount(rows.length)} usable embeddings, too few to tell which are far from the others`,
      };
    const most = Math.max(10 * neighbours, Math.floor(mostWork / (rows.length * dimensions)));
    const drawn = most < rows.length;
    const compared = drawn ? shuffle(Int32Array.from(rows.keys()), createRandom(1)).slice(0, most) : Int32Array.from(rows.keys());
    const scores = await neighbourDistance(values, rows.length, dimensions, compared, neighbours, within(pausing(context), 0.5, 1));
    return {
      scores: { rows, scores, quartiles: quartilesOf(scores) },
      compared: drawn ? ` of ${formatCount(most)} rows drawn` : '',
      ...((drawn || left > 0) && { basis: { kind: 'sample', rows: drawn ? most : rows.length, of: dataset.rows, seed: 1 } }),
    };
  } finally {
    memory.release();
  }
}
