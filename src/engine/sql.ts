import { printedDict, printedScores } from '../core/printedDict.ts';
import { printedList } from '../core/printedList.ts';
import type { ColumnType } from '../core/schema.ts';
import type { Database } from './duckdb.ts';
import type { Dialect, Relation } from './engine.ts';
import { keepTable } from './keepTable.ts';
import { composeIn, mayChangeIn } from './normalise.ts';
import { quoteIdentifier, quoteLiteral, quoteList } from './quote.ts';
import { findTimeForm, isoPattern, typePattern, type TimeForm } from './typeRules.ts';

/** A column of the dataset and where its cells lie in the table `data`. */
export interface StoredColumn {
  readonly name: string;
  /** `c0`, `c1`, …: never the file's name for it. */
  readonly internal: string;
  /** DuckDB's type; VARCHAR for the text of every format but Parquet. */
  readonly storage: string;
  readonly type: ColumnType;
  /** How its dates are written, where that is not ISO 8601 (an id of `timeForms`). */
  readonly timeForm?: string;
}

/** The table or view of readable rows. */
export const dataTable = 'data';

const blankPattern = String.raw`[\s\v\pZ\x{feff}]*`;
const controlSpaces = String.raw`\t\n\v\f\r`;
/** White space that NFKC does not make a plain space of. */
const spacesBeyondAscii = String.raw`\x{85}\x{1680}\x{2028}\x{2029}\x{feff}`;
/** White space that is to be one plain space, and is not: a replacement for every space would take several times as long. */
const untidyPattern = (spaces: string): string => ` *[${spaces}][ ${spaces}]*|  +`;

/** SQL for DuckDB over `data`. Throws on a column that the dataset does not have. */
export function createDialect(columns: readonly StoredColumn[]): Dialect {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const find = (name: string): StoredColumn => {
    const column = byName.get(name);
    if (!column) throw new Error(`There is no column “${name}”`);
    return column;
  };
  return {
    identifier: quoteIdentifier,
    literal: quoteLiteral,
    text: (name) => textOf(find(name)),
    number: (name) => numberOf(find(name)),
    time: (name) => timeOf(find(name)),
    missing: (name) => missingOf(find(name)),
    ofType: (name, type) => isOfType(find(name), type),
    normalise: normaliseIn,
    join: joinIn,
    bytes: (text) => `strlen(${text})`,
    contains: (text, characters) => `contains(${text}, ${quoteLiteral(characters)})`,
    matches: (text, pattern, ignoreCase = false) => `regexp_matches(${text}, ${quoteLiteral(pattern)}, ${ignoreCase ? `'i'` : `'c'`})`,
    firstMatch: (text, pattern) => `regexp_extract(${text}, ${quoteLiteral(pattern)})`,
    repeatsWord: repeatsWordIn,
    hash: (texts) => `hash(${texts.join(', ')})`,
  };
}

/** The relation that checks ask. */
export function openRelation(database: Database, columns: readonly StoredColumn[]): Relation {
  return {
    name: quoteIdentifier(dataTable),
    dialect: createDialect(columns),
    query: (sql, parameters, signal) => database.query(sql, parameters, signal),
    stream: (sql, parameters, signal) => database.stream(sql, parameters, signal),
    integers: (sql, signal) => database.integers(sql, [], signal),
    keep: (sql, signal) => keepTable(database, sql, signal),
  };
}

export const fullMatch = (text: string, pattern: string): string => `regexp_full_match(${text}, ${quoteLiteral(pattern)})`;

export const isTextStorage = (storage: string): boolean => storage === 'VARCHAR' || storage === 'JSON' || storage.startsWith('ENUM');
const isNested = (storage: string): boolean => /\[\d*\]$|^(STRUCT|MAP|UNION|LIST|VARIANT)\b/.test(storage);
const isNumberStorage = (storage: string): boolean => /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\b.*|BIGNUM)$/.test(storage);
const isFloatStorage = (storage: string): boolean => storage === 'DOUBLE' || storage === 'FLOAT';
const isTimeStorage = (storage: string): boolean => storage === 'DATE' || storage.startsWith('TIMESTAMP');

/** The cell's own text; bytes as `0x…`, nested values as JSON. */
export function textOf(column: StoredColumn): string {
  const cell = quoteIdentifier(column.internal);
  if (column.storage === 'VARCHAR') return cell;
  if (column.storage === 'BLOB') return `('0x' || lower(hex(${cell})))`;
  if (isNested(column.storage)) return `CAST(to_json(${cell}) AS VARCHAR)`;
  return `CAST(${cell} AS VARCHAR)`;
}

/** The cell as a finite number; NULL where it is none. */
export function numberOf(column: StoredColumn): string {
  const cell = quoteIdentifier(column.internal);
  if (isFloatStorage(column.storage)) return `CASE WHEN isfinite(${cell}) THEN CAST(${cell} AS DOUBLE) END`;
  if (isNumberStorage(column.storage)) return `CAST(${cell} AS DOUBLE)`;
  if (!isTextStorage(column.storage)) return 'CAST(NULL AS DOUBLE)';
  const text = textOf(column);
  return numberIn(text, `TRY_CAST(${text} AS DOUBLE)`);
}

/**
 * The number that a text is, given what a cast makes of it. The cast takes more for a number than a person would:
 * infinities, `nan`, `1_000` and `+-5`. A pattern would take several times as long.
 */
export function numberIn(text: string, cast: string): string {
  return `CASE WHEN isfinite(${cast}) AND NOT contains(${text}, '_') AND NOT contains(${text}, '+-') THEN ${cast} END`;
}

function timeOf(column: StoredColumn): string {
  const cell = quoteIdentifier(column.internal);
  if (isTimeStorage(column.storage)) return `CASE WHEN isfinite(${cell}) THEN epoch_ms(CAST(${cell} AS TIMESTAMP)) END`;
  if (!isTextStorage(column.storage)) return 'CAST(NULL AS BIGINT)';
  const form = findTimeForm(column.timeForm);
  const text = textOf(column);
  return `CASE WHEN ${fullMatch(text, form?.pattern ?? isoPattern)} THEN ${parsedTime(text, form)} END`;
}

/** Milliseconds since 1970 of a text that looks like a time; NULL where there is no such day. */
export function parsedTime(text: string, form: TimeForm | null): string {
  const trimmed = `trim(${text}, ${quoteLiteral(' \t\r\n')})`;
  if (form) return `epoch_ms(try_strptime(${trimmed}, ${quoteList(form.formats)}))`;
  // The cast to TIMESTAMP would ignore a zone; this one minds it, and takes UTC where there is none.
  // White space around is tried last: to trim takes longer than to cast.
  return `epoch_ms(coalesce(TRY_CAST(${text} AS TIMESTAMPTZ), TRY_CAST(${trimmed} AS TIMESTAMPTZ)))`;
}

/**
 * Ranges of first characters that are no white space, as [from, to): to compare the beginnings of texts takes a tenth of the
 * time that a pattern takes, and leaves it hardly any.
 */
const visibleRanges: readonly (readonly [string, string])[] = [['!', '\x7f'], ['\xc0', '\u1680'], ['\u3001', '\ufeff']];

/** Whether a text expression is NULL, empty or white space alone. `trim` would take ten times as long. */
export function missingIn(text: string): string {
  const visible = visibleRanges.map(([from, to]) => `WHEN ${text} >= ${quoteLiteral(from)} AND ${text} < ${quoteLiteral(to)} THEN false`);
  return `(CASE ${visible.join(' ')} ELSE ${text} IS NULL OR ${fullMatch(text, blankPattern)} END)`;
}

/** Numbers, times and nested values are never blank. */
const missingOf = (column: StoredColumn): string =>
  isTextStorage(column.storage) ? missingIn(textOf(column)) : `(${quoteIdentifier(column.internal)} IS NULL)`;

/**
 * Whether the cell is a value of the type, by the same rule that infers a column's type. `form` null: ISO 8601. NULL
 * cells give NULL or false.
 */
export function isOfType(column: StoredColumn, type: ColumnType, form: TimeForm | null = findTimeForm(column.timeForm)): string {
  const text = textOf(column);
  if (!isTextStorage(column.storage)) return `(CASE WHEN ${text} IS NOT NULL THEN ${type === column.type || type === 'text' ? 'true' : 'false'} END)`;
  const pattern = typePattern(type, form);
  if (type === 'date' || type === 'timestamp') return `(CASE WHEN ${fullMatch(text, pattern!)} THEN ${parsedTime(text, form)} IS NOT NULL ELSE false END)`;
  if (pattern !== undefined) return fullMatch(text, pattern);
  const isJson = (first: string): string => `(CASE WHEN ltrim(left(${text}, 80)) LIKE ${quoteLiteral(`${first}%`)} THEN json_valid(${text}) ELSE false END)`;
  // Lists and dicts as Python prints them are such; the patterns are tried on what is no JSON and ends as one alone.
  if (type === 'struct') return `(CASE WHEN ${isJson('{')} THEN true WHEN suffix(${text}, '}') THEN ${fullMatch(text, printedDict)} ELSE false END)`;
  if (type === 'list')
    return `(CASE WHEN ${isJson('[')} THEN true WHEN suffix(${text}, ']') OR suffix(${text}, ')') THEN ${fullMatch(text, `${printedList}|${printedScores}`)} ELSE false END)`;
  return `(${text} IS NOT NULL)`;
}

/** The outer list names the words once: a split inside of the inner lambda would be made again for every word. */
function repeatsWordIn(text: string, times: number): string {
  const same = Array.from({ length: times - 1 }, (_, next) => `word = words[position + ${next + 1}]`).join(' AND ');
  return `(list_transform([string_split(${text}, ' ')], lambda words: len(list_filter(words, lambda word, position: ${same})) > 0)[1])`;
}

/** So many texts are joined by an expression each, which needs no list to be made for every row. */
const fewTexts = 8;

function joinIn(texts: readonly string[], separator: string, each: (text: string) => string = (text) => text): string {
  if (texts.length <= fewTexts) return `concat(${texts.map((text) => `${each(text)}, ${quoteLiteral(separator)}`).join(', ')})`;
  const changed = `list_transform([${texts.join(', ')}]::VARCHAR[], lambda cell: concat(${each('cell')}, ${quoteLiteral(separator)}))`;
  return `array_to_string(${changed}, '')`;
}

/**
 * Most texts have single spaces alone and none around, and no character that NFKC changes: they are spared what takes most
 * of the time. The list names what was composed once; its text would otherwise stand, and be worked out, three times.
 */
function normaliseIn(text: string): string {
  const tidy = (each: string, isUntidy: string, spaces: string): string =>
    `lower(CASE WHEN ${isUntidy} OR prefix(${each}, ' ') OR suffix(${each}, ' ') THEN trim(regexp_replace(${each}, ${quoteLiteral(untidyPattern(spaces))}, ' ', 'g')) ELSE ${each} END)`;
  // Looked for one by one, characters are found faster than by a pattern.
  const untidyAscii = ['  ', '\t', '\n', '\v', '\f', '\r'].map((space) => `contains(${text}, ${quoteLiteral(space)})`).join(' OR ');
  const spaces = controlSpaces + spacesBeyondAscii;
  const untidyComposed = `regexp_matches(composed, ${quoteLiteral(`[${spaces}]|  `)})`;
  const beyondAscii = `list_transform([${composeIn(text)}], lambda composed: ${tidy('composed', untidyComposed, spaces)})[1]`;
  const isPlain = `CASE WHEN strlen(${text}) = length(${text}) THEN true ELSE NOT ${mayChangeIn(text, spacesBeyondAscii)} END`;
  return `(CASE WHEN ${isPlain} THEN ${tidy(text, untidyAscii, controlSpaces)} ELSE ${beyondAscii} END)`;
}
