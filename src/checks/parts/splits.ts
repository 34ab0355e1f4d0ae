import type { Relation } from '../../engine/engine.ts';
import { literals } from './ask.ts';

export type SplitKind = 'train' | 'validation' | 'test';

/** How the values of a split column are read, in lower case and without white space around. */
const splitNames: Readonly<Record<SplitKind, readonly string[]>> = {
  train: ['train', 'training', 'trn', 'train_set', 'trainset'],
  validation: ['validation', 'valid', 'val', 'dev', 'devel', 'development', 'eval', 'evaluation'],
  test: ['test', 'testing', 'tst', 'test_set', 'testset', 'holdout', 'hold-out', 'hold_out', 'held-out', 'held_out'],
};

/** From what is learnt from to what is measured on last. */
export const splitKinds: readonly SplitKind[] = ['train', 'validation', 'test'];

/** What a value of the split column says; null for other values (folds, unknown names). */
export function splitKind(value: string | null): SplitKind | null {
  const name = value?.trim().toLowerCase();
  return splitKinds.find((kind) => name !== undefined && splitNames[kind].includes(name)) ?? null;
}

/** What the name of a file says: `train.csv`, `reviews_test-00000.parquet`; null for other names, and those that say several. */
export function kindOfFile(path: string): SplitKind | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const kinds = new Set(name.split(/[^A-Za-z]+/).map(splitKind).filter((kind) => kind !== null));
  return kinds.size === 1 ? [...kinds][0]! : null;
}

/** The same of many values, few of which differ. */
export function kindsOf(values: readonly (string | null)[]): (SplitKind | null)[] {
  const known = new Map<string | null, SplitKind | null>();
  return values.map((value) => {
    const kind = known.get(value);
    if (kind !== undefined) return kind;
    const found = splitKind(value);
    known.set(value, found);
    return found;
  });
}

/** SQL: the kind of a split column's cell, NULL where it has none. */
export function splitKindSql(relation: Relation, column: string): string {
  const value = `lower(trim(${relation.dialect.text(column)}))`;
  const cases = splitKinds.map((kind) => `WHEN ${value} IN ${literals(relation, splitNames[kind])} THEN ${relation.dialect.literal(kind)}`);
  return `CASE ${cases.join(' ')} END`;
}
