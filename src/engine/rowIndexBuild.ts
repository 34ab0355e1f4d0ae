import { isUtf8 } from 'node:buffer';
import type { CsvDialect } from '../formats/csvRecord.ts';
import type { ByteSource } from '../formats/format.ts';
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

/** Everything that one pass over the file finds. */
export interface IndexParts {
  readonly records: number;
  /** What follows the last record's line end. */
  readonly end: { readonly byte: number; readonly line: number };
  /** Offset and line after each sixteenth record. */
  readonly checkpointBytes: Float64Array;
  readonly checkpointLines: Uint32Array;
  /** Records whose quotes are wrong: their rows, and for each its offset, line, the next record's offset, and its line. */
  readonly irregular: { readonly rows: Float64Array; readonly places: Float64Array };
  readonly segments: readonly Segment[];
}

/** As `getLineEnds` of the scan adds them up. */
const lineEndBits = { lf: 1, crlf: 2, cr: 4 } as const;
/** A record longer than this is left to the careful reader: DuckDB's would need a buffer of its length. */
const longRecord = 1_000_000;

/**
 * Finds the start of every record from `start` to the end of the file in one streaming pass of 4 MB blocks.
 * `dialect` null: JSON Lines. `blockLength` makes the blocks shorter, for tests. Rejects with the signal's reason when it is aborted.
 */
export async function buildRowIndex(source: ByteSource, dialect: CsvDialect | null, start: { byte: number; line: number }, signal: AbortSignal, progress: (fraction: number) => void, blockLength = Infinity): Promise<IndexParts> {
  const builder = new Builder(source, dialect, start, blockLength);
  while (!builder.done) {
    signal.throwIfAborted();
    await builder.readBlock();
    progress(builder.fraction);
  }
  return builder.finish();
}

class Builder {
  readonly #source: ByteSource;
  readonly #dialect: CsvDialect | null;
  readonly #scan: RowScan;
  readonly #blockLength: number;
  readonly #checkpoints: { bytes: Float64Array; lines: Uint32Array }[] = [];
  readonly #irregularRows: number[] = [];
  readonly #irregularPlaces: number[] = [];
  readonly #segments: Segment[] = [];
  #position: number;
  #segmentStart: { row: number; byte: number; line: number };
  #invalidUtf8 = false;
  #nul = false;
  #trouble = false;

  constructor(source: ByteSource, dialect: CsvDialect | null, start: { byte: number; line: number }, blockLength: number) {
    this.#source = source;
    this.#dialect = dialect;
    this.#scan = new RowScan(dialect);
    this.#blockLength = Math.min(blockLength, this.#scan.blockLength);
    this.#position = start.byte;
    this.#segmentStart = { row: 1, ...start };
    this.#scan.wasm.moveTo(start.byte, start.line);
  }

  get done(): boolean {
    return this.#position >= this.#source.size;
  }

  get fraction(): number {
    return Math.min(1, this.#position / this.#source.size);
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
    this.#checkpoints.push(this.#scan.takeCheckpoints());
    this.#position = next;
    if (reached > this.#segmentStart.byte) this.#endSegment(reached);
    if (next === reached) wasm.moveTo(next, wasm.getRecordLine());
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
    this.#segments.push({ row, byte, line, records, length: reached - byte, clean, mixedLineEnds: lineEnds === lineEndBits.lf + lineEndBits.crlf, invalidUtf8: this.#invalidUtf8 });
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
    this.#irregularRows.push(wasm.getRecords());
    this.#irregularPlaces.push(start, line, next.byte, next.line);
    wasm.moveTo(next.byte, next.line);
    return next.byte;
  }

  finish(): IndexParts {
    const { wasm } = this.#scan;
    return {
      records: wasm.getRecords(),
      end: { byte: wasm.getRecordStart(), line: wasm.getRecordLine() },
      checkpointBytes: joinDoubles(this.#checkpoints.map((each) => each.bytes)),
      checkpointLines: joinIntegers(this.#checkpoints.map((each) => each.lines)),
      irregular: { rows: Float64Array.from(this.#irregularRows), places: Float64Array.from(this.#irregularPlaces) },
      segments: this.#segments,
    };
  }
}

function joinDoubles(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function joinIntegers(parts: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
