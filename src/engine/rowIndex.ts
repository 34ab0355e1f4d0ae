import type { CsvDialect } from '../formats/csvRecord.ts';
import type { FileSource } from '../formats/byteSource.ts';
import { buildRowIndex, type IndexParts, type Segment } from './rowIndexBuild.ts';
import { RecordWalker, type IrregularRecords, type WalkPlace } from './rowIndexWalk.ts';

/** Where a row's own bytes are, line end excluded, and its 1-based source line. */
export interface RowPlace {
  readonly byte: number;
  readonly length: number;
  readonly line: number;
}

const perCheckpoint = 16;
const longestRead = 64 * 1024;

/**
 * Knows where every record of a text file starts, and on which line: one checkpoint in sixteen rows is kept
 * (about 3 MB per GB), the rows between are found by reading from it. Rows are numbered from 1.
 */
export class RowIndex {
  readonly records: number;
  readonly segments: readonly Segment[];
  /**
   * The file whose bytes the places are in: the dataset itself, or its copy in UTF-8 without byte order mark.
   * Lines are the dataset's in both.
   */
  readonly path: string;
  readonly transcoded: boolean;
  readonly dialect: CsvDialect | null;
  readonly #parts: IndexParts;
  readonly #source: FileSource;
  readonly #start: { readonly byte: number; readonly line: number };
  readonly #irregular: IrregularRecords;
  readonly #dispose: () => Promise<void>;

  private constructor(source: FileSource, options: RowIndexOptions, parts: IndexParts) {
    this.records = parts.records;
    this.segments = parts.segments;
    this.path = source.path;
    this.transcoded = options.transcoded ?? false;
    this.dialect = options.dialect;
    this.#parts = parts;
    this.#source = source;
    this.#start = options.start;
    this.#irregular = irregularRecords(parts);
    this.#dispose = options.dispose ?? (async () => undefined);
  }

  /** Reads the whole file once, in blocks. The index keeps `source` open until `close`. */
  static async build(source: FileSource, options: RowIndexOptions, signal: AbortSignal, progress: (fraction: number) => void = () => undefined): Promise<RowIndex> {
    return new RowIndex(source, options, await buildRowIndex(source, options.dialect, options.start, signal, progress, options.blockLength));
  }

  async close(): Promise<void> {
    await this.#source.close();
    await this.#dispose();
  }

  /** Throws a RangeError for a row that is not in the file. */
  async locate(row: number): Promise<RowPlace> {
    const walker = await this.#walkTo(row);
    return { byte: walker.byte, length: walker.end - walker.start, line: walker.line };
  }

  /** Source lines of rows, in the order asked for. */
  async lines(rows: readonly number[]): Promise<number[]> {
    const lines: number[] = [];
    const known = new Map<number, Uint32Array>();
    for (const row of rows) {
      this.#requireRow(row);
      const group = Math.floor((row - 1) / perCheckpoint);
      const first = group * perCheckpoint + 1;
      const count = Math.min(perCheckpoint, this.records + 1 - first);
      const start = this.#checkpoint(group);
      // As many lines as records: each record has one line, and nothing needs to be read.
      if (this.#checkpoint(group + 1).line - start.line === count) {
        lines.push(start.line + row - first);
        continue;
      }
      const group16 = known.get(group) ?? (await this.#linesOfGroup(first, count));
      known.set(group, group16);
      lines.push(group16[row - first]!);
    }
    return lines;
  }

  /** The bytes of up to `count` rows from `from` on, one array a row, line ends excluded. */
  async readRows(from: number, count: number): Promise<Uint8Array[]> {
    const rows: Uint8Array[] = [];
    const last = Math.min(this.records, from + count - 1);
    if (last < from) return rows;
    const walker = await this.#walkTo(from);
    do rows.push(walker.bytes.subarray(walker.start, walker.end));
    while (walker.row < last && (await walker.next()));
    return rows;
  }

  /** Walks through the records of a segment. */
  walk(segment: Segment): RecordWalker {
    return new RecordWalker(this.#source, this.dialect, this.#irregular, segment, segment.byte + segment.length, segment.length + 1);
  }

  /** Bytes of the file, for copying a stretch of it. */
  read(byte: number, length: number): Promise<Uint8Array> {
    return this.#source.read(byte, length);
  }

  async #walkTo(row: number): Promise<RecordWalker> {
    this.#requireRow(row);
    const group = Math.floor((row - 1) / perCheckpoint);
    const from = this.#checkpoint(group);
    const readAhead = Math.min(longestRead, this.#checkpoint(group + 1).byte - from.byte + 1);
    const walker = new RecordWalker(this.#source, this.dialect, this.#irregular, from, this.#source.size, readAhead);
    while (await walker.next()) if (walker.row === row) return walker;
    throw new RangeError(`Row ${row} is no longer in ${this.path}: the file has changed.`);
  }

  async #linesOfGroup(first: number, count: number): Promise<Uint32Array> {
    const lines = new Uint32Array(count);
    const walker = await this.#walkTo(first);
    do lines[walker.row - first] = walker.line;
    while (walker.row < first + count - 1 && (await walker.next()));
    return lines;
  }

  /** Where the first record of a group of sixteen is to be looked for; after the last group, the end of the file. */
  #checkpoint(group: number): WalkPlace {
    const row = group * perCheckpoint + 1;
    if (group === 0) return { row, ...this.#start };
    const { checkpointBytes, checkpointLines, end } = this.#parts;
    if (group > checkpointBytes.length) return { row, ...end };
    return { row, byte: checkpointBytes[group - 1]!, line: checkpointLines[group - 1]! };
  }

  #requireRow(row: number): void {
    if (!Number.isInteger(row) || row < 1 || row > this.records) throw new RangeError(`There is no row ${row}: the rows are 1 to ${this.records}.`);
  }
}

export interface RowIndexOptions {
  /** null: JSON Lines. */
  readonly dialect: CsvDialect | null;
  /** Where the first record is: offset in the source, and line. */
  readonly start: { readonly byte: number; readonly line: number };
  readonly transcoded?: boolean;
  /** Removes a copy that was made for the index. */
  readonly dispose?: () => Promise<void>;
  /** Bytes to read at once, for tests: at most 4 MB, which is the default. */
  readonly blockLength?: number;
}

function irregularRecords({ irregular: { rows, places } }: IndexParts): IrregularRecords {
  return {
    find(row) {
      let low = 0;
      let high = rows.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (rows[middle]! < row) low = middle + 1;
        else high = middle;
      }
      if (rows[low] !== row) return undefined;
      const [byte, line, nextByte, nextLine] = places.subarray(low * 4, low * 4 + 4);
      return { byte: byte!, line: line!, nextByte: nextByte!, nextLine: nextLine! };
    },
  };
}
