import type { OpenTable } from '../openTable.ts';
import { quoteList } from '../quote.ts';
import { dataTable } from '../sql.ts';

/** What a row has for a label that its list does not name. */
const absent = -1e308;
/** More names than this are no classes. */
const mostNames = 10_000;

/** Whether a cell is a list of labels with their scores, as text-classification pipelines give it: `[{"label": "cat", "score": 0.9}]`. */
export function isScored(cell: object): boolean {
  const [first] = Array.isArray(cell) ? (cell as unknown[]) : [];
  return typeof first === 'object' && first !== null && 'label' in first && typeof first.label === 'string' && 'score' in first;
}

/** Every label that a list of scores names, in alphabetical order. `text`: the cell, as an expression. */
export async function scoredNames({ relation }: OpenTable, text: string, signal: AbortSignal): Promise<string[]> {
  const rows = await relation.query(
    `SELECT DISTINCT unnest(${valuesIn(text, 'label')}) AS name FROM ${dataTable} ORDER BY name LIMIT ${mostNames}`,
    [],
    signal,
  );
  return rows.flatMap(({ name }) => (name === null ? [] : [String(name)]));
}

/** The scores of these labels as a list. */
export function scoresOf(text: string, names: readonly string[]): string {
  const row = `{'names': ${valuesIn(text, 'label')}, 'scores': TRY_CAST(${valuesIn(text, 'score')} AS DOUBLE[])}`;
  const score = `CASE WHEN list_contains(row.names, name) THEN row.scores[list_position(row.names, name)] ELSE ${absent} END`;
  return `list_transform([${row}], lambda row: CASE WHEN row.names IS NOT NULL THEN list_transform(${quoteList(names)}, lambda name: ${score}) END)[1]`;
}

const valuesIn = (text: string, key: 'label' | 'score'): string => `CASE WHEN json_valid(${text}) THEN json_extract_string(${text}, '$[*].${key}') END`;

/** Labels that a row does not name share what its scores leave of 1: pipelines give the likeliest alone unless asked for all. */
export function shareTheRest(values: Float64Array, length: number): Float64Array {
  const filled = values.slice();
  for (let start = 0; start < filled.length; start += length) {
    const row = filled.subarray(start, start + length);
    let [sum, missing] = [0, 0];
    for (const value of row) {
      if (value === absent) missing++;
      else sum += value;
    }
    if (missing === 0) continue;
    const rest = missing === length ? NaN : (1 - sum) / missing;
    for (let place = 0; place < length; place++) if (row[place] === absent) row[place] = Math.abs(1 - sum) < 1e-3 ? 0 : rest;
  }
  return filled;
}
