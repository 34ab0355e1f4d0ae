import { isUtf8 } from 'node:buffer';
import type { CsvDialect } from '../formats/csvRecord.ts';
import type { ByteSource } from '../formats/format.ts';
import { Checkpoints, IrregularPlaces } from './rowIndexPlaces.ts';
import { nextThatParses, recoveryWindow } from './rowIndexRecover.ts';
import { RowScan } from './rowIndexScan.ts';

/** A stretch of the file between two record starts, and whether anything in it needs care. */
export interface Segment {
  /** Row number of its first record. */
  readonly row: number;
  readonly byte: number;
  readonly line: number;
  readonly records: number;
  readonly length: number;
  /** Quotes balance, every record has the right number of fields, all bytes are UTF-8 and none is NUL; no `\r` among other line ends. */
  readonly clean: boolean;
  /** Both `\n` and `\r\n`. */
  readonly mixedLineEnds: boolean;
  /** Some of its bytes are not UTF-8. */
  readonly invalidUtf8: boolean;
}

/** Where a record starts: offset and line. */
interface Place {
  readonly byte: number;
  readonly line: number;
}

/** Everything that one pass over the file finds; it grows while the pass goes on. */
export interface IndexParts {
  readonly records: number;
  /** What follows the line end of the last of them. */
  readonly end: Place;
  /** After each sixteenth record. */
  readonly checkpoints: Checkpoints;
  readonly irregular: IrregularPlaces;
  readonly segments: readonly Segment[];
}

/** As `getLineEnds` of the scan adds them up. */
const lineEndBits = { lf: 1, crlf: 2, cr: 4 } as const;
/** A record longer than this is left to the careful reader: DuckDB's would need a buffer of its length. */
const longRecord = 1_000_000;

/**
 * Finds the start of every record from `start` to the end of the file in one streaming pass of 4 MB blocks. What has
 * been found can be used after each of them. `dialect` null: JSON Lines. `blockLength` makes the blocks shorter, for tests.
 */
export class RowIndexBuilder implements IndexParts {
  readonly #source: ByteSource;
  readonly #dialect: CsvDialect | null;
  readonly #scan: RowScan;
  readonly #blockLength: number;
  readonly checkpoints = new Checkpoints();
  readonly irregular = new IrregularPlaces();
  readonly segments: Segment[] = [];
  records = 0;
  end: Place;
  #position: number;
  #segmentStart: Place & { readonly row: number };
  #invalidUtf8 = false;
  #nul = false;
  #trouble = false;

  constructor(source: ByteSource, dialect: CsvDialect | null, start: Place, blockLength = Infinity) {
    this.#source = source;
    this.#dialect = dialect;
    this.#scan = new RowScan(dialect);
    this.#blockLength = Math.min(blockLength, this.#scan.blockLength);
    this.#position = start.byte;
    this.#segmentStart = { row: 1, ...start };
    this.end = start;
    this.#scan.wasm.moveTo(start.byte, start.line);
  }

  get done(): boolean {
    return this.#position >= this.#source.size;
  }

  /** Offset up to which the file has been read. */
  get position(): number {
    return Math.min(this.#position, this.#source.size);
  }

  async readBlock(): Promise<void> {
    const { wasm } = this.#scan;
    const position = this.#position;
    const before = Math.min(2, position);
    const block = this.#scan.fill(await this.#source.read(position - before, this.#blockLength + before), before);
    const last = position + block.length >= this.#source.size;
    const length = last ? block.length : block.length - 1;
    let from = 0;
    let movedBack = false;
    while (wasm.scan(position, from, length, last ? 1 : 0) !== 0) {
      from = (await this.#recover(block, position, last)) - position;
      movedBack = from < 0;
      if (movedBack || from >= length) break;
    }
    const reached = wasm.getRecordStart();
    // The next block starts with the record that this one cuts, unless that record is longer than a block.
    const next = movedBack || reached > position ? reached : position + length;
    this.#inspect(block, next - position);
    this.checkpoints.add(this.#scan.takeCheckpoints());
    this.#position = next;
    if (reached > this.#segmentStart.byte) this.#endSegment(reached);
    if (next === reached) wasm.moveTo(next, wasm.getRecordLine());
    this.records = wasm.getRecords();
    this.end = { byte: wasm.getRecordStart(), line: wasm.getRecordLine() };
  }

  #inspect(block: Buffer, length: number): void {
    const bytes = block.subarray(0, Math.max(0, length));
    if (bytes.includes(0)) this.#nul = true;
    // What a recovery skipped beyond the block was not looked at.
    if (!isUtf8(bytes) || length > block.length) this.#invalidUtf8 = true;
  }

  #endSegment(reached: number): void {
    const { wasm } = this.#scan;
    const { row, byte, line } = this.#segmentStart;
    const records = wasm.getRecords() + 1 - row;
    const lineEnds = wasm.getLineEnds();
    const strayCr = lineEnds > lineEndBits.cr;
    const clean = !this.#trouble && !this.#nul && !this.#invalidUtf8 && !strayCr && wasm.getRagged() === 0 && wasm.getLongest() <= longRecord;
    this.segments.push({
      row,
      byte,
      line,
      records,
      length: reached - byte,
      clean,
      mixedLineEnds: lineEnds === lineEndBits.lf + lineEndBits.crlf,
      invalidUtf8: this.#invalidUtf8,
    });
    this.#segmentStart = { row: row + records, byte: reached, line: wasm.getRecordLine() };
    this.#trouble = this.#nul = this.#invalidUtf8 = false;
    wasm.clearCounts();
  }

  /** Ends the record in trouble where the next one that parses begins, and returns that offset. */
  async #recover(block: Buffer, position: number, last: boolean): Promise<number> {
    const { wasm } = this.#scan;
    this.#trouble = true;
    const start = wasm.getRecordStart();
    let bytes = block.subarray(Math.max(0, start - position));
    let complete = last;
    if (start < position || (!last && bytes.length < recoveryWindow)) {
      const read = await this.#source.read(start, recoveryWindow);
      bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
      complete = start + bytes.length >= this.#source.size;
    }
    const found = nextThatParses(bytes, complete, this.#dialect!);
    const line = wasm.getRecordLine();
    const next = { byte: start + found.at, line: line + found.lines };
    wasm.countRecord(next.byte, next.line);
    this.irregular.add(wasm.getRecords(), { byte: start, line, nextByte: next.byte, nextLine: next.line });
    wasm.moveTo(next.byte, next.line);
    return next.byte;
  }
}
