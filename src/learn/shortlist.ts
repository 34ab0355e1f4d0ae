import type { Checkpoint } from './checkpoint.ts';
import { workPerStep } from './learner.ts';
import { nthSmallest } from './smallest.ts';
import { addScores, type LinearModel } from './linearModel.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

/** The few classes that each row could be taken for, out of many. */
export interface Shortlist {
  readonly size: number;
  /** `size` classes for each row of the matrix, ascending; 0 throughout for rows that were not asked about. */
  readonly classes: Uint32Array;
}

/** Lists the classes that a cheap model gives the highest scores to, of equal scores the first. */
export async function shortlistClasses(model: LinearModel, matrix: SparseMatrix, rows: Uint32Array, size: number, checkpoint: Checkpoint): Promise<Shortlist> {
  const classes = new Uint32Array(matrix.rowCount * size);
  const scores = new Float64Array(model.classCount);
  const meanEntries = matrix.values.length / Math.max(1, matrix.rowCount);
  const rowsPerStep = Math.max(1, Math.floor(workPerStep / ((meanEntries + 2) * model.classCount)));
  for (let from = 0; from < rows.length; from += rowsPerStep) {
    for (const row of rows.subarray(from, from + rowsPerStep)) {
      scores.fill(0);
      addScores(model, matrix, row, scores);
      listHighest(scores, classes.subarray(row * size, (row + 1) * size));
    }
    await checkpoint(Math.min(1, (from + rowsPerStep) / rows.length), 'shortlisting labels');
  }
  return { size, classes };
}

/** Writes the positions of the highest numbers, ascending. */
function listHighest(numbers: Float64Array, into: Uint32Array): void {
  const bound = nthSmallest(numbers.slice(), numbers.length - into.length);
  let ties = into.length;
  for (const number of numbers) if (number > bound) ties--;
  for (let place = 0, next = 0; next < into.length; place++) {
    if (numbers[place]! > bound || (numbers[place] === bound && ties-- > 0)) into[next++] = place;
  }
}
