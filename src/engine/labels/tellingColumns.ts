import type { OutOfSample } from '../../checks/outOfSample.ts';
import type { HeardLearner } from '../../learn/crossValidateTable.ts';
import { explainColumns } from '../../learn/explainColumns.ts';
import { extraTrees } from '../../learn/extraTrees.ts';
import type { TableColumn } from '../../learn/tableFeatures.ts';
import { tableRegression } from '../../learn/tableRegression.ts';
import { tellLabels } from '../../learn/tellsLabel.ts';
import { TermCounter } from '../../learn/termCounts.ts';
import type { TellingColumns } from '../../protocol/labelMethods.ts';
import { readCells, rowsCondition } from '../cells.ts';
import { cellCodes } from '../../formats/format.ts';
import { evenly } from '../evenly.ts';
import type { OpenTable } from '../openTable.ts';
import { breather } from './breather.ts';
import type { Feature, LearningPlan } from './learningPlan.ts';
import { rowsOf } from './tellingTerms.ts';

/** Rows of each label that are looked at, and cells of all of them. */
const mostRows = 1000;
const mostCells = 500_000;
const mostColumns = 6;
/** Columns that move the odds by less than a twentieth are not worth a look. */
const hardlyAnything = Math.log(1.05);
const characters = 5000;
/** DuckDB takes the longer over a column the more of them it is asked to make numbers of: 1,500 at once take six times as long. */
const columnsAtATime = 100;
/** Of a cell, as it is shown. */
const previewLength = 80;

/** Where Winnow has not learnt the labels itself, or did so before it kept who was heard: both, as loud as each other. */
const both: readonly HeardLearner[] = [tableRegression, extraTrees].map((learner) => ({ learner, power: 0.5 }));

/** The columns that a row's probabilities come from, where these are columns of a table; texts are explained by their terms. */
export function explainedFeatures({ source, table }: OutOfSample, plan: LearningPlan): readonly Feature[] {
  const isLearnt = (feature: Feature): boolean => table === undefined || table.columns.includes(feature.column);
  if (plan.learner === 'table') return plan.features.filter((feature) => feature.as === 'text' || isLearnt(feature));
  if (source.kind === 'table') return [...plan.features, ...plan.others].filter((feature) => feature.as === 'text' || isLearnt(feature));
  return source.kind === 'text' && table !== undefined ? plan.others.filter(isLearnt) : [];
}

/**
 * The columns of a row that tell two labels apart: by the table's learners, taught with rows of these two labels alone and
 * without the row itself. Positive weights speak for `rival`. null: there is nothing to learn from.
 */
export async function tellingColumns(
  table: OpenTable,
  features: readonly Feature[],
  known: OutOfSample,
  row: number,
  own: number,
  rival: number,
  seed: number,
  signal: AbortSignal,
): Promise<TellingColumns | null> {
  const most = Math.max(1, Math.min(mostRows, Math.floor(mostCells / (2 * features.length))));
  const taught = [own, rival].map((label) => evenly(rowsOf(known, label, row), most));
  if (taught.some((rows) => rows.length === 0)) return null;
  const labelOf = new Map([...taught[0]!.map((each) => [each, 0] as const), ...taught[1]!.map((each) => [each, 1] as const)]);
  const rows = [...labelOf.keys(), row].sort((a, b) => a - b);
  const labels = Int32Array.from(rows, (each) => labelOf.get(each) ?? -1);
  const place = rows.indexOf(row);
  const read = await readColumns(table, features, rows, signal);
  // What a file's own model has seen is not known. A column that is the label in other words would drown all others.
  const isCopy = (column: TableColumn): boolean => column.kind !== 'text' && tellLabels(column, labels.with(place, 0), 2)?.isCopy === true;
  const columns = known.table ? read : read.filter(({ column }) => !isCopy(column));
  if (columns.length === 0) return null;
  const { contributions, learners } = await explainColumns(
    columns.map(({ column }) => column),
    labels,
    place,
    known.table?.heard ?? both,
    seed,
    breather(signal),
  );
  const ranked = columns
    .map(({ name }, column) => ({ column: name, weight: contributions[column]! }))
    .filter(({ weight }) => Math.abs(weight) >= hardlyAnything)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const shown = ranked.filter(({ weight }, rank) => ranked.slice(0, rank).filter((other) => other.weight > 0 === weight > 0).length < mostColumns);
  const values = await readValues(table, row, shown.map(({ column }) => column), signal);
  return { by: learners.join(' and '), weights: shown.map(({ column, weight }, at) => ({ column, value: values[at]!, weight })) };
}

interface NamedColumn {
  readonly name: string;
  readonly column: TableColumn;
}

/** What a learner gets of some rows, ascending, in the order of the features. */
async function readColumns(table: OpenTable, features: readonly Feature[], rows: readonly number[], signal: AbortSignal): Promise<NamedColumn[]> {
  const { dialect, name } = table.relation;
  const from = `FROM ${name} WHERE ${rowsCondition(rows, table.hasPlace)} ORDER BY _row`;
  const numeric = features.filter(({ as }) => as === 'number' || as === 'time');
  const textual = features.filter(({ as }) => as === 'category' || as === 'text');
  const numbers = numeric.map(({ column, as }) => (as === 'time' ? `CAST(${dialect.time(column)} AS DOUBLE)` : dialect.number(column)));
  const texts = textual.map(({ column, as }) =>
    as === 'text' ? `left(${dialect.text(column)}, ${characters})` : `CASE WHEN NOT ${dialect.missing(column)} THEN ${dialect.text(column)} END`,
  );
  const values: Float64Array[] = [];
  for (let first = 0; first < numbers.length; first += columnsAtATime)
    values.push(...(await table.database.numbers(`SELECT ${numbers.slice(first, first + columnsAtATime).join(', ')} ${from}`, signal)));
  const cells = texts.length === 0 ? [] : await table.database.columns(`SELECT ${texts.join(', ')} ${from}`, [], signal);
  const columns = new Map<string, TableColumn>([
    ...numeric.map(({ column }, at) => [column, { kind: 'number', values: values[at]! }] as const),
    ...textual.map(({ column, as }, at) => [column, as === 'text' ? textColumn(cells[at]!) : categoryColumn(cells[at]!)] as const),
  ]);
  return features.map(({ column }) => ({ name: column, column: columns.get(column)! }));
}

function textColumn(cells: readonly unknown[]): TableColumn {
  const counter = new TermCounter();
  for (const cell of cells) counter.add(typeof cell === 'string' ? cell : '');
  return { kind: 'text', counts: counter.finish() };
}

function categoryColumn(cells: readonly unknown[]): TableColumn {
  const codes = new Map<unknown, number>();
  const codeOf = (cell: unknown): number => {
    if (typeof cell !== 'string') return -1;
    const known = codes.get(cell) ?? codes.size;
    codes.set(cell, known);
    return known;
  };
  return { kind: 'category', codes: Int32Array.from(cells, codeOf), categoryCount: codes.size };
}

/** The row's cells as the file has them. */
async function readValues(table: OpenTable, row: number, columns: readonly string[], signal: AbortSignal): Promise<(string | null)[]> {
  if (columns.length === 0) return [];
  const { text, codes } = await readCells(table, new Int32Array([row]), columns, previewLength, signal);
  return text.map(([cell = ''], at) => (codes[at]![0] !== cellCodes.value ? null : cell.length > previewLength ? `${cell.slice(0, previewLength)}…` : cell));
}
