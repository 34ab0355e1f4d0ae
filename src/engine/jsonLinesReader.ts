import type { JsonTrouble } from '../formats/jsonRecord.ts';
import { readRecord, refuseKeys } from '../formats/jsonRecordCells.ts';
import { JsonScan, stopped } from './jsonScan.ts';
import { pageOf, type ColumnPage, type RowPages } from './stagedPages.ts';

/** Rows on their way into the table, with the indexes of absent columns where a row has any. */
export interface JsonPages extends RowPages {
  readonly absent: ColumnPage | null;
}

/** A line that could not be read: its 0-based offset in the block. */
export interface JsonFailure {
  readonly row: number;
  readonly line: number;
  readonly at: number;
  readonly bytes: Buffer;
  readonly trouble: JsonTrouble;
}

/**
 * Turns lines of JSON into columns of bytes whose names are the keys, in the order in which they are first seen.
 * Plain lines are read by the WebAssembly scan, all others one by one, in file order.
 */
export class JsonLinesReader {
  readonly keys: string[] = [];
  readonly #scan = new JsonScan();
  readonly #byKey = new Map<string, number>();
  readonly #take: (pages: JsonPages) => Promise<void>;
  readonly #fail: (failure: JsonFailure) => void;
  #rows: number[] = [];
  /** Rows that may be held before they are handed over. */
  #limit: number;
  readonly #group: number;

  /** `group`: rows are handed over so that one ends where so many are full. */
  constructor(group: number, take: (pages: JsonPages) => Promise<void>, fail: (failure: JsonFailure) => void) {
    this.#group = this.#limit = group;
    this.#take = take;
    this.#fail = fail;
  }

  get longestBlock(): number {
    return this.#scan.blockLength;
  }

  /** Makes columns of keys that have none. */
  async learn(keys: Iterable<string>): Promise<void> {
    for (const key of keys) {
      if (this.#byKey.has(key)) continue;
      await this.flush();
      this.#byKey.set(key, this.keys.push(key) - 1);
      this.#scan.addKey(key);
    }
  }

  /**
   * Reads whole lines of UTF-8, at most `longestBlock` bytes. `row` and `line` are those of the first. Returns the
   * number of the row after them.
   */
  async readBlock(bytes: Buffer, row: number, line: number): Promise<number> {
    const { wasm } = this.#scan;
    this.#scan.fill(bytes, line);
    let next = row;
    for (;;) {
      wasm.limitRows(this.#limit);
      const before = wasm.getRows();
      const why = wasm.scan();
      for (let read = wasm.getRows() - before; read > 0; read--) this.#rows.push(next++);
      if (why === stopped.done) break;
      if (why === stopped.full) {
        await this.flush();
        continue;
      }
      const [at, lineAt] = [wasm.getAt(), wasm.getLine()];
      await this.readLine(bytes.subarray(at, wasm.skipLine()), next++, lineAt, at);
    }
    await this.flush();
    return next;
  }

  /** Reads one line, however long and whatever it is. */
  async readLine(bytes: Buffer, row: number, line: number, at = 0): Promise<void> {
    const record = readRecord(bytes.toString('utf8'));
    const trouble = record instanceof Map ? refuseKeys(this.keys.length, [...record.keys()].filter((key) => !this.#byKey.has(key)).length) : record;
    if (trouble || !(record instanceof Map)) {
      this.#fail({ row, line, at, bytes, trouble: trouble as JsonTrouble });
      return;
    }
    await this.learn(record.keys());
    const cells: (Buffer | null | undefined)[] = new Array<undefined>(this.keys.length).fill(undefined);
    let length = 0;
    for (const [key, value] of record) {
      const cell = value === null ? null : Buffer.from(value);
      cells[this.#byKey.get(key)!] = cell;
      length += cell?.length ?? 0;
    }
    if (this.#scan.wasm.getRows() >= Math.min(this.#limit, this.#scan.mostRows) || length > this.#scan.room) await this.flush();
    if (length > this.#scan.room || this.keys.length === 0) return this.#takeAlone(cells, row);
    this.#scan.addRow(cells);
    this.#rows.push(row);
  }

  /** Hands over the rows that are held. */
  async flush(): Promise<void> {
    const rows = Float64Array.from(this.#rows);
    this.#rows = [];
    if (rows.length === 0) return;
    const columns = this.keys.map((_, column) => this.#scan.page(column));
    const absent = this.#scan.wasm.getAbsents() > 0 ? pageOf(this.#scan.absent().map((list) => (list === null ? null : Buffer.from(list)))) : null;
    this.#scan.wasm.clearRows();
    await this.#hand({ rows, columns, absent });
  }

  /** Makes room for texts; nothing is left of the block before. */
  async startAnew(): Promise<void> {
    await this.flush();
    this.#scan.fill(Buffer.alloc(0), 1);
  }

  #hand(pages: JsonPages): Promise<void> {
    this.#limit -= pages.rows.length;
    if (this.#limit <= 0) this.#limit += this.#group;
    return this.#take(pages);
  }

  #takeAlone(cells: readonly (Buffer | null | undefined)[], row: number): Promise<void> {
    const missing = cells.flatMap((cell, index) => (cell === undefined ? [index] : []));
    return this.#hand({
      rows: Float64Array.of(row),
      columns: cells.map((cell) => pageOf([cell ?? null])),
      absent: missing.length > 0 ? pageOf([Buffer.from(missing.join(','))]) : null,
    });
  }
}
