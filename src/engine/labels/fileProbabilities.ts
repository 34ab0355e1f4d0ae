import { formatCount } from '../../core/countWords.ts';
import type { NoProbabilities } from '../../checks/outOfSample.ts';
import type { ProbabilitySource } from '../../core/probabilitySource.ts';
import { areInPercent } from '../../core/roleRules.ts';
import type { ProbabilityBlocks } from '../../learn/probabilityBlocks.ts';
import type { MemoryShare } from '../memoryPool.ts';
import { numberList, probabilityOf } from '../numberLists.ts';
import { requireColumn, type OpenTable } from '../openTable.ts';
import { quoteList, quoteLiteral } from '../quote.ts';
import { createDialect, dataTable, textOf } from '../sql.ts';
import type { GivenLabels } from './givenLabels.ts';
import type { NumbersHolder, NumbersQuestion } from './heldNumbers.ts';
import type { LabelInput, Tell } from './labelInput.ts';
import { type ClassColumns, matchNames, matchOrder } from './matchClasses.ts';
import type { FoundProbabilities } from './probabilities.ts';

/** Probabilities, and the memory that they are held in where they are in no file. */
export interface HeldProbabilities {
  readonly found: FoundProbabilities;
  readonly memory?: MemoryShare;
}

/** What a file's probabilities are read with, and held in. */
export interface ProbabilityReading {
  readonly table: OpenTable;
  readonly holder: NumbersHolder;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

/** How probabilities are asked for. */
interface Question extends NumbersQuestion {
  /** Makes those of each class, row by row, of the numbers that were asked for; absent: these are they. */
  arrange?(values: Float64Array): Float64Array;
}

/** Probability columns of the file: one list or struct, or a column for each class. null: no column has that role. */
export async function readProbabilityColumns(
  reading: ProbabilityReading,
  input: LabelInput,
  given: GivenLabels,
): Promise<HeldProbabilities | NoProbabilities | null> {
  const { table, signal } = reading;
  const { probabilities: columns } = input.dataset.roles;
  const [first] = columns;
  if (first === undefined) return null;
  const nested = columns.length === 1 ? await readNesting(table, first, signal) : null;
  const taxonomy = input.config.taxonomy?.map(({ name }) => name);
  const classes =
    nested?.kind === 'list'
      ? matchOrder(nested.length, given.labels, taxonomy, given.variants)
      : matchNames(nested?.names ?? columns, given.labels, taxonomy, given.variants);
  if ('why' in classes)
    return { why: `${columns.length === 1 ? `the probabilities in “${first}”` : 'the probability columns'} ${classes.why}` };
  const inPercent = !nested && areInPercent(columns.flatMap((column) => input.profiles.get(column) ?? []));
  const question = nested ? nestedQuestion(table, first, nested, classes) : columnQuestion(table, columns, classes, inPercent ? 100 : 1);
  const words =
    columns.length === 1
      ? `probabilities in the column “${first}”`
      : `probabilities in ${columns.length} columns, “${first}” to “${columns.at(-1)!}”`;
  const notes = inPercent ? [...classes.notes, 'The probabilities add up to 100 and were read as per cent.'] : classes.notes;
  return hold(reading, question, given, { ...classes, notes }, { kind: 'columns', words });
}

/** A predicted label with a confidence: the rest of it is shared by the other labels. null: the file has no such pair. */
export async function readPrediction(reading: ProbabilityReading, input: LabelInput, given: GivenLabels): Promise<HeldProbabilities | null> {
  const { table, signal } = reading;
  const { predicted, confidence } = input.dataset.roles;
  if (predicted === undefined || confidence === undefined) return null;
  const dialect = createDialect(table.columns);
  const inPercent = await areMostlyAboveOne(table, confidence, signal);
  const strangers = await countStrangers(table, predicted, [...given.labels, ...given.variants.keys()], signal);
  const others = Math.max(1, given.labels.length - 1);
  const sure = `${dialect.number(confidence)}${inPercent ? ' / 100' : ''}`;
  const notes = [
    `Of each row only the predicted label's confidence is known; the rest was shared evenly by the other ${others} labels.`,
    ...(inPercent ? [`Most of the confidences in “${confidence}” are above 1: they were read as per cent.`] : []),
    ...(strangers > 0
      ? [
          `${formatCount(strangers)} ${strangers === 1 ? 'row has a predicted label' : 'rows have a predicted label'} that no row has as its label; nothing is known of ${strangers === 1 ? 'it' : 'them'}.`,
        ]
      : []),
  ];
  const classes: ClassColumns = { labels: given.labels, columns: [], notes };
  return hold(reading, predictionQuestion(dialect.text(predicted), sure, given), given, classes, {
    kind: 'prediction',
    words: `predicted labels in “${predicted}” with the confidence in “${confidence}”`,
  });
}

/** By most of them: one that is wrong does not make per cent of all others. */
async function areMostlyAboveOne({ relation }: OpenTable, column: string, signal: AbortSignal): Promise<boolean> {
  const [row] = await relation.query(`SELECT quantile_disc(${relation.dialect.number(column)}, 0.5) AS middle FROM ${relation.name}`, [], signal);
  return Number(row?.['middle'] ?? 0) > 1;
}

/** Two numbers a row are asked for: which label, and how sure. What the other labels have is worked out here. */
function predictionQuestion(text: string, sure: string, { labels, variants }: GivenLabels): Question {
  const places = new Map(labels.map((label, place) => [label, place]));
  const written = [...places, ...[...variants].map(([value, to]) => [value, places.get(to)!] as const)];
  const listed = written.map(([value, place]) => `(${quoteLiteral(value)}, ${place})`).join(', ');
  const width = labels.length;
  const others = Math.max(1, width - 1);
  return {
    list: `[CAST(known.place AS DOUBLE), CAST(${sure} AS DOUBLE)]`,
    from: `${dataTable} LEFT JOIN (VALUES ${listed}) AS known(value, place) ON known.value = ${text}`,
    length: 2,
    arrange(values) {
      const block = new Float64Array((values.length / 2) * width).fill(NaN);
      for (let row = 0; row < values.length / 2; row++) {
        const [place, confidence] = [values[row * 2]!, values[row * 2 + 1]!];
        if (Number.isNaN(place)) continue;
        block.fill((1 - confidence) / others, row * width, (row + 1) * width);
        block[row * width + place] = confidence;
      }
      return block;
    },
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
  // Without an order, the search ends as soon as there are enough: to write long lists as text takes long.
  const rows = await table.relation.query(
    `SELECT ${text} AS cell FROM ${dataTable} WHERE ${text} IS NOT NULL AND ltrim(left(${text}, 80)) SIMILAR TO '[\\[{].*' LIMIT 100`,
    [],
    signal,
  );
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
function nestedQuestion(table: OpenTable, name: string, nested: Nesting, { columns }: ClassColumns): Question {
  const column = requireColumn(table, name);
  const length = nested.kind === 'list' ? nested.length : nested.names.length;
  const list = nested.kind === 'list' ? numberList(column) : structValues(textOf(column), nested.names);
  const isInOrder = columns.length === length && columns.every((places, label) => places.length === 1 && places[0] === label);
  return { list, length, ...(!isInOrder && { arrange: (values) => rearrange(values, length, columns) }) };
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

/** @param whole what the probabilities of a row add up to. */
function columnQuestion(table: OpenTable, columns: readonly string[], classes: ClassColumns, whole: number): Question {
  const values = columns.map((column) => `${probabilityOf(requireColumn(table, column))}${whole === 1 ? '' : ` / ${whole}`}`);
  return { list: `[${classes.columns.map((places) => places.map((place) => values[place]).join(' + ')).join(', ')}]`, length: classes.columns.length };
}

/** Reads them, unless they are held already. */
async function hold(
  { holder, signal, tell }: ProbabilityReading,
  question: Question,
  given: GivenLabels,
  classes: ClassColumns,
  about: Pick<FoundProbabilities, 'kind' | 'words'>,
): Promise<HeldProbabilities> {
  const { rows } = given;
  const { list, from, length, arrange } = question;
  const numbers = await holder.hold({ list, length, ...(from !== undefined && { from }) }, rows, signal, tell);
  const probabilities: ProbabilityBlocks = {
    rows: rows.length,
    classes: classes.labels.length,
    block: arrange ? async (start, end) => arrange(await numbers.read(start, end)) : (start, end) => numbers.read(start, end),
  };
  const codes = recode(given, classes.labels);
  const stray = count(given.codes, (code) => code >= 0) - count(codes, (code) => code >= 0);
  const leftOut = leftOutOf(given, stray > 0 ? [{ why: 'their label has no probabilities in the file', rows: stray }] : []);
  return {
    found: {
      ...about,
      labels: classes.labels,
      rows,
      given: codes,
      probabilities,
      leftOut,
      notes: classes.notes,
      ...(classes.guessed && { guessed: true }),
    },
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
