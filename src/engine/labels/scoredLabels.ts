import { dictEntry, printedDict, printedScores, scoredEntry } from '../../core/printedDict.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteList, quoteLiteral } from '../quote.ts';
import { dataTable, fullMatch } from '../sql.ts';

/** What a row has for a label that its list does not name. */
const absent = -1e308;
/** More names than this are no classes. */
const mostNames = 10_000;

/** Whether a cell is a list of labels with their scores, as text-classification pipelines give it: `[{"label": "cat", "score": 0.9}]`. */
export function isScored(cell: object): boolean {
  const [first] = Array.isArray(cell) ? (cell as unknown[]) : [];
  return typeof first === 'object' && first !== null && 'label' in first && typeof first.label === 'string' && 'score' in first;
}

/** Every label that a list of scores or a dict names, in alphabetical order. `text`: the cell, as an expression. */
export async function scoredNames({ relation }: OpenTable, text: string, signal: AbortSignal): Promise<string[]> {
  const rows = await relation.query(
    `SELECT DISTINCT unnest(${namesIn(text)}) AS name FROM ${dataTable} ORDER BY name LIMIT ${mostNames}`,
    [],
    signal,
  );
  return rows.flatMap(({ name }) => (name === null ? [] : [String(name)]));
}

/** The scores of these labels as a list. */
export function scoresOf(text: string, names: readonly string[]): string {
  const row = `{'names': ${namesIn(text)}, 'scores': TRY_CAST(${scoresIn(text)} AS DOUBLE[])}`;
  const score = `CASE WHEN list_contains(row.names, name) THEN row.scores[list_position(row.names, name)] ELSE ${absent} END`;
  return `list_transform([${row}], lambda row: CASE WHEN row.names IS NOT NULL THEN list_transform(${quoteList(names)}, lambda name: ${score}) END)[1]`;
}

/** What stands in a cell, by what it is: JSON, or what Python printed. */
function readBy(text: string, forms: { readonly dict: string; readonly list: string; readonly group: 1 | 2 }): string {
  const printed = (whole: string, entry: string): string =>
    `WHEN ${fullMatch(text, whole)} THEN regexp_extract_all(${text}, ${quoteLiteral(entry)}, ${forms.group})`;
  const json = `CASE WHEN ltrim(left(${text}, 80)) LIKE '{%' THEN ${forms.dict} ELSE ${forms.list} END`;
  return `CASE WHEN json_valid(${text}) THEN ${json} ${printed(printedDict, dictEntry)} ${printed(printedScores, scoredEntry)} END`;
}

function namesIn(text: string): string {
  const written = readBy(text, { dict: `json_keys(${text})`, list: `json_extract_string(${text}, '$[*].label')`, group: 1 });
  // JSON's names come as they are; those that Python printed in their quotation marks, which no number of a class has.
  const bare = `regexp_replace(substr(name, 2, length(name) - 2), '\\\\(.)', '\\1', 'g')`;
  return `CASE WHEN json_valid(${text}) THEN ${written} ELSE list_transform(${written}, lambda name: CASE WHEN left(name, 1) IN ('''', '"') THEN ${bare} ELSE name END) END`;
}

const scoresIn = (text: string): string =>
  readBy(text, { dict: `json_extract_string(${text}, '$.*')`, list: `json_extract_string(${text}, '$[*].score')`, group: 2 });

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
