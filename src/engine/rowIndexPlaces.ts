import { countBelow } from '../core/countBelow.ts';
import type { IrregularRecord, IrregularRecords } from './rowIndexWalk.ts';

/** Offset and line after each sixteenth record of a file: two growing lists, twelve bytes an entry. */
export class Checkpoints {
  length = 0;
  #bytes = new Float64Array(1024);
  #lines = new Uint32Array(1024);

  /** Offsets in the file: they may be beyond 2^32. */
  add({ bytes, lines }: { readonly bytes: Float64Array; readonly lines: Uint32Array }): void {
    const length = this.length + bytes.length;
    if (length > this.#bytes.length) {
      const capacity = Math.max(length, this.#bytes.length * 2);
      this.#bytes = grown(new Float64Array(capacity), this.#bytes);
      this.#lines = grown(new Uint32Array(capacity), this.#lines);
    }
    this.#bytes.set(bytes, this.length);
    this.#lines.set(lines, this.length);
    this.length = length;
  }

  /** Throws a RangeError beyond the end. */
  at(index: number): { readonly byte: number; readonly line: number } {
    if (index < 0 || index >= this.length) throw new RangeError(`There is no checkpoint ${index}: there are ${this.length}.`);
    return { byte: this.#bytes[index]!, line: this.#lines[index]! };
  }

  /** A stretch of both lists, to be stored. */
  slice(from: number, to: number): { readonly bytes: Float64Array; readonly lines: Uint32Array } {
    const end = Math.min(to, this.length);
    return { bytes: this.#bytes.slice(from, end), lines: this.#lines.slice(from, end) };
  }
}

function grown<List extends Float64Array | Uint32Array>(larger: List, list: List): List {
  larger.set(list);
  return larger;
}

/** Records whose quotes are wrong, in file order. */
export class IrregularPlaces implements IrregularRecords {
  readonly rows: number[];
  /** Four numbers a record: its offset, its line, the offset and the line of what follows. */
  readonly places: number[];

  constructor({ rows, places }: { readonly rows: number[]; readonly places: number[] } = { rows: [], places: [] }) {
    this.rows = rows;
    this.places = places;
  }

  add(row: number, { byte, line, nextByte, nextLine }: IrregularRecord): void {
    this.rows.push(row);
    this.places.push(byte, line, nextByte, nextLine);
  }

  find(row: number): IrregularRecord | undefined {
    const { rows } = this;
    const place = countBelow(rows, row);
    if (rows[place] !== row) return undefined;
    const [byte, line, nextByte, nextLine] = this.places.slice(place * 4, place * 4 + 4);
    return { byte: byte!, line: line!, nextByte: nextByte!, nextLine: nextLine! };
  }
}
