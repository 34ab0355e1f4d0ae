import type { CsvDialect } from '../formats/csvRecord.ts';
import type { FileSource } from '../formats/byteSource.ts';
import { RowIndexBuilder, type IndexParts, type Segment } from './rowIndexBuild.ts';
import { RecordWalker, type WalkPlace } from './rowIndexWalk.ts';

/** Where a row's own bytes are, line end excluded, and its 1-based source line. */
export interface RowPlace {
  readonly byte: number;
  readonly length: number;
  readonly line: number;
}

const perCheckpoint = 16;
const longestRead = 64 * 1024;
/** Bytes to read at once where all records are walked through. */
const wholeRead = 1 << 20;
/** Reads under way at once, for rows that are not neighbours. */
const lanes = 8;

/**
 * Knows where every record of a text file starts, and on which line: one checkpoint in sixteen rows is kept
 * (about 3 MB per GB), the rows between are found by reading from it. Rows are numbered from 1.
 */
export class RowIndex {
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
  readonly #dispose: () => Promise<void>;

  private constructor(source: FileSource, options: RowIndexOptions, parts: IndexParts) {
    this.path = source.path;
    this.transcoded = options.transcoded ?? false;
    this.dialect = options.dialect;
    this.#parts = parts;
    this.#source = source;
    this.#start = options.start;
    this.#dispose = options.dispose ?? (async () => undefined);
  }

  /**
   * Reads the whole file once, in blocks. The index keeps `source` open until `close`. It can be asked for what has been
   * found whenever `begun` is called with it; `progress` is how far the file has been read.
   */
  static async build(
    source: FileSource,
    options: RowIndexOptions,
    signal: AbortSignal,
    progress: (fraction: number) => void = () => undefined,
  ): Promise<RowIndex> {
    const builder = new RowIndexBuilder(source, options.dialect, options.start, options.blockLength);
    const index = new RowIndex(source, options, builder);
    while (!builder.done && !(options.stop?.aborted && builder.records > 0)) {
      signal.throwIfAborted();
      await builder.readBlock();
      if (builder.records > 0) options.begun?.(index);
      progress(builder.position / source.size);
    }
    return index;
  }

  /** An index that was built before, of the same file. */
  static of(source: FileSource, options: RowIndexOptions, parts: IndexParts): RowIndex {
    return new RowIndex(source, options, parts);
  }

  /** Length of the indexed text, in bytes. */
  get size(): number {
    return this.#source.size;
  }

  /** Records found so far: all of them once it is built. */
  get records(): number {
    return this.#parts.records;
  }

  get segments(): readonly Segment[] {
    return this.#parts.segments;
  }

  /** What was found, to be stored. */
  get parts(): IndexParts {
    return this.#parts;
  }

  /** The file is still the one that was indexed, as far as its size and time tell. */
  isCurrent(): Promise<boolean> {
    return this.#source.isUnchanged();
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
      const group = groupOf(row);
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

  /** Calls `visit` with a walker that stands at each of these rows, neighbours in one read. `rows` ascend. */
  async visit(rows: Int32Array, visit: (walker: RecordWalker) => void): Promise<void> {
    const runs = neighbours(rows);
    const lane = async (): Promise<void> => {
      for (let run = runs.shift(); run; run = runs.shift()) await this.#visitRun(run, visit);
    };
    await Promise.all(Array.from({ length: Math.min(lanes, runs.length) }, lane));
  }

  /** Bytes that `visit` would read. */
  cost(rows: Int32Array): number {
    return neighbours(rows).reduce((sum, run) => sum + this.#lengthOf(run), 0);
  }

  /** Walks through the records of a segment. */
  walk(segment: Segment): RecordWalker {
    return new RecordWalker(this.#source, this.dialect, this.#parts.irregular, segment, segment.byte + segment.length, segment.length + 1);
  }

  /** Walks through all records. */
  walkAll(): RecordWalker {
    return new RecordWalker(this.#source, this.dialect, this.#parts.irregular, this.#checkpoint(0), this.#source.size, wholeRead);
  }

  /** Where the first record begins: offset in the indexed text, and line. */
  get start(): { readonly byte: number; readonly line: number } {
    return this.#start;
  }

  /** Bytes of the file, for copying a stretch of it. */
  read(byte: number, length: number): Promise<Uint8Array> {
    return this.#source.read(byte, length);
  }

  async #visitRun(rows: Int32Array, visit: (walker: RecordWalker) => void): Promise<void> {
    const [first, last] = [rows[0]!, rows.at(-1)!];
    this.#requireRow(first);
    this.#requireRow(last);
    const walker = new RecordWalker(
      this.#source,
      this.dialect,
      this.#parts.irregular,
      this.#checkpoint(groupOf(first)),
      this.#source.size,
      Math.min(longestRead, this.#lengthOf(rows)),
    );
    for (let at = 0; at < rows.length;) {
      if (walker.step() !== true && !(await walker.next())) throw this.#changed(rows[at]!);
      if (walker.row !== rows[at]) continue;
      visit(walker);
      at++;
    }
  }

  #lengthOf(run: Int32Array): number {
    return this.#checkpoint(groupOf(run.at(-1)!) + 1).byte - this.#checkpoint(groupOf(run[0]!)).byte + 1;
  }

  #changed(row: number): RangeError {
    return new RangeError(`Row ${row} is no longer in ${this.path}: the file has changed.`);
  }

  async #walkTo(row: number): Promise<RecordWalker> {
    this.#requireRow(row);
    const group = groupOf(row);
    const from = this.#checkpoint(group);
    const readAhead = Math.min(longestRead, this.#checkpoint(group + 1).byte - from.byte + 1);
    const walker = new RecordWalker(this.#source, this.dialect, this.#parts.irregular, from, this.#source.size, readAhead);
    while (await walker.next()) if (walker.row === row) return walker;
    throw this.#changed(row);
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
    const { checkpoints, end } = this.#parts;
    return { row, ...(group > checkpoints.length ? end : checkpoints.at(group - 1)) };
  }

  #requireRow(row: number): void {
    if (!Number.isInteger(row) || row < 1 || row > this.records)
      throw new RangeError(`There is no row ${row}: the rows are 1 to ${this.records}.`);
  }
}

const groupOf = (row: number): number => Math.floor((row - 1) / perCheckpoint);

/** Ascending rows, divided where so many lie between two of them that they are better read one by one. */
function neighbours(rows: Int32Array): Int32Array[] {
  const runs: Int32Array[] = [];
  let from = 0;
  for (let at = 1; at <= rows.length; at++) {
    if (at < rows.length && groupOf(rows[at]!) - groupOf(rows[at - 1]!) <= 1) continue;
    if (at > from) runs.push(rows.subarray(from, at));
    from = at;
  }
  return runs;
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
  /** Called with an index that is being built whenever it has grown. */
  begun?(index: RowIndex): void;
  /** Ends the pass where it is, once there are rows. */
  readonly stop?: AbortSignal;
}
