import { isBlank, lineDialect, scanRecord, ScannedRecord, type CsvDialect } from '../formats/csvRecord.ts';
import type { ByteSource } from '../formats/format.ts';

/** As in `wasm/rowScan.as`: a longer line of white space counts as a record. */
const longestBlankLine = 65_536;

/** Records whose quotes are wrong end where the index says, not where the grammar would end them. */
export interface IrregularRecords {
  /** undefined for a regular record. */
  find(row: number): IrregularRecord | undefined;
}

export interface IrregularRecord {
  readonly byte: number;
  readonly line: number;
  /** Where the scan goes on after it. */
  readonly nextByte: number;
  readonly nextLine: number;
}

export interface WalkPlace {
  /** Row number of the first record to come. */
  readonly row: number;
  readonly byte: number;
  readonly line: number;
}

/**
 * Steps through the records of a file from a place on, reading windows that grow to hold a whole record.
 * After `next()` the fields say where the record is; `bytes.subarray(start, end)` is its text.
 */
export class RecordWalker {
  bytes: Buffer = Buffer.alloc(0);
  /** In `bytes`, line end excluded. */
  start = 0;
  end = 0;
  row = 0;
  line = 0;
  /** The fields of the record, by the grammar; not set for an irregular record. */
  readonly record = new ScannedRecord();
  irregular = false;

  readonly #source: ByteSource;
  readonly #dialect: CsvDialect;
  readonly #jsonLines: boolean;
  readonly #irregular: IrregularRecords;
  readonly #limit: number;
  readonly #readAhead: number;
  /** Offset in the file of `bytes[0]`, and in `bytes` of what comes next. */
  #base = 0;
  #at = 0;
  /** Line ends ahead, in `bytes`; known while they are not behind. */
  #nextLf = -1;
  #nextCr = -1;
  #nextRow: number;
  #nextLine: number;

  /**
   * `limit`: offset at which to stop, the start of a record or the end of the file. `dialect` null: JSON Lines.
   * `readAhead`: least bytes to read at once.
   */
  constructor(source: ByteSource, dialect: CsvDialect | null, irregular: IrregularRecords, from: WalkPlace, limit: number, readAhead: number) {
    this.#source = source;
    this.#dialect = dialect ?? lineDialect;
    this.#jsonLines = dialect === null;
    this.#irregular = irregular;
    this.#limit = limit;
    this.#readAhead = readAhead;
    this.#base = from.byte;
    this.#nextRow = from.row;
    this.#nextLine = from.line;
  }

  /** Offset in the file of the record. */
  get byte(): number {
    return this.#base + this.start;
  }

  /** The next record, without waiting where the window holds it: `false` asks for `refill()`, null is the end. */
  step(): boolean | null {
    for (;;) {
      const complete = this.#base + this.bytes.length >= this.#limit;
      if (this.#at >= this.bytes.length) return complete ? null : false;
      const irregular = this.#irregular.find(this.#nextRow);
      if (irregular) return this.#takeIrregular(irregular);
      if (!(this.#jsonLines ? this.#scanLine(complete) : scanRecord(this.bytes, this.#at, complete, this.#dialect, this.record))) return false;
      const line = this.#nextLine;
      this.#at = this.record.next;
      this.#nextLine += this.record.lines;
      if (this.#isBlank()) continue;
      this.irregular = false;
      this.start = this.record.start;
      this.end = this.record.end;
      this.row = this.#nextRow++;
      this.line = line;
      return true;
    }
  }

  async refill(): Promise<void> {
    // One byte before is kept: an empty line is told by what precedes it.
    const offset = Math.max(0, this.#base + this.#at - 1);
    const kept = this.bytes.length - this.#at;
    const wanted = Math.max(this.#readAhead, kept * 2);
    const end = Math.min(this.#limit, this.#base + this.#at + wanted);
    const before = this.#base + this.#at - offset;
    const bytes = await this.#source.read(offset, end - offset);
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#base = offset;
    this.#at = before;
    this.#nextLf = this.#nextCr = -1;
  }

  /** Moves to the next record; false at the end. */
  async next(): Promise<boolean> {
    for (;;) {
      const stepped = this.step();
      if (stepped !== false) return stepped === true;
      await this.refill();
    }
  }

  #takeIrregular({ byte, line, nextByte, nextLine }: IrregularRecord): boolean {
    const next = nextByte - this.#base;
    if (next > this.bytes.length) return false;
    this.irregular = true;
    this.start = byte - this.#base;
    this.end = next;
    while (this.end > this.start && (this.bytes[this.end - 1] === 10 || this.bytes[this.end - 1] === 13)) this.end--;
    this.row = this.#nextRow++;
    this.line = line;
    this.#at = next;
    this.#nextLine = nextLine;
    return true;
  }

  /** As `scanRecord` without delimiter and quote, by searches that cost a fraction of a loop. */
  #scanLine(complete: boolean): boolean {
    const { bytes, record } = this;
    const start = this.#at;
    if (this.#nextLf < start) this.#nextLf = indexOrEnd(bytes, 10, start);
    if (this.#nextCr < start) this.#nextCr = indexOrEnd(bytes, 13, start);
    const end = Math.min(this.#nextLf, this.#nextCr);
    // After a carriage return one more byte tells what kind of line end it is.
    if (!complete && (end >= bytes.length || (end === this.#nextCr && end + 1 >= bytes.length))) return false;
    record.start = start;
    record.end = end;
    record.next = end >= bytes.length ? end : end === this.#nextCr && this.#nextLf === end + 1 ? end + 2 : end + 1;
    record.lines = 1;
    record.trouble = null;
    return true;
  }

  #isBlank(): boolean {
    const { start, end } = this.record;
    if (!this.#jsonLines) return isBlank(this.bytes, this.record, this.#dialect.width);
    if (end - start > longestBlankLine) return false;
    for (let at = start; at < end; at++) if (this.bytes[at] !== 32 && this.bytes[at] !== 9) return false;
    return true;
  }
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from);
  return found < 0 ? bytes.length : found;
}
