import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { formatCount } from '../core/countWords.ts';
import type { FormatId, Notice, TextOptions } from '../core/dataset.ts';
import { uniqueColumnNames, type Column } from '../core/schema.ts';
import { fieldText, isBlank, scanRecord, ScannedRecord, type CsvDialect } from './csvRecord.ts';
import { mayBeDelimited } from './delimitedText.ts';
import { detectDialect, type Dialect } from './dialect.ts';
import { FormatError, type ByteSource, type FirstRows, type Format, type OpenedFile } from './format.ts';
import { readTextHead, type TextHead } from './textHead.ts';

/** Everything that has to be known before the records of a delimited file can be read. */
export interface CsvLayout {
  readonly text: Required<TextOptions>;
  readonly columns: readonly Column[];
  readonly dialect: CsvDialect;
  /** Where the first record after the header is: offset in the UTF-8 text without byte order mark, and line. */
  readonly start: { readonly byte: number; readonly line: number };
  readonly notices: readonly Notice[];
}

/** The bytes by which records are told apart, for the delimiter and quote of `text`. */
export function toCsvDialect(text: Pick<TextOptions, 'delimiter' | 'quote'>, width: number): CsvDialect {
  const byteOf = (character: string): number => (character === '' ? -1 : character.charCodeAt(0));
  return { delimiter: byteOf(text.delimiter ?? ','), quote: byteOf(text.quote ?? '"'), width };
}

/** What a first screen shows and a little more: the engine has the others by the time that one scrolls. */
const rowsToShow = 200;
/** Records below the header whose fields are counted, and the share of them that stands against it where all have another number. */
const widthsToTry = 1000;
const steadyWidth = 0.9;
/** Bytes of the head by which the dialect is told. */
const dialectLength = 64 * 1024;

function delimited(id: 'csv' | 'tsv', title: string, extensions: readonly string[], favoured: string): Format {
  return {
    id,
    title,
    extensions,
    recognise(name, head) {
      if (extensions.some((extension) => name.toLowerCase().endsWith(extension))) return 0.8;
      return id === 'csv' && mayBeDelimited(name, head) ? 0.1 : 0;
    },
    async firstRows(source, options) {
      const head = await readTextHead(source, options, { wholeFirstLine: true });
      return showFirstRows(head, csvLayout(head, options, favoured));
    },
    async open(source, options) {
      const head = await readTextHead(source, options, { thorough: true, wholeFirstLine: true });
      return openDelimited(id, source, head, csvLayout(head, options, favoured));
    },
  };
}

export const csv = delimited('csv', 'CSV', ['.csv'], ',');
export const tsv = delimited('tsv', 'TSV', ['.tsv', '.tab'], '\t');

function openDelimited(format: FormatId & ('csv' | 'tsv'), source: ByteSource, head: TextHead, layout: CsvLayout): OpenedFile {
  return {
    format,
    columns: layout.columns,
    text: layout.text,
    notices: layout.notices,
    toEngine: () => ({
      kind: 'text',
      path: source.path,
      format,
      text: layout.text,
      start: { byte: layout.start.byte + (head.transcoded ? 0 : head.markLength), line: layout.start.line },
      markLength: head.markLength,
      encodingIsGuess: head.encodingIsGuess,
    }),
    close: async () => undefined,
  };
}

/** Settles dialect, header and column names by the head of a file. Throws a `FormatError` for an option that cannot be. */
export function csvLayout(head: TextHead, options: TextOptions, favoured: string): CsvLayout {
  requireSingleByte(head.path, 'delimiter', options.delimiter);
  requireSingleByte(head.path, 'quote', options.quote);
  const dialect = detectDialect(dialectSample(head), options, favoured);
  const notices: Notice[] = [...head.notices];
  const scanned = new Scan(head, dialect);
  skipPreamble(scanned, dialect, notices);
  const headers = dialect.header ? scanned.next() : null;
  if (dialect.header && !headers)
    throw new FormatError(
      `The header of ${basename(head.path)} is longer than ${formatCount(head.bytes.length)} bytes, or its quotes are not closed. Check the first line and the delimiter.`,
    );
  const start = scanned.place();
  const names = columnHeaders(headers, scanned, notices);
  const columns = nameColumns(names, headers?.length ?? 0, notices);
  const text = { encoding: head.encoding, delimiter: dialect.delimiter, quote: dialect.quote, header: dialect.header };
  return { text, columns, dialect: { ...scanned.dialect, width: columns.length }, start, notices };
}

/** Whole lines at the start of the head. */
function dialectSample({ bytes }: TextHead): string {
  const text = bytes.toString('utf8', 0, dialectLength);
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  // A first line longer than the sample is taken whole: its delimiters are all there is to go by.
  if (end < 0) return bytes.toString('utf8');
  return bytes.length <= dialectLength ? text : text.slice(0, end + 1);
}

function requireSingleByte(path: string, what: string, value: string | undefined): void {
  if (value === undefined || value === '' || (value.length === 1 && value.charCodeAt(0) < 128 && !/[\r\n]/.test(value))) return;
  throw new FormatError(
    `The ${what} given for ${basename(path)} is ${JSON.stringify(value)}; it has to be one ASCII character, or nothing. Change "${what}" in winnow.json.`,
  );
}

/** Steps through the records of a head, empty lines left out. */
class Scan {
  readonly dialect: CsvDialect;
  readonly #head: TextHead;
  readonly #quote: string;
  readonly #record = new ScannedRecord();
  #at = 0;
  #line = 1;

  constructor(head: TextHead, dialect: Dialect) {
    this.#head = head;
    this.#quote = dialect.quote;
    this.dialect = toCsvDialect(dialect, 0);
  }

  place(): { byte: number; line: number } {
    return { byte: this.#at, line: this.#line };
  }

  /** Cells of the next record; null at the end of the head. */
  next(): (string | null)[] | null {
    const { bytes } = this.#head;
    return this.#step() ? Array.from({ length: this.#record.fields }, (_, field) => fieldText(bytes, this.#record, field, this.#quote)) : null;
  }

  /** How many cells the next record has; null at the end of the head. */
  nextWidth(): number | null {
    return this.#step() ? this.#record.fields : null;
  }

  /** A line whose quotes are wrong is split at its delimiters. */
  #step(): boolean {
    const { bytes, complete } = this.#head;
    const record = this.#record;
    while (this.#at < bytes.length) {
      if (!scanRecord(bytes, this.#at, complete, this.dialect, record)) return false;
      if (record.trouble) scanRecord(bytes, this.#at, complete, { ...this.dialect, quote: -1 }, record);
      this.#at = record.next;
      this.#line += record.lines;
      if (record.start !== record.end) return true;
    }
    return false;
  }
}

function skipPreamble(scanned: Scan, dialect: Dialect, notices: Notice[]): void {
  for (let skipped = 0; skipped < dialect.preamble; skipped++) {
    const cells = scanned.next();
    const line = scanned.place().line - 1;
    const text = (cells ?? []).join(dialect.delimiter).slice(0, 80);
    notices.push({ severity: 'warning', message: `Line ${line} stands before the header and is no row: “${text}”.`, line });
  }
}

/** The header's names, widened where all records below have more fields, or empty ones where there is no header. */
function columnHeaders(headers: readonly (string | null)[] | null, scanned: Scan, notices: Notice[]): string[] {
  const widths: number[] = [];
  let asNamed = 0;
  // Once a tenth of all that would be looked at is as wide as the header, nothing below it can be said to be otherwise.
  const isSettled = (): boolean => headers !== null && asNamed > widthsToTry - steadyWidth * widthsToTry;
  for (let width = scanned.nextWidth(); width !== null && widths.length < widthsToTry && !isSettled(); width = scanned.nextWidth()) {
    widths.push(width);
    if (width === headers?.length) asNamed++;
  }
  if (headers && isSettled()) return headers.map((name) => name ?? '');
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [common, times] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [headers?.length ?? 1, 0]);
  const names = (headers ?? Array.from({ length: common }, () => null)).map((name) => name ?? '');
  if (!headers || common === names.length || times < steadyWidth * widths.length) return names;
  const tell = (what: string): void =>
    void notices.push({
      severity: 'warning',
      message: `The header has ${headers.length} names, but the rows have ${common} fields. ${what}`,
      line: 1,
    });
  if (common > names.length && widths.length >= 3) {
    tell('The columns beyond it are named by their position.');
    return [...names, ...Array.from({ length: common - names.length }, () => '')];
  }
  if (common < names.length && names.slice(common).every((name) => name.trim() === '')) {
    tell('The empty names at its end are left out.');
    return names.slice(0, common);
  }
  return names;
}

/** `named`: how many of the headers are the file's; a notice tells which of them had to be changed. */
function nameColumns(headers: readonly string[], named: number, notices: Notice[]): Column[] {
  const names = uniqueColumnNames(headers);
  const renamed = names.slice(0, named).filter((name, index) => name !== headers[index]);
  if (renamed.length > 0) {
    const listed = renamed.slice(0, 5).map((name) => `“${name}”`).join(', ');
    const [have, are] = renamed.length === 1 ? ['A column has', 'is'] : [`${renamed.length} columns have`, 'are'];
    notices.push({
      severity: 'warning',
      message: `${have} an empty or repeated name and ${are} shown as ${listed}${renamed.length > 5 ? ' …' : ''}.`,
      line: 1,
    });
  }
  return names.map((name, index) => ({
    name,
    ...(index < named && name !== headers[index] ? { header: headers[index] } : {}),
    index,
    type: 'text' as const,
  }));
}

function showFirstRows(head: TextHead, layout: CsvLayout): FirstRows {
  const text: string[][] = layout.columns.map(() => []);
  const codes: number[][] = layout.columns.map(() => []);
  const record = new ScannedRecord();
  const suspicious = !isUtf8(head.bytes) || head.bytes.includes(0);
  let shown = 0;
  for (let at = layout.start.byte; at < head.bytes.length && shown < rowsToShow; at = record.next) {
    if (!scanRecord(head.bytes, at, head.complete, layout.dialect, record)) break;
    let unreadable = record.trouble !== null || record.fields !== layout.columns.length;
    // Without its end an unreadable record cannot be told from the next: only its own line is skipped.
    if (record.trouble) scanRecord(head.bytes, at, true, { ...layout.dialect, quote: -1 }, record);
    if (isBlank(head.bytes, record, layout.columns.length)) continue;
    if (suspicious) unreadable ||= !isUtf8(head.bytes.subarray(record.start, record.end)) || head.bytes.subarray(record.start, record.end).includes(0);
    for (const column of layout.columns) {
      const cell = unreadable ? null : fieldText(head.bytes, record, column.index, layout.text.quote);
      text[column.index]!.push(cell ?? '');
      codes[column.index]!.push(unreadable ? 3 : cell === null ? 1 : 0);
    }
    shown++;
  }
  return {
    columns: layout.columns,
    cells: text.map((cells, column) => ({ text: cells, codes: Uint8Array.from(codes[column]!) })),
    firstRow: 1,
    text: layout.text,
    notices: layout.notices,
  };
}
