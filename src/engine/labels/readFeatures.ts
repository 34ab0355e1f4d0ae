import { readCodes } from '../../checks/parts/valueCodes.ts';
import { numberList } from '../numberLists.ts';
import type { OpenTable } from '../openTable.ts';
import { requireColumn } from '../openTable.ts';
import { dataTable, textOf } from '../sql.ts';
import type { Feature, LearningPlan } from './learningPlan.ts';
import type { LearnPart } from './learnJob.ts';
import { textOfColumns } from '../../checks/parts/textOfColumns.ts';

/** The rows that are learnt from: their places among all readable rows, which are `all` in number. */
export interface LearningRows {
  readonly all: number;
  readonly places: Int32Array;
}

/** Texts handed over at a time. */
const textsAtATime = 2000;
const valuesAtATime = 2_000_000;
/** Categories told apart; rarer ones are one. */
const mostCategories = 1000;

/** Everything that a plan learns from, part by part, for the rows wanted. */
export async function* readFeatures(table: OpenTable, plan: LearningPlan, rows: LearningRows, signal: AbortSignal): AsyncGenerator<LearnPart> {
  const { features, learner } = plan;
  if (learner === 'text') yield* readTexts(table, features.map(({ column }) => column), 0, rows, signal);
  else if (learner === 'embedding') yield await readEmbedding(table, features[0]!.column, rows, signal);
  else {
    for (const [place, feature] of features.entries()) {
      if (feature.as === 'text') yield* readTexts(table, [feature.column], place, rows, signal);
      else yield await readColumn(table, feature, rows, signal);
    }
  }
}

/** Columns of numbers, times and categories that are learnt from beside the plan's. */
export async function* readOthers(table: OpenTable, plan: LearningPlan, rows: LearningRows, signal: AbortSignal): AsyncGenerator<LearnPart> {
  for (const feature of plan.others) yield await readColumn(table, feature, rows, signal);
}

/** Texts of each row, those of several columns in one, in the order of rows. */
async function* readTexts(
  table: OpenTable,
  columns: readonly string[],
  place: number,
  { places }: LearningRows,
  signal: AbortSignal,
): AsyncGenerator<LearnPart> {
  const { dialect, name, stream } = table.relation;
  const text = textOfColumns(dialect, columns);
  let row = 0;
  let next = 0;
  let texts: string[] = [];
  for await (const chunk of stream(`SELECT ${text} AS text FROM ${name} ORDER BY _row`, [], signal)) {
    for (const { text: cell } of chunk) {
      if (places[next] !== row++) continue;
      next++;
      if (texts.push(typeof cell === 'string' ? cell : '') < textsAtATime) continue;
      yield { kind: 'texts', place, texts };
      texts = [];
    }
  }
  yield { kind: 'texts', place, texts };
}

async function readColumn(table: OpenTable, { column, as }: Feature, { all, places }: LearningRows, signal: AbortSignal): Promise<LearnPart> {
  const { relation } = table;
  const { dialect, name } = relation;
  if (as === 'category') {
    const text = dialect.text(column);
    const found = await relation.query(
      `SELECT ${text} AS value FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${mostCategories}`,
      [],
      signal,
    );
    const codes = await readCodes(relation, column, found.map(({ value }) => String(value)), all, signal);
    return {
      kind: 'column',
      name: column,
      column: { kind: 'category', codes: Int32Array.from(places, (place) => codes[place]!), categoryCount: found.length },
    };
  }
  const value = as === 'time' ? `CAST(${dialect.time(column)} AS DOUBLE)` : dialect.number(column);
  const [values = new Float64Array()] = await table.database.numbers(`SELECT ${value} FROM ${name} ORDER BY _row`, signal);
  return { kind: 'column', name: column, column: { kind: 'number', values: Float64Array.from(places, (place) => values[place]!) } };
}

/** How many numbers most embeddings have, by the first rows that have one; 0: none has any. */
export async function embeddingLength(table: OpenTable, column: string, signal: AbortSignal): Promise<number> {
  const stored = requireColumn(table, column);
  const text = textOf(stored);
  const sql = `SELECT len(${numberList(stored)}) AS length, count(*) AS n FROM (SELECT * FROM ${dataTable} WHERE ${text} IS NOT NULL LIMIT 1000) GROUP BY 1 ORDER BY n DESC, 1`;
  const rows = await table.relation.query(sql, [], signal);
  return Number(rows.find(({ length }) => length !== null)?.['length'] ?? 0);
}

/** Rows × dimensions; NaN where an embedding is missing or of another length. */
async function readEmbedding(table: OpenTable, column: string, { all, places }: LearningRows, signal: AbortSignal): Promise<LearnPart> {
  const dimensions = await embeddingLength(table, column, signal);
  const list = numberList(requireColumn(table, column));
  const values = new Float32Array(places.length * dimensions);
  const step = Math.max(1, Math.floor(valuesAtATime / Math.max(1, dimensions)));
  const numbers = await table.relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${dataTable} ORDER BY _row`, signal);
  let next = 0;
  for (let first = 0; first < all; first += step) {
    const last = Math.min(all, first + step) - 1;
    if (!(places[next]! <= last)) continue;
    const lists = await table.database.numberLists(
      `SELECT ${list} FROM ${dataTable} WHERE _row BETWEEN ${numbers[first]!} AND ${numbers[last]!} ORDER BY _row`,
      dimensions,
      signal,
    );
    for (; next < places.length && places[next]! <= last; next++) {
      const start = (places[next]! - first) * dimensions;
      values.set(lists.subarray(start, start + dimensions), next * dimensions);
    }
  }
  return { kind: 'embedding', values, dimensions };
}
