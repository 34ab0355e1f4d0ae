import type { NoProbabilities } from '../../checks/outOfSample.ts';
import type { ProbabilitySource } from '../../core/probabilitySource.ts';
import type { ProbabilityBlocks } from '../../learn/probabilityBlocks.ts';
import { engineMemory, type MemoryShare } from '../memoryPool.ts';
import { numberList } from '../numberLists.ts';
import { requireColumn, type OpenTable } from '../openTable.ts';
import { quoteIdentifier, quoteList, quoteLiteral } from '../quote.ts';
import { createDialect, dataTable, textOf } from '../sql.ts';
import type { GivenLabels } from './givenLabels.ts';
import type { LabelInput } from './labelInput.ts';
import { type ClassColumns, matchNames, matchOrder } from './matchClasses.ts';
import type { FoundProbabilities } from './probabilities.ts';

/** Probabilities that are in the file, and the memory that they are held in. */
export interface HeldProbabilities {
  readonly found: FoundProbabilities;
  readonly memory?: MemoryShare;
}

/** How probabilities are asked for: those of the rows from one number to another, row by row; NaN where there is no number. */
type Question = (firstRow: number, lastRow: number, signal: AbortSignal) => Promise<Float64Array>;

/** Probability columns of the file: one list or struct, or a column for each class. null: no column has that role. */
export async function readProbabilityColumns(table: OpenTable, input: LabelInput, given: GivenLabels, signal: AbortSignal): Promise<HeldProbabilities | NoProbabilities | null> {
  const { probabilities: columns } = input.dataset.roles;
  const [first] = columns;
  if (first === undefined) return null;
  const nested = columns.length === 1 ? await readNesting(table, first, signal) : null;
  const taxonomy = input.config.taxonomy?.map(({ name }) => name);
  const classes = nested?.kind === 'list' ? matchOrder(nested.length, given.labels, taxonomy, given.variants) : matchNames(nested?.names ?? columns, given.labels, taxonomy, given.variants);
  if ('why' in classes) return { why: `${columns.length === 1 ? `the probabilities in “${first}”` : 'the probability columns'} ${classes.why}` };
  const question = nested ? nestedQuestion(table, first, nested, classes) : columnQuestion(table, columns, classes);
  const words = columns.length === 1 ? `probabilities in the column “${first}”` : `probabilities in ${columns.length} columns, “${first}” to “${columns.at(-1)!}”`;
  return hold(question, given, classes, { kind: 'columns', words }, signal);
}

/** A predicted label with a confidence: the rest of it is shared by the other labels. null: the file has no such pair. */
export async function readPrediction(table: OpenTable, input: LabelInput, given: GivenLabels, signal: AbortSignal): Promise<HeldProbabilities | null> {
  const { predicted, confidence } = input.dataset.roles;
  if (predicted === undefined || confidence === undefined) return null;
  const dialect = createDialect(table.columns);
  const inPercent = Number(input.profiles.get(confidence)?.max ?? 1) > 1;
  const strangers = await countStrangers(table, predicted, [...given.labels, ...given.variants.keys()], signal);
  const others = Math.max(1, given.labels.length - 1);
  const sure = `${dialect.number(confidence)}${inPercent ? ' / 100' : ''}`;
  const notes = [
    `Of each row only the predicted label's confidence is known; the rest was shared evenly by the other ${others} labels.`,
    ...(inPercent ? [`The confidences in “${confidence}” go beyond 1 and were read as per cent.`] : []),
    ...(strangers > 0 ? [`${strangers.toLocaleString('en')} ${strangers === 1 ? 'row has a predicted label' : 'rows have a predicted label'} that no row has as its label; nothing is known of ${strangers === 1 ? 'it' : 'them'}.`] : []),
  ];
  const classes: ClassColumns = { labels: given.labels, columns: [], notes };
  return hold(predictionQuestion(table, dialect.text(predicted), sure, given), given, classes, { kind: 'prediction', words: `predicted labels in “${predicted}” with the confidence in “${confidence}”` }, signal);
}

/** Two numbers a row are asked for: which label, and how sure. What the other labels have is worked out here. */
function predictionQuestion(table: OpenTable, text: string, sure: string, { labels, variants }: GivenLabels): Question {
  const places = new Map(labels.map((label, place) => [label, place]));
  const written = [...places, ...[...variants].map(([value, to]) => [value, places.get(to)!] as const)];
  const listed = written.map(([value, place]) => `(${quoteLiteral(value)}, ${place})`).join(', ');
  const width = labels.length;
  const others = Math.max(1, width - 1);
  return async (firstRow, lastRow, signal) => {
    const sql = `SELECT CAST(known.place AS DOUBLE) AS said, CAST(${sure} AS DOUBLE) AS sure FROM ${dataTable} LEFT JOIN (VALUES ${listed}) AS known(value, place) ON known.value = ${text} WHERE _row BETWEEN ${firstRow} AND ${lastRow} ORDER BY _row`;
    const [said = new Float64Array(), confidence = new Float64Array()] = await table.database.numbers(sql, signal);
    const block = new Float64Array(said.length * width).fill(NaN);
    said.forEach((place, row) => {
      if (Number.isNaN(place)) return;
      block.fill((1 - confidence[row]!) / others, row * width, (row + 1) * width);
      block[row * width + place] = confidence[row]!;
    });
    return block;
  };
}

const inList = (values: readonly string[]): string => `(${values.map((value) => quoteLiteral(value)).join(', ')})`;

async function countStrangers(table: OpenTable, column: string, labels: readonly string[], signal: AbortSignal): Promise<number> {
  const { relation } = table;
  const text = relation.dialect.text(column);
  const [row] = await relation.query(`SELECT count(*) AS n FROM ${relation.name} WHERE ${text} IS NOT NULL AND ${text} NOT IN ${inList(labels)}`, [], signal);
  return Number(row?.['n'] ?? 0);
}

type Nesting = { readonly kind: 'list'; readonly length: number; readonly names?: undefined } | { readonly kind: 'struct'; readonly names: readonly string[] };

/** How long the list of a row is, or which names its struct has, by the first rows that have one; null: the column is neither. */
async function readNesting(table: OpenTable, name: string, signal: AbortSignal): Promise<Nesting | null> {
  const text = textOf(requireColumn(table, name));
  const rows = await table.relation.query(`SELECT ${text} AS cell FROM ${dataTable} WHERE ${text} IS NOT NULL AND ltrim(left(${text}, 80)) SIMILAR TO '[\\[{].*' ORDER BY _row LIMIT 100`, [], signal);
  const cells = rows.map(({ cell }) => parsed(String(cell))).filter((cell) => cell !== null);
  const lists = cells.filter((cell) => Array.isArray(cell));
  if (lists.length > 0) return { kind: 'list', length: mostFrequent(lists.map(({ length }) => length)) };
  const names = new Set(cells.flatMap((cell) => Object.keys(cell)));
  return names.size > 0 ? { kind: 'struct', names: [...names] } : null;
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text.replace(/\bnan\b/gi, 'null'));
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function mostFrequent(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || a - b)[0]![0];
}

/** One list a row is asked for, and taken apart here: to ask for its values one by one takes several times as long. */
function nestedQuestion(table: OpenTable, name: string, nested: Nesting, classes: ClassColumns): Question {
  const column = requireColumn(table, name);
  const length = nested.kind === 'list' ? nested.length : nested.names.length;
  const list = nested.kind === 'list' ? numberList(column) : structValues(textOf(column), nested.names);
  const isInOrder = classes.columns.length === length && classes.columns.every((places, label) => places.length === 1 && places[0] === label);
  return async (firstRow, lastRow, signal) => {
    const values = await table.database.numberLists(`SELECT ${list} FROM ${dataTable} WHERE _row BETWEEN ${firstRow} AND ${lastRow} ORDER BY _row`, length, signal);
    return isInOrder ? values : rearrange(values, length, classes.columns);
  };
}

/** The values of a struct by its names, as a list. */
function structValues(text: string, names: readonly string[]): string {
  const paths = names.map((name) => `$.${JSON.stringify(name)}`);
  return `TRY_CAST(CASE WHEN json_valid(${text}) THEN json_extract_string(${text}, ${quoteList(paths)}) END AS DOUBLE[])`;
}

/** For each label, the sum of the values at its places. */
function rearrange(values: Float64Array, length: number, columns: ClassColumns['columns']): Float64Array {
  const rows = values.length / length;
  const arranged = new Float64Array(rows * columns.length);
  for (let row = 0, next = 0; row < rows; row++) {
    for (const places of columns) {
      let sum = 0;
      for (const place of places) sum += values[row * length + place]!;
      arranged[next++] = sum;
    }
  }
  return arranged;
}

function columnQuestion(table: OpenTable, columns: readonly string[], classes: ClassColumns): Question {
  const dialect = createDialect(table.columns);
  const values = columns.map((column, place) => `${dialect.number(column)} AS p${place}`);
  return askForEach(table, `SELECT _row, ${values.join(', ')} FROM ${dataTable}`, classes.columns.map((places) => places.map((place) => `p${place}`).join(' + ')));
}

/** @param from a subquery. @param values an expression over it for each class. */
function askForEach(table: OpenTable, from: string, values: readonly string[]): Question {
  const asked = values.map((value, place) => `CAST(${value} AS DOUBLE) AS ${quoteIdentifier(`v${place}`)}`).join(', ');
  const width = values.length;
  return async (firstRow, lastRow, signal) => {
    const columns = await table.database.numbers(`SELECT ${asked} FROM (${from}) WHERE _row BETWEEN ${firstRow} AND ${lastRow} ORDER BY _row`, signal);
    const block = new Float64Array((columns[0]?.length ?? 0) * width);
    columns.forEach((column, place) => {
      for (let row = 0; row < column.length; row++) block[row * width + place] = column[row]!;
    });
    return block;
  };
}

/** Reads them once where memory allows, else again for each walk over them. */
async function hold(question: Question, given: GivenLabels, classes: ClassColumns, about: Pick<FoundProbabilities, 'kind' | 'words'>, signal: AbortSignal): Promise<HeldProbabilities> {
  const { rows } = given;
  const width = classes.labels.length;
  const megabytes = (rows.length * width * 8) / 2 ** 20;
  const memory = await engineMemory.reserve(megabytes);
  const read = (asking: AbortSignal) => async (from: number, to: number): Promise<Float64Array> => (from < to ? question(rows[from]!, rows[to - 1]!, asking) : new Float64Array());
  try {
    let block: ProbabilityBlocks['block'];
    if (memory.megabytes >= megabytes) {
      const all = await readAll(read(signal), rows.length, width);
      block = (from, to) => all.subarray(from * width, to * width);
    } else {
      memory.release();
      // Later walks belong to no request that could be cancelled.
      block = readAhead(read(new AbortController().signal), rows.length, width);
    }
    const probabilities: ProbabilityBlocks = { rows: rows.length, classes: width, block };
    const codes = recode(given, classes.labels);
    const stray = count(given.codes, (code) => code >= 0) - count(codes, (code) => code >= 0);
    const leftOut = leftOutOf(given, stray > 0 ? [{ why: 'their label has no probabilities in the file', rows: stray }] : []);
    return { memory, found: { ...about, labels: classes.labels, rows, given: codes, probabilities, leftOut, notes: classes.notes, ...(classes.guessed && { guessed: true }) } };
  } catch (error) {
    memory.release();
    throw error;
  }
}

/** Values asked for at a time. */
const valuesAtATime = 2_000_000;
const rowsAtATime = (width: number): number => Math.max(1, Math.floor(valuesAtATime / width));

type ReadBlock = (from: number, to: number) => Promise<Float64Array>;

async function readAll(read: ReadBlock, rows: number, width: number): Promise<Float64Array> {
  const all = new Float64Array(rows * width);
  const step = rowsAtATime(width);
  for (let from = 0; from < rows; from += step) all.set(await read(from, Math.min(rows, from + step)), from * width);
  return all;
}

/** Walks ask for neighbouring blocks in turn: each question brings several of them, of which the last ones are kept. */
function readAhead(read: ReadBlock, rows: number, width: number): ReadBlock {
  let kept: { from: number; to: number; values: Float64Array } = { from: 0, to: 0, values: new Float64Array() };
  return async (from, to) => {
    if (from < kept.from || to > kept.to) {
      // A single row is somebody looking at it.
      if (to - from === 1) return read(from, to);
      const end = Math.min(rows, Math.max(to, from + rowsAtATime(width)));
      kept = { from, to: end, values: await read(from, end) };
    }
    return kept.values.subarray((from - kept.from) * width, (to - kept.from) * width);
  };
}

/** The same labels by their places in another list. */
function recode({ labels, codes }: GivenLabels, classes: readonly string[]): Int32Array {
  const places = new Map(classes.map((label, place) => [label, place]));
  const map = labels.map((label) => places.get(label) ?? -1);
  return codes.map((code) => (code < 0 ? -1 : map[code]!));
}

/** What is left out in any case, and what else. */
export function leftOutOf({ missing, setAside }: Pick<GivenLabels, 'missing' | 'setAside'>, more: ProbabilitySource['leftOut']): ProbabilitySource['leftOut'] {
  return [
    ...(missing > 0 ? [{ why: 'they have no label', rows: missing }] : []),
    ...(setAside > 0 ? [{ why: 'somebody excluded them or called them ambiguous', rows: setAside }] : []),
    ...more,
  ];
}

function count(codes: Int32Array, wanted: (code: number) => boolean): number {
  return codes.reduce((sum, code) => sum + (wanted(code) ? 1 : 0), 0);
}
