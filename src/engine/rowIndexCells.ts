import { cellCodes } from '../formats/format.ts';
import type { Column } from '../core/schema.ts';
import { fieldText } from '../formats/csvRecord.ts';
import { firstInvalidByte } from '../formats/encoding.ts';
import { JsonTrouble, readJsonObject } from '../formats/jsonRecord.ts';
import type { ReadCells } from './cells.ts';
import { csvTrouble } from './loadCareful.ts';
import type { RowIndex } from './rowIndex.ts';
import type { RecordWalker } from './rowIndexWalk.ts';

/** Beyond so many bytes, a table finds scattered rows sooner than their records are scanned. */
const mostBytes = 8 << 20;
/** A character is four bytes at most, and a quote may be doubled. */
const bytesPerCharacter = 8;
const unreadableBytes = 4000;

/** Cells cut out of the file itself by its index: the same texts as those of the table, which need not be there yet. */
export class IndexedCells {
  readonly index: RowIndex;
  readonly #columns: readonly Column[];
  readonly #quote: string;
  readonly #isUnreadable: (row: number) => boolean;

  /** `columns`: all of the file's, for JSON Lines those that are known. `isUnreadable`: what else the load found so. */
  constructor(index: RowIndex, columns: readonly Column[], quote: string, isUnreadable: (row: number) => boolean = () => false) {
    this.index = index;
    this.#columns = columns;
    this.#quote = quote;
    this.#isUnreadable = isUnreadable;
  }

  /** Whether it is cheap to read these rows so. */
  suits(rows: Int32Array): boolean {
    return this.index.cost(Int32Array.from(rows).sort()) <= mostBytes;
  }

  /**
   * Cells of some rows, in their order. An unreadable record shows the start of its own text in the first column.
   * @param characters texts may be cut after one more of them. Throws on a row or a column that does not exist.
   */
  async read(rows: Int32Array, columns: readonly string[], characters: number): Promise<ReadCells> {
    const wanted = columns.map((name) => this.#columnOf(name));
    const text = wanted.map(() => new Array<string>(rows.length).fill(''));
    const codes = wanted.map(() => new Uint8Array(rows.length));
    const places = new Map(Array.from(rows, (row, place) => [row, place]));
    const cut = this.index.dialect ? this.#csvCells(wanted, characters) : this.#jsonCells(wanted);
    await this.index.visit(Int32Array.from(rows).sort(), (walker) => {
      const place = places.get(walker.row)!;
      const cells = this.#isUnreadable(walker.row) ? null : cut(walker);
      if (cells === null) {
        for (const each of codes) each[place] = cellCodes.unreadable;
        if (text[0]) text[0][place] = startOf(walker, characters);
        return;
      }
      cells.forEach((cell, index) => {
        if (typeof cell === 'string') text[index]![place] = cell;
        else codes[index]![place] = cell === null ? cellCodes.null : cellCodes.absent;
      });
    });
    return { text, codes };
  }

  #columnOf(name: string): Column {
    const column = this.#columns.find((candidate) => candidate.name === name);
    if (!column) throw new Error(`There is no column “${name}”`);
    return column;
  }

  /** The wanted cells of a record; null where it is unreadable. */
  #csvCells(wanted: readonly Column[], characters: number): (walker: RecordWalker) => (string | null)[] | null {
    const longest = (characters + 2) * bytesPerCharacter;
    return (walker) => {
      if (csvTrouble(walker, this.index.dialect!, this.#columns, true) !== null || walker.irregular) return null;
      return wanted.map(({ index }) => fieldText(walker.bytes, walker.record, index, this.#quote, longest));
    };
  }

  /** undefined: the object does not have the key. */
  #jsonCells(wanted: readonly Column[]): (walker: RecordWalker) => (string | null | undefined)[] | null {
    const places = new Map(wanted.map(({ name, header }, place) => [header ?? name, place]));
    return (walker) => {
      const bytes = walker.bytes.subarray(walker.start, walker.end);
      if (firstInvalidByte(bytes) >= 0) return null;
      const cells = new Array<string | null | undefined>(wanted.length).fill(undefined);
      try {
        readJsonObject(bytes.toString('utf8'), (key, value) => {
          const place = places.get(key);
          if (place !== undefined) cells[place] = value === null ? null : wellFormed(value);
        });
        return cells;
      } catch (error) {
        if (error instanceof JsonTrouble) return null;
        throw error;
      }
    };
  }
}

function startOf(walker: RecordWalker, characters: number): string {
  return walker.bytes.toString('utf8', walker.start, Math.min(walker.end, walker.start + unreadableBytes)).slice(0, Math.min(1000, characters + 1));
}

/** Half of a surrogate pair, which a JSON escape can write, is no character in UTF-8. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;
}
