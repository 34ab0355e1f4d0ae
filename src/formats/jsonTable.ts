import { formatCount } from '../core/countWords.ts';
import { cellCodes, type CellColumn, type RecordBatch } from './format.ts';
import { JsonTrouble, readJsonObject } from './jsonRecord.ts';

/** Beyond this the keys are data rather than names, and no table can hold them. */
export const mostKeys = 10_000;

interface GrowingColumn {
  readonly text: string[];
  readonly codes: number[];
}

/**
 * Gathers JSON objects as rows of a table whose columns are their keys, in the order in which they are first seen.
 * Keys that an object does not have are absent, which is not the same as null.
 */
export class JsonTable {
  readonly keys: string[] = [];
  readonly #byKey = new Map<string, number>();
  #columns: GrowingColumn[] = [];
  #rowNumbers: number[] = [];

  get rows(): number {
    return this.#rowNumbers.length;
  }

  /** Takes in one object's text. Returns why it cannot be read, or null; nothing of an unreadable one is kept. */
  add(text: string, row: number): JsonTrouble | null {
    const keys: string[] = [];
    const values: (string | null)[] = [];
    try {
      readJsonObject(text, (key, value) => {
        keys.push(key);
        values.push(value);
      });
    } catch (error) {
      if (error instanceof JsonTrouble) return error;
      throw error;
    }
    if (this.keys.length + keys.length > mostKeys && this.#unknown(keys) > mostKeys - this.keys.length) {
      return new JsonTrouble(`it brings more than ${formatCount(mostKeys)} different keys into the table`, 0);
    }
    const at = this.#rowNumbers.length;
    for (const [index, key] of keys.entries()) {
      const column = this.#columnOf(key);
      const value = values[index]!;
      while (column.codes.length < at) this.#pushAbsent(column);
      // A repeated key replaces the value before it, as everywhere in JavaScript.
      column.text[at] = value ?? '';
      column.codes[at] = value === null ? cellCodes.null : cellCodes.value;
    }
    this.#rowNumbers.push(row);
    return null;
  }

  /** The rows gathered since the last call, with a cell for every key known by now. */
  take(): RecordBatch {
    const rows = this.#rowNumbers.length;
    const cells = this.keys.map((_, index): CellColumn => {
      const column = (this.#columns[index] ??= { text: [], codes: [] });
      while (column.codes.length < rows) this.#pushAbsent(column);
      return { text: column.text, codes: column.codes.some((code) => code !== 0) ? Uint8Array.from(column.codes) : undefined };
    });
    const batch: RecordBatch = { firstRow: this.#rowNumbers[0] ?? 0, rowNumbers: this.#rowNumbers, cells, names: [...this.keys] };
    this.#columns = [];
    this.#rowNumbers = [];
    return batch;
  }

  #unknown(keys: readonly string[]): number {
    return new Set(keys.filter((key) => !this.#byKey.has(key))).size;
  }

  #pushAbsent(column: GrowingColumn): void {
    column.text.push('');
    column.codes.push(cellCodes.absent);
  }

  #columnOf(key: string): GrowingColumn {
    let index = this.#byKey.get(key);
    if (index === undefined) {
      index = this.keys.length;
      this.keys.push(key);
      this.#byKey.set(key, index);
    }
    return (this.#columns[index] ??= { text: [], codes: [] });
  }
}
