import { createRandom, shuffle } from './random.ts';

/** Labels from which nothing can be learnt; its message says why and what would help. */
export class NothingToLearn extends Error {
  override readonly name = 'NothingToLearn';
}

export interface Folds {
  /** The fold that each row is predicted in. Rows that are not learnt from have one too. */
  readonly foldOf: Uint8Array;
  readonly foldCount: number;
  /** 1 for rows that are learnt from in the other folds; 0 where the label is missing or the only one of its class. */
  readonly learnt: Uint8Array;
  readonly missingRows: number;
  /** Classes with one row, which is left out. */
  readonly singleClasses: readonly number[];
}

const usualFolds = 5;
const fewFolds = 3;

/**
 * Deals rows into folds so that each has its share of every class: 5, or 3 where a class has fewer than 5 rows.
 * Classes with one row are left out.
 * @param labels the class of each row, −1 where it is missing
 * @throws NothingToLearn where fewer than two classes have two rows
 */
export function assignFolds(labels: Int32Array, classCount: number, seed: number): Folds {
  const sizes = new Uint32Array(classCount);
  let missingRows = 0;
  for (const label of labels) {
    if (label < 0) missingRows++;
    else sizes[label]!++;
  }
  const { singleClasses, foldCount } = judgeSizes(sizes, labels.length, missingRows);
  const order = shuffle(Uint32Array.from(labels, (_label, row) => row), createRandom(seed));
  const foldOf = new Uint8Array(labels.length);
  const learnt = new Uint8Array(labels.length);
  const next = startingFolds(sizes, foldCount);
  let others = 0;
  for (const row of order) {
    const label = labels[row]!;
    learnt[row] = label >= 0 && sizes[label]! > 1 ? 1 : 0;
    foldOf[row] = (learnt[row] ? next[label]!++ : others++) % foldCount;
  }
  return { foldOf, foldCount, learnt, missingRows, singleClasses };
}

function judgeSizes(sizes: Uint32Array, rows: number, missingRows: number): { singleClasses: number[]; foldCount: number } {
  const singleClasses: number[] = [];
  let usable = 0;
  let smallest = Infinity;
  sizes.forEach((size, label) => {
    if (size === 1) singleClasses.push(label);
    if (size < 2) return;
    usable++;
    smallest = Math.min(smallest, size);
  });
  if (rows === missingRows)
    throw new NothingToLearn(
      rows === 0
        ? 'There are no rows to learn from.'
        : `None of the ${rows} rows has a label, so there is nothing to learn from. Label some rows first.`,
    );
  if (usable === 0) throw new NothingToLearn('No label has two rows, so a model has nothing to learn from. It needs two labels with at least two rows each.');
  if (usable === 1)
    throw new NothingToLearn(
      'Only one label has two rows or more, so there is nothing to tell apart. A model needs two labels with at least two rows each.',
    );
  return { singleClasses, foldCount: smallest < usualFolds ? fewFolds : usualFolds };
}

/** Each class is dealt from where the one before it ended, so that folds are of one size with small classes too. */
function startingFolds(sizes: Uint32Array, foldCount: number): Uint32Array {
  const starts = new Uint32Array(sizes.length);
  let dealt = 0;
  sizes.forEach((size, label) => {
    starts[label] = dealt % foldCount;
    if (size > 1) dealt += size;
  });
  return starts;
}
