import type { SplitPart } from '../../core/evaluation.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { type LeftOut, leftOutOf, type Predictions } from './predictions.ts';
import { splitKind, splitKinds } from './splits.ts';
import { readCodes } from './valueCodes.ts';
import { listed, quoted } from './words.ts';

/** The rows that are measured. */
export interface MeasuredRows {
  /** What they are: “test”; null: all rows. */
  readonly split: string | null;
  readonly splits: readonly SplitPart[];
  /** Positions of rows with a label and a prediction, ascending. */
  readonly positions: Int32Array;
  /** Of the split, or of all rows: those that cannot be measured. */
  readonly leftOut: LeftOut;
}

/** Values of a split column that can be chosen: more are no splits. */
const mostSplits = 50;

/**
 * The rows of a split: a value of the split column, or a kind of split (`train`, `validation`, `test`) in any spelling;
 * `all`: every row. Absent: test where there are such rows, else all.
 * @throws RangeError where there is no such split, in words.
 */
export async function measuredRows(
  { dataset, relation, signal }: Pick<CheckContext, 'dataset' | 'relation' | 'signal'>,
  predictions: Predictions,
  asked?: string,
): Promise<MeasuredRows> {
  const { rows, label, predicted } = predictions;
  const isMeasured = (position: number): boolean => label[position]! >= 0 && predicted[position]! >= 0;
  const everyRow = (): Pick<MeasuredRows, 'split' | 'positions' | 'leftOut'> => ({
    split: null,
    positions: positionsWhere(rows.length, isMeasured),
    leftOut: leftOutOf(predictions, () => true),
  });
  const { split: column } = dataset.roles;
  if (column === undefined) {
    if (asked !== undefined && asked !== 'all') throw new RangeError(`There is no split ${quoted(asked)}: no column has the role split.`);
    return { ...everyRow(), splits: [] };
  }
  const { dialect, name } = relation;
  const found = await relation.query(
    `SELECT ${dialect.text(column)} AS value FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${mostSplits}`,
    [],
    signal,
  );
  const values = found.map((row) => textIn(row['value'])!);
  const codes = await readCodes(relation, column, values, rows.length, signal);
  const counts = values.map(() => 0);
  codes.forEach((code, position) => {
    if (code >= 0 && isMeasured(position)) counts[code]!++;
  });
  const splits = values.map((value, code): SplitPart => ({ value, kind: splitKind(value), rows: numberIn(counts[code]) }));
  const wanted = asked ?? (splits.some(({ kind, rows: measured }) => kind === 'test' && measured > 0) ? 'test' : 'all');
  if (wanted === 'all') return { ...everyRow(), splits };
  const isExact = values.includes(wanted);
  const kind = splitKinds.find((one) => one === wanted.trim().toLowerCase());
  const chosen = splits.map(({ value, kind: of }) => (isExact ? value === wanted : kind !== undefined && of === kind));
  if (!chosen.includes(true))
    throw new RangeError(
      `There is no split ${quoted(wanted)}: ${quoted(column)} has ${listed(values.map(quoted)) || 'no values'}. “all” stands for every row.`,
    );
  const isIn = (position: number): boolean => codes[position]! >= 0 && chosen[codes[position]!]!;
  return {
    split: wanted,
    splits,
    positions: positionsWhere(rows.length, (position) => isIn(position) && isMeasured(position)),
    leftOut: leftOutOf(predictions, isIn),
  };
}

function positionsWhere(rows: number, holds: (position: number) => boolean): Int32Array {
  let count = 0;
  for (let position = 0; position < rows; position++) if (holds(position)) count++;
  const positions = new Int32Array(count);
  for (let position = 0, at = 0; position < rows; position++) if (holds(position)) positions[at++] = position;
  return positions;
}
