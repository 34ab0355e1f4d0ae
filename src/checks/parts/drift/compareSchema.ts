import type { SchemaDifference } from '../../../core/drift.ts';
import { type ColumnType, isNumeric, isTemporal } from '../../../core/schema.ts';
import { quoted } from '../words.ts';
import { type DriftSide, labelOfSides, type SideColumn } from './driftSide.ts';

/** A column that both sides have; they may call it differently. */
export interface ColumnPair {
  readonly reference: SideColumn;
  readonly current: SideColumn;
}

export interface ComparedSchema {
  readonly differences: readonly SchemaDifference[];
  /** In the order of the current side. */
  readonly pairs: readonly ColumnPair[];
}

/** Columns by name; what is left on both sides, by name without case, spaces and signs. */
export function compareSchema(reference: DriftSide, current: DriftSide): ComparedSchema {
  const label = labelOfSides(reference, current);
  const loose = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[\s_.-]+/g, '');
  const left = new Map([...reference.columns].filter(([name]) => !current.columns.has(name)).map(([name, column]) => [loose(name), column]));
  const differences: SchemaDifference[] = [];
  const pairs: ColumnPair[] = [];
  for (const column of current.columns.values()) {
    const same = reference.columns.get(column.name);
    const renamed = same ? undefined : left.get(loose(column.name));
    if (renamed) {
      left.delete(loose(column.name));
      differences.push({
        kind: 'renamed',
        column: column.name,
        grave: true,
        message: `The column ${quoted(renamed.name)} of ${reference.name} is called ${quoted(column.name)} here.`,
      });
    }
    const before = same ?? renamed;
    if (before) pairs.push({ reference: before, current: column });
    else differences.push(addedColumn(column.name, column.name === label, reference));
  }
  differences.push(...[...left.values()].map(({ name }) => removedColumn(name, name === label, reference)));
  return { differences: [...differences, ...pairs.flatMap((pair) => typeDifference(pair, reference.name))], pairs };
}

function addedColumn(column: string, isLabel: boolean, reference: DriftSide): SchemaDifference {
  const message = `${reference.name} has no column ${quoted(column)}`;
  const added = { kind: 'added', column, grave: false } as const;
  return isLabel ? { ...added, unlabelled: true, message: `${message}: labels cannot be compared.` } : { ...added, message: `${message}.` };
}

function removedColumn(column: string, isLabel: boolean, reference: DriftSide): SchemaDifference {
  const removed = { kind: 'removed', column } as const;
  return isLabel
    ? { ...removed, grave: false, unlabelled: true, message: `The label ${quoted(column)} of ${reference.name} is not here: labels cannot be compared.` }
    : { ...removed, grave: !unlearntColumns(reference).has(column), message: `The column ${quoted(column)} of ${reference.name} is not here.` };
}

/** What a model says, who labelled, and how rows are divided: nothing is learnt from it, so that rows that are served need not have it. */
function unlearntColumns({ roles: { predicted, probabilities, confidence, annotators, split } }: DriftSide): Set<string | undefined> {
  return new Set([predicted, confidence, split, ...probabilities, ...annotators]);
}

function typeDifference({ reference, current }: ColumnPair, name: string): SchemaDifference[] {
  const [from, to] = [reference.type, current.type];
  if (from === to) return [];
  const grave = !isAlike(from, to);
  return [
    {
      kind: 'type',
      column: current.name,
      from,
      to,
      grave,
      message:
        to === 'empty'
          ? `${quoted(current.name)} has no value at all, and ${typeWords[from]} in ${name}.`
          : `${quoted(current.name)} holds ${typeWords[to]}, and ${typeWords[from]} in ${name}.`,
    },
  ];
}

/** Whether values of one type are values of the other's kind. */
export function isAlike(from: ColumnType, to: ColumnType): boolean {
  return from === to || (isNumeric(from) && isNumeric(to)) || (isTemporal(from) && isTemporal(to)) || from === 'empty';
}

const typeWords: Readonly<Record<ColumnType, string>> = {
  boolean: 'yes or no', integer: 'whole numbers', number: 'numbers', date: 'dates', timestamp: 'times', text: 'texts',
  list: 'lists', struct: 'nested values', binary: 'bytes', empty: 'nothing',
};
