import type { NoProbabilities } from '../../checks/outOfSample.ts';
import { printedLabels } from '../../core/printedDict.ts';
import { isCutShort, listStart, printedNumbers } from '../../core/printedList.ts';
import { areInPercent } from '../../core/roleRules.ts';
import { numberList, probabilityOf } from '../numberLists.ts';
import { requireColumn, type OpenTable } from '../openTable.ts';
import { quoteList, quoteLiteral } from '../quote.ts';
import { dataTable, textOf } from '../sql.ts';
import type { GivenLabels } from './givenLabels.ts';
import { type HeldProbabilities, holdProbabilities, type ProbabilityReading, type Question } from './holdProbabilities.ts';
import type { LabelInput } from './labelInput.ts';
import { type ClassColumns, matchNames, matchOrder } from './matchClasses.ts';
import { isScored, scoredNames, scoresOf, shareTheRest } from './scoredLabels.ts';

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
  if (nested && 'why' in nested) return nested;
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
  const notes = [
    ...classes.notes,
    ...(inPercent ? ['The probabilities add up to 100 and were read as per cent.'] : []),
    ...(nested?.kind === 'scores' && nested.isPartial ? ['Labels that a row has no score for share what its scores leave of 1.'] : []),
  ];
  return holdProbabilities(reading, question, given, { ...classes, notes }, { kind: 'columns', words });
}

type Nesting =
  | { readonly kind: 'list'; readonly length: number; readonly names?: undefined }
  | { readonly kind: 'struct'; readonly names: readonly string[] }
  /** `isPartial`: not every row has a score for every label. */
  | { readonly kind: 'scores'; readonly names: readonly string[]; readonly isPartial: boolean };

/** How long the list of a row is, or which names its struct has, by the first rows that have one; null: the column is neither. */
async function readNesting(table: OpenTable, name: string, signal: AbortSignal): Promise<Nesting | NoProbabilities | null> {
  const text = textOf(requireColumn(table, name));
  // Without an order, the search ends as soon as there are enough: to write long lists as text takes long.
  const rows = await table.relation.query(
    `SELECT ${text} AS cell FROM ${dataTable} WHERE ${text} IS NOT NULL AND regexp_matches(left(${text}, 80), ${quoteLiteral(nestedStart)}) LIMIT 100`,
    [],
    signal,
  );
  const texts = rows.map(({ cell }) => String(cell));
  const printed = texts.flatMap((cell) => (isJson(cell) ? [] : (printedLabels(cell) ?? [])));
  if (printed.length > 0) return readScores(table, text, texts, signal);
  const cells = texts.map(parsed).filter((cell) => cell !== null);
  const lists = cells.filter((cell) => Array.isArray(cell));
  if (lists[0] !== undefined && isScored(lists[0])) {
    return readScores(table, text, texts, signal);
  }
  if (lists.length > 0) return { kind: 'list', length: mostFrequent(lists.map(({ length }) => length)) };
  const names = new Set(cells.flatMap((cell) => Object.keys(cell)));
  if (cells.some((cell) => Object.keys(cell).length < names.size)) return readScores(table, text, texts, signal);
  if (names.size > 0) return { kind: 'struct', names: [...names] };
  return texts.some(isCutShort)
    ? { why: `the lists in “${name}” were cut short when they were printed (“...” in place of numbers), as numpy does beyond 1,000: write all of them, as JSON` }
    : null;
}

/** Labels stand in the order of the dict that names most, which is as a rule that of the classes; lists of scores begin with the highest. */
async function readScores(table: OpenTable, text: string, cells: readonly string[], signal: AbortSignal): Promise<Nesting> {
  const named = cells.map((cell) => ({ labels: labelsIn(cell), isDict: cell.trimStart().startsWith('{') }));
  const most = named.reduce<readonly string[]>((longest, { labels, isDict }) => (isDict && labels.length > longest.length ? labels : longest), []);
  const names = [...new Set([...most, ...(await scoredNames(table, text, signal))])];
  return { kind: 'scores', names, isPartial: named.some(({ labels }) => labels.length > 0 && labels.length < names.length) };
}

/** The labels that a dict or a list of scores names; none where the text is neither. */
function labelsIn(text: string): readonly string[] {
  const cell = parsed(text);
  if (cell === null) return printedLabels(text) ?? [];
  if (!Array.isArray(cell)) return Object.keys(cell);
  return (cell as unknown[]).flatMap((each) => (typeof each === 'object' && each !== null && 'label' in each ? [String(each.label)] : []));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const nestedStart = `^(?:${listStart}|\\s*\\{)`;

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text.replace(/\bnan\b/gi, 'null'));
    return typeof value === 'object' ? value : null;
  } catch {
    return printedNumbers(text);
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
  if (nested.kind === 'scores')
    return { list: scoresOf(textOf(column), nested.names), length, arrange: (values) => rearrange(shareTheRest(values, length), length, columns) };
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
