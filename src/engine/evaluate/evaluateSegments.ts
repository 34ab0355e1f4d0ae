import type { Predictions } from '../../checks/parts/predictions.ts';
import { readCodes } from '../../checks/parts/valueCodes.ts';
import { type EvaluatedColumn, type EvaluatedSegment, segmentClasses } from '../../core/evaluation.ts';
import { fewestValues } from '../../core/drift.ts';
import { ClassTally } from '../../stats/confusion.ts';
import { holm } from '../../stats/holm.ts';
import { twoProportionZ } from '../../stats/twoProportionZ.ts';
import type { Relation } from '../engine.ts';
import type { EvaluationSource } from './evaluate.ts';
import { evaluatedClasses } from './evaluatedClasses.ts';

/** Values of a column that are told apart. */
const mostSegments = 200;

/** Figures of each value of each segment column, and whether they differ from those of the other rows. */
export async function evaluateSegments(
  source: EvaluationSource,
  predictions: Predictions,
  positions: Int32Array,
  costOf: (position: number) => number,
  signal: AbortSignal,
): Promise<EvaluatedColumn[]> {
  const columns: EvaluatedColumn[] = [];
  for (const column of source.dataset.roles.segments)
    columns.push(await evaluateColumn(source, column, predictions, positions, costOf, signal));
  const tested = columns.flatMap(({ segments }) => segments).flatMap(({ p }) => (p === null ? [] : [p]));
  const adjusted = holm(tested);
  let next = 0;
  return columns.map((column) => ({
    ...column,
    segments: column.segments.map((segment) => ({ ...segment, p: segment.p === null ? null : adjusted[next++]! })),
  }));
}

/** The rows of one value: null is those without one. */
interface Counted {
  readonly value: string | null;
  readonly tally: ClassTally;
  cost: number;
}

/** The values of a column that are told apart, most rows first, and where each row's stands among them. */
interface SegmentCodes {
  readonly values: readonly string[];
  /** By position: the place of the row's value among `values`, their number where it has none, negative where it is another. */
  placeOf(position: number): number;
}

async function evaluateColumn(
  { table: { relation } }: EvaluationSource,
  column: string,
  predictions: Predictions,
  positions: Int32Array,
  costOf: (position: number) => number,
  signal: AbortSignal,
): Promise<EvaluatedColumn> {
  const { values, placeOf } = await readSegments(relation, column, predictions.rows.length, signal);
  const counted = [...values, null].map((value): Counted => ({ value, tally: new ClassTally(predictions.classes.length), cost: 0 }));
  const { label, predicted } = predictions;
  let [otherRows, right] = [0, 0];
  for (const position of positions) {
    if (label[position] === predicted[position]) right++;
    const segment = counted[placeOf(position)];
    if (!segment) {
      otherRows++;
      continue;
    }
    segment.tally.add(label[position]!, predicted[position]!);
    segment.cost += costOf(position);
  }
  const segments = counted
    .map((segment) => figuresOf(segment, predictions, { rows: positions.length, right }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
  return { column, segments, otherRows };
}

async function readSegments(relation: Relation, column: string, records: number, signal: AbortSignal): Promise<SegmentCodes> {
  const { dialect, name } = relation;
  const found = await relation.query(
    `SELECT ${dialect.text(column)} AS value FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${mostSegments}`,
    [],
    signal,
  );
  const values = found.map(({ value }) => String(value));
  const codes = await readCodes(relation, column, values, records, signal);
  const missing = await relation.integers(
    `SELECT CAST(CASE WHEN ${dialect.missing(column)} THEN 1 ELSE 0 END AS INTEGER) FROM ${name} ORDER BY _row`,
    signal,
  );
  return { values, placeOf: (position) => (missing[position] === 1 ? values.length : codes[position]!) };
}

/** `all`: the rows of all segments, and how many of them are predicted right. p is not corrected yet; null: too few rows. */
function figuresOf({ value, tally, cost }: Counted, predictions: Predictions, all: { readonly rows: number; readonly right: number }): EvaluatedSegment {
  const overall = tally.overall();
  const others = all.rows - overall.rows;
  const isTestable = overall.rows >= fewestValues && others >= fewestValues;
  return {
    value,
    ...overall,
    cost,
    classes: evaluatedClasses(predictions, tally).slice(0, segmentClasses),
    p: isTestable ? twoProportionZ(overall.correct, overall.rows, all.right - overall.correct, others).p : null,
  };
}
