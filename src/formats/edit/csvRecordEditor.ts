import type { Encoding, TextOptions } from '../../core/dataset.ts';
import type { Column } from '../../core/schema.ts';
import { toCsvDialect } from '../csv.ts';
import { fieldKinds, scanRecord, ScannedRecord, type CsvDialect } from '../csvRecord.ts';
import { EditError } from './editError.ts';
import type { RecordEdit, RecordEditor } from './recordEditor.ts';
import { decodeRecord, encodeText, requireEncodable } from './recordText.ts';

/** A record with the places of its fields, in code units. */
interface Fields {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly scanned: ScannedRecord;
  /** Its quotes are right, and it is one record. */
  readonly parses: boolean;
  /** All of its fields are in quotes. */
  readonly allQuoted: boolean;
}

/**
 * Edits records of delimited text by the grammar of `csvRecord.ts`.
 * - A quoted cell stays quoted, another is quoted only where its new text needs it; null is an empty cell without quotes,
 *   and the empty text two quotes.
 * - A record too short for an edited cell is filled up with empty ones. Added cells stand at the end of every record,
 *   so that one with too many or too few fields keeps as many too many or too few.
 * - A file of one column gets its format's usual delimiter with the first added column.
 */
export function csvRecordEditor(format: 'csv' | 'tsv', text: TextOptions, columns: readonly Column[]): RecordEditor {
  return new CsvRecordEditor(format, text, columns.length);
}

class CsvRecordEditor implements RecordEditor {
  readonly #encoding: Encoding;
  readonly #dialect: CsvDialect;
  readonly #quote: string;
  /** Empty in a file of one column, where `#newDelimiter` is what its first added column brings. */
  readonly #delimiter: string;
  readonly #newDelimiter: string;
  readonly #width: number;
  /** Of the record in hand. */
  readonly #scratch = new ScannedRecord();

  constructor(format: 'csv' | 'tsv', text: TextOptions, width: number) {
    const usual = format === 'tsv' ? '\t' : ',';
    this.#encoding = text.encoding ?? 'utf-8';
    this.#quote = text.quote ?? '"';
    this.#delimiter = text.delimiter ?? usual;
    this.#newDelimiter = this.#delimiter || usual;
    this.#dialect = toCsvDialect({ quote: this.#quote, delimiter: this.#delimiter }, width);
    this.#width = width;
  }

  edit(record: Uint8Array, { cells, added = [] }: RecordEdit): Uint8Array {
    const fields = this.#fieldsOf(record);
    if (cells.size > 0 && !fields.parses) throw new EditError('the record cannot be split into cells, since its quotes are wrong');
    const replaced = new Map<number, string>();
    for (const [index, value] of cells) {
      if (index < 0 || index >= this.#width) throw new EditError(`there is no column ${index + 1}: the file has ${this.#width}`);
      replaced.set(index, this.#cell(value, this.#isQuoted(fields, index), added.length > 0 ? this.#newDelimiter : this.#delimiter));
    }
    const appended = added.map((value) => this.#cell(value, fields.allQuoted, this.#newDelimiter));
    if (this.#delimiter === '' && appended.length > 0) this.#guardOnlyCell(fields, replaced);
    const edited = this.#assemble(fields, replaced, appended);
    return edited.length > 0 || record.length === 0 ? edited : this.#emptyCell();
  }

  header(record: Uint8Array, names: readonly string[]): Uint8Array {
    const fields = this.#fieldsOf(record);
    const replaced = new Map<number, string>();
    const cells = names.map((name) => this.#cell(name, fields.allQuoted, this.#newDelimiter));
    if (this.#delimiter === '') this.#guardOnlyCell(fields, replaced);
    // Where the header has fewer or more names than the rows have cells, the new ones stand above their column.
    else for (const [place, cell] of cells.entries()) replaced.set(this.#width + place, cell);
    return this.#assemble(fields, replaced, this.#delimiter === '' ? cells : []);
  }

  #fieldsOf(bytes: Uint8Array): Fields {
    const wide = this.#encoding.startsWith('utf-16');
    const units = wide ? unitsOf(bytes, this.#encoding) : bytes;
    const scanned = this.#scratch;
    scanRecord(units, 0, true, this.#dialect, scanned);
    const parses = scanned.trouble === null && scanned.end === units.length;
    let allQuoted = parses;
    for (let field = 0; allQuoted && field < scanned.fields; field++) allQuoted = scanned.bounds[field * 3 + 2] !== fieldKinds.plain;
    if (!parses) scanRecord(units, 0, true, { ...this.#dialect, quote: -1 }, scanned);
    return { bytes, scanned, count: scanned.fields, parses, allQuoted };
  }

  #isQuoted({ scanned, count }: Fields, field: number): boolean {
    return field < count && scanned.bounds[field * 3 + 2]! !== fieldKinds.plain;
  }

  /** The text of a cell as it stands in the file. Throws an `EditError` where it cannot. */
  #cell(value: string | null, quoted: boolean, delimiter: string): string {
    if (value === null) return '';
    requireEncodable(value, this.#encoding);
    if (value.includes('\0')) throw new EditError('the value holds a NUL character, which delimited text cannot');
    const quote = this.#quote;
    if (quote === '') {
      if (/[\r\n]/.test(value) || (delimiter !== '' && value.includes(delimiter)))
        throw new EditError(`the value ${JSON.stringify(value)} holds a delimiter or a line end, and the file has no quotes to put it in`);
      return value;
    }
    const needsQuotes = value === '' || /[\r\n]/.test(value) || value.includes(quote) || (delimiter !== '' && value.includes(delimiter));
    return quoted || needsQuotes ? quote + value.replaceAll(quote, quote + quote) + quote : value;
  }

  /** In a file of one column the cell may hold what is a delimiter from now on: it is put in quotes then. */
  #guardOnlyCell(fields: Fields, replaced: Map<number, string>): void {
    if (!fields.parses || replaced.has(0) || this.#isQuoted(fields, 0)) return;
    if (!Buffer.from(fields.bytes).includes(encodeText(this.#newDelimiter, this.#encoding))) return;
    if (this.#quote === '')
      throw new EditError(
        `the record holds “${this.#newDelimiter}”, which divides it once the file has a second column, and the file has no quotes to put it in`,
      );
    const text = decodeRecord(fields.bytes, this.#encoding);
    replaced.set(0, this.#quote + text.replaceAll(this.#quote, this.#quote + this.#quote) + this.#quote);
  }

  #assemble({ bytes, scanned, count }: Fields, replaced: ReadonlyMap<number, string>, appended: readonly string[]): Uint8Array {
    const unit = this.#encoding.startsWith('utf-16') ? 2 : 1;
    const encode = (text: string): Buffer => encodeText(text, this.#encoding);
    const parts: Uint8Array[] = [];
    let from = 0;
    for (const [field, cell] of [...replaced].filter(([field]) => field < count).sort(([a], [b]) => a - b)) {
      parts.push(bytes.subarray(from, scanned.bounds[field * 3]! * unit), encode(cell));
      from = scanned.bounds[field * 3 + 1]! * unit;
    }
    parts.push(bytes.subarray(from));
    const last = Math.max(count - 1, ...replaced.keys());
    for (let field = count; field <= last; field++) parts.push(encode(this.#newDelimiter + (replaced.get(field) ?? '')));
    for (const cell of appended) parts.push(encode(this.#newDelimiter + cell));
    return Buffer.concat(parts);
  }

  /** What an empty line would be no record for: an empty cell that can be seen. */
  #emptyCell(): Uint8Array {
    if (this.#quote === '') throw new EditError('the only cell of the row would be empty, and an empty line is no row. Exclude the row instead');
    return encodeText(this.#quote + this.#quote, this.#encoding);
  }
}

/** A byte for each code unit of UTF-16: itself where it is ASCII, else one that is no part of the grammar. */
function unitsOf(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  const [low, high] = encoding === 'utf-16le' ? [0, 1] : [1, 0];
  const units = new Uint8Array(bytes.length >> 1);
  for (let unit = 0; unit < units.length; unit++) {
    const byte = bytes[unit * 2 + low]!;
    units[unit] = bytes[unit * 2 + high] === 0 && byte < 0x80 ? byte : 0xff;
  }
  return units;
}
