/**
 * The grammar of one CSV record, on bytes. Everything that reads CSV agrees on it; the WebAssembly scan
 * of the row index (`engine/wasm/rowScan.as`) implements the same boundaries.
 *
 * - A field that begins with the quote ends at the next quote that is not doubled, and a delimiter, a line
 *   end or the end of the file must follow. Anything else there is trouble.
 * - A quote inside a field that does not begin with one is an ordinary character (`15" screen`).
 * - A record ends at `\n`, `\r\n` or a lone `\r` outside quotes. Each of them is one source line, inside quotes too.
 * - An empty line is no record, unless the file has a single column.
 */
const LF = 10;
const CR = 13;

export interface CsvDialect {
  /** Byte of the delimiter; -1 when there is none. */
  readonly delimiter: number;
  /** Byte of the quote; -1 when there is none. */
  readonly quote: number;
  /** Fields of a well-formed record. */
  readonly width: number;
}

/** Every line is a record of one field, as in JSON Lines. */
export const lineDialect: CsvDialect = { delimiter: -1, quote: -1, width: 1 };

export type QuoteTrouble = 'text-after-quote' | 'unclosed-quote';

/** One record as found: a mutable scratch object, filled by `scanRecord`. */
export class ScannedRecord {
  /** Offsets in the buffer: the record without its line end, and where the next one starts. */
  start = 0;
  end = 0;
  next = 0;
  /** Line ends in the record, its own included (an unended last line counts as one). */
  lines = 0;
  fields = 0;
  trouble: QuoteTrouble | null = null;
  /** Index of the field, and the line ends before its opening quote, where the trouble is. */
  troubleField = 0;
  troubleLine = 0;
  /** Start, end (quotes included) and kind of each field. */
  bounds = new Int32Array(3 * 64);

  addField(start: number, end: number, kind: number): void {
    const at = this.fields * 3;
    if (at === this.bounds.length) {
      const wider = new Int32Array(this.bounds.length * 2);
      wider.set(this.bounds);
      this.bounds = wider;
    }
    this.bounds[at] = start;
    this.bounds[at + 1] = end;
    this.bounds[at + 2] = kind;
    this.fields++;
  }
}

/** Field kinds in `ScannedRecord.bounds`. */
export const fieldKinds = { plain: 0, quoted: 1, quotedWithDoubled: 2 } as const;

/**
 * Reads the record that starts at `start`.
 * `complete` says that the buffer ends where the file does; else false is returned when the end of the
 * record is not in the buffer. With trouble the scan stops where it was found: `end` and `next` are then unset.
 */
export function scanRecord(bytes: Uint8Array, start: number, complete: boolean, dialect: CsvDialect, record: ScannedRecord): boolean {
  const { delimiter, quote } = dialect;
  const length = bytes.length;
  record.start = start;
  record.lines = 0;
  record.fields = 0;
  record.trouble = null;
  let at = start;
  for (;;) {
    const fieldStart = at;
    let kind: number = fieldKinds.plain;
    if (quote >= 0 && at < length && bytes[at] === quote) {
      kind = fieldKinds.quoted;
      record.troubleField = record.fields;
      record.troubleLine = record.lines;
      at++;
      for (;;) {
        if (at >= length) {
          if (!complete) return false;
          record.trouble = 'unclosed-quote';
          return true;
        }
        const byte = bytes[at]!;
        if (byte === quote) {
          if (at + 1 >= length && !complete) return false;
          if (bytes[at + 1] !== quote) break;
          kind = fieldKinds.quotedWithDoubled;
          at += 2;
          continue;
        }
        if (byte === LF) record.lines++;
        else if (byte === CR) {
          if (at + 1 >= length && !complete) return false;
          if (bytes[at + 1] !== LF) record.lines++;
        }
        at++;
      }
      at++;
      const after = bytes[at];
      if (at < length && after !== delimiter && after !== LF && after !== CR) {
        record.trouble = 'text-after-quote';
        return true;
      }
    } else {
      while (at < length) {
        const byte = bytes[at]!;
        if (byte === delimiter || byte === LF || byte === CR) break;
        at++;
      }
    }
    if (at >= length && !complete) return false;
    record.addField(fieldStart, at, kind);
    if (at < length && bytes[at] === delimiter) {
      at++;
      continue;
    }
    record.end = at;
    record.lines++;
    if (at < length && bytes[at] === CR) {
      if (at + 1 >= length && !complete) return false;
      at += bytes[at + 1] === LF ? 2 : 1;
    } else if (at < length) at++;
    record.next = at;
    return true;
  }
}

/**
 * Whether the record just scanned is an empty line that counts for nothing: any in a file of several columns;
 * in a file of one column only the half of a `\r\r\n`, and what follows the last line end.
 */
export function isBlank(bytes: Uint8Array, record: ScannedRecord, width: number): boolean {
  if (record.start !== record.end || record.trouble) return false;
  if (width !== 1) return true;
  if (record.next === record.end) return true;
  return record.next - record.end === 2 && record.start > 0 && bytes[record.start - 1] === CR;
}

/**
 * Text of a field, or null for an empty one without quotes. Invalid bytes become U+FFFD. `longest`: only the start,
 * about as many bytes.
 */
export function fieldText(bytes: Buffer, record: ScannedRecord, field: number, quote: string, longest = Infinity): string | null {
  const start = record.bounds[field * 3]!;
  const end = record.bounds[field * 3 + 1]!;
  const kind = record.bounds[field * 3 + 2]!;
  if (kind === fieldKinds.plain) return start === end ? null : bytes.toString('utf8', start, Math.min(end, start + longest));
  const [from, to] = [start + 1, Math.min(end - 1, start + 1 + longest)];
  if (kind !== fieldKinds.quotedWithDoubled) return bytes.toString('utf8', from, to);
  return to - from > longText ? withoutDoubled(bytes, from, to, quote.charCodeAt(0)) : bytes.toString('utf8', from, to).replaceAll(quote + quote, quote);
}

/** Replacing makes an object for each place, which a text of many megabytes has too many of: from here on, bytes are left out. */
const longText = 1 << 20;

function withoutDoubled(bytes: Buffer, from: number, to: number, quote: number): string {
  const text = Buffer.allocUnsafe(to - from);
  let length = 0;
  for (let at = from; at < to; at++) {
    text[length++] = bytes[at]!;
    if (bytes[at] === quote && at + 1 < to && bytes[at + 1] === quote) at++;
  }
  return text.toString('utf8', 0, length);
}
