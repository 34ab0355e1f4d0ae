import type { Column } from '../core/schema.ts';
import { cellCodes, FormatError, type RowsInPlace } from '../formats/format.ts';
import { readCells, type ReadCells } from './cells.ts';
import type { Database } from './duckdb.ts';
import type { ShownRows } from './loading.ts';
import type { RowIndex } from './rowIndex.ts';
import { IndexedCells } from './rowIndexCells.ts';
import { dataTable, type StoredColumn } from './sql.ts';
import { UnreadableRows } from './unreadableRows.ts';

/** Rows that the index of a text file has found so far, in the columns that its head shows. */
export function indexedRows(index: RowIndex, columns: readonly Column[], quote: string): ShownRows {
  const cells = new IndexedCells(index, columns, quote);
  return {
    get records() {
      return index.records;
    },
    async cells(rows, names, characters) {
      if (!(await index.isCurrent())) throw new FormatError('The file was changed while it was being read. Reload it.');
      return cells.read(rows, names, characters);
    },
  };
}

/** Rows that are read where they lie in the file. */
export function placedRows(rows: RowsInPlace, columns: readonly Column[]): ShownRows {
  return {
    get records() {
      return rows.records;
    },
    async cells(numbers, names, characters) {
      const cells = await rows.read(numbers, names.map((name) => columnIndex(columns, name)));
      return {
        text: cells.map(({ text }) => text.map((each) => each.slice(0, characters + 1))),
        codes: cells.map(({ codes }) => codes ?? new Uint8Array(numbers.length)),
      };
    },
  };
}

/** Rows of the table `data` while it grows: `records` is told from outside. */
export class GrowingTable implements ShownRows {
  records = 0;
  readonly #database: Database;
  readonly #columns: readonly Column[];

  constructor(database: Database, columns: readonly Column[]) {
    this.#database = database;
    this.#columns = columns;
  }

  async cells(rows: Int32Array, columns: readonly string[], characters: number, signal?: AbortSignal): Promise<ReadCells> {
    const storage = await storageTypes(this.#database);
    const stored = this.#columns.map((column): StoredColumn => ({
      name: column.name,
      internal: `c${column.index}`,
      storage: storage.get(`c${column.index}`) ?? '',
      type: column.type,
    }));
    const there = columns.filter((name) => stored.some((column) => column.name === name && column.storage !== ''));
    const table = {
      database: this.#database,
      columns: stored,
      unreadable: new UnreadableRows([]),
      hasAbsent: storage.has('_absent'),
      hasPlace: storage.has('_place'),
    };
    const read = await readCells(table, rows, there, characters, signal);
    // A key that no record has had so far is no column of the table yet.
    return {
      text: columns.map((name) => read.text[there.indexOf(name)] ?? Array.from(rows, () => '')),
      codes: columns.map((name) => read.codes[there.indexOf(name)] ?? new Uint8Array(rows.length).fill(cellCodes.absent)),
    };
  }

}

function columnIndex(columns: readonly Column[], name: string): number {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`There is no column “${name}”`);
  return column.index;
}

/** DuckDB's types of the columns of `data`, by their names there. */
export async function storageTypes(database: Database): Promise<Map<string, string>> {
  const described = await database.query(`SELECT column_name, column_type FROM (DESCRIBE ${dataTable})`);
  return new Map(described.map((row) => [String(row['column_name']), String(row['column_type'])]));
}
