import type { ColumnType } from '../core/schema.ts';
import type { Database } from './duckdb.ts';
import type { Dialect, Relation } from './engine.ts';
import { normaliseFunction } from './normalise.ts';
import { quoteIdentifier, quoteLiteral, quoteList } from './quote.ts';
import { findTimeForm, isoPattern, numericPattern, typePattern, type TimeForm } from './typeRules.ts';

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
const untidyPattern = String.raw`[\t\n\v\f\r]|  `;
const spacesPattern = String.raw`[ \t\n\v\f\r]+`;

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
    missing: (name) => missingIn(textOf(find(name))),
    ofType: (name, type) => isOfType(find(name), type),
    normalise: normaliseIn,
    matches: (text, pattern, ignoreCase = false) => `regexp_matches(${text}, ${quoteLiteral(pattern)}, ${ignoreCase ? `'i'` : `'c'`})`,
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
  };
}

const fullMatch = (text: string, pattern: string): string => `regexp_full_match(${text}, ${quoteLiteral(pattern)})`;

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

function numberOf(column: StoredColumn): string {
  const cell = quoteIdentifier(column.internal);
  if (isFloatStorage(column.storage)) return `CASE WHEN isfinite(${cell}) THEN CAST(${cell} AS DOUBLE) END`;
  if (isNumberStorage(column.storage)) return `CAST(${cell} AS DOUBLE)`;
  if (!isTextStorage(column.storage)) return 'CAST(NULL AS DOUBLE)';
  const text = textOf(column);
  // Beyond the range of a double the cast gives an infinity, which is not what the file says.
  return `CASE WHEN ${fullMatch(text, numericPattern)} THEN nullif(nullif(TRY_CAST(${text} AS DOUBLE), ${quoteLiteral(Infinity)}), ${quoteLiteral(-Infinity)}) END`;
}

function timeOf(column: StoredColumn, form: TimeForm | undefined = findTimeForm(column.timeForm)): string {
  const cell = quoteIdentifier(column.internal);
  if (isTimeStorage(column.storage)) return `CASE WHEN isfinite(${cell}) THEN epoch_ms(CAST(${cell} AS TIMESTAMP)) END`;
  if (!isTextStorage(column.storage)) return 'CAST(NULL AS BIGINT)';
  const text = textOf(column);
  const trimmed = `trim(${text}, ${quoteLiteral(' \t\r\n')})`;
  if (form) return `CASE WHEN ${fullMatch(text, form.pattern)} THEN epoch_ms(try_strptime(${trimmed}, ${quoteList(form.formats)})) END`;
  // The cast to TIMESTAMP would ignore a zone; this one minds it, and takes UTC where there is none.
  return `CASE WHEN ${fullMatch(text, isoPattern)} THEN epoch_ms(TRY_CAST(${trimmed} AS TIMESTAMPTZ)) END`;
}

/** Whether a text expression is NULL, empty or white space alone. `trim` would take ten times as long. */
export function missingIn(text: string): string {
  return `(${text} IS NULL OR ${fullMatch(text, blankPattern)})`;
}

/** Whether the cell is a value of the type, by the same rule that infers a column's type. NULL cells give NULL. */
export function isOfType(column: StoredColumn, type: ColumnType, form: TimeForm | undefined = findTimeForm(column.timeForm)): string {
  const text = textOf(column);
  if (!isTextStorage(column.storage)) return `(CASE WHEN ${text} IS NOT NULL THEN ${type === column.type || type === 'text' ? 'true' : 'false'} END)`;
  const pattern = typePattern(type, form);
  if (type === 'date' || type === 'timestamp') return `(${fullMatch(text, pattern!)} AND ${timeOf(column, form)} IS NOT NULL)`;
  if (pattern !== undefined) return fullMatch(text, pattern);
  if (type === 'list' || type === 'struct') return `(ltrim(${text}) LIKE ${quoteLiteral(type === 'list' ? '[%' : '{%')} AND json_valid(${text}))`;
  return `(${text} IS NOT NULL)`;
}

/** The outer list names the words once: a split inside of the inner lambda would be made again for every word. */
function repeatsWordIn(text: string, times: number): string {
  const same = Array.from({ length: times - 1 }, (_, next) => `word = words[position + ${next + 1}]`).join(' AND ');
  return `(list_transform([string_split(${text}, ' ')], lambda words: len(list_filter(words, lambda word, position: ${same})) > 0)[1])`;
}

/** Pure SQL where the text is ASCII; the rest goes through JavaScript's NFKC. */
function normaliseIn(text: string): string {
  const tidy = `CASE WHEN regexp_matches(${text}, ${quoteLiteral(untidyPattern)}) THEN regexp_replace(${text}, ${quoteLiteral(spacesPattern)}, ' ', 'g') ELSE ${text} END`;
  return `(CASE WHEN strlen(${text}) <> length(${text}) THEN ${normaliseFunction}(${text}) ELSE lower(trim(${tidy})) END)`;
}
