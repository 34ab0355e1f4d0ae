import type { Predictions } from '../../checks/parts/predictions.ts';
import { readCodes } from '../../checks/parts/valueCodes.ts';
import { type EvaluatedColumn, type EvaluatedSegment, segmentClasses } from '../../core/evaluation.ts';
import { fewestValues } from '../../core/drift.ts';
import { ClassTally } from '../../stats/confusion.ts';
import { holm } from '../../stats/holm.ts';
import { twoProportionZ } from '../../stats/twoProportionZ.ts';
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

interface Counted {
  readonly value: string | null;
  readonly tally: ClassTally;
  cost: number;
}

async function evaluateColumn(
  { table: { relation } }: EvaluationSource,
  column: string,
  predictions: Predictions,
  positions: Int32Array,
  costOf: (position: number) => number,
  signal: AbortSignal,
): Promise<EvaluatedColumn> {
  const { dialect, name } = relation;
  const found = await relation.query(
    `SELECT ${dialect.text(column)} AS value FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${mostSegments}`,
    [],
    signal,
  );
  const values: (string | null)[] = found.map(({ value }) => String(value));
  const codes = await readCodes(
    relation,
    column,
    found.map(({ value }) => String(value)),
    predictions.rows.length,
    signal,
  );
  const missing = await relation.integers(
    `SELECT CAST(CASE WHEN ${dialect.missing(column)} THEN 1 ELSE 0 END AS INTEGER) FROM ${name} ORDER BY _row`,
    signal,
  );
  const counted = [...values, null].map((value): Counted => ({ value, tally: new ClassTally(predictions.classes.length), cost: 0 }));
  const { label, predicted } = predictions;
  let [otherRows, right] = [0, 0];
  for (const position of positions) {
    if (label[position] === predicted[position]) right++;
    const segment = counted[missing[position] === 1 ? values.length : codes[position]!];
    if (!segment) {
      otherRows++;
      continue;
    }
    segment.tally.add(label[position]!, predicted[position]!);
    segment.cost += costOf(position);
  }
  const segments = counted
    .map(({ value, tally, cost }): EvaluatedSegment => {
      const overall = tally.overall();
      const others = positions.length - overall.rows;
      const isTestable = overall.rows >= fewestValues && others >= fewestValues;
      const classes = evaluatedClasses(predictions, tally).slice(0, segmentClasses);
      return {
        value,
        ...overall,
        cost,
        classes,
        p: isTestable ? twoProportionZ(overall.correct, overall.rows, right - overall.correct, others).p : null,
      };
    })
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
  return { column, segments, otherRows };
}
