import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { TextOptions } from '../../src/core/dataset.ts';
import { loadTable, type LoadedTable, type LoadTarget } from '../../src/engine/load.ts';
import { loadText } from '../../src/engine/loadText.ts';
import { textOf } from '../../src/engine/sql.ts';
import { openFile } from '../../src/formats/index.ts';
import type { FirstRows } from '../../src/formats/format.ts';

/** A cell as fixtures write it: its text, null, or absent. */
export type ExpectedCell = string | null | { readonly absent: true };

export interface FileContent {
  readonly format: string;
  readonly columns: readonly string[];
  readonly types?: readonly string[];
  /** Readable rows in file order; `rowNumbers` is theirs. */
  readonly rows: readonly (readonly ExpectedCell[])[];
  readonly rowNumbers: readonly number[];
  readonly unreadable: readonly { readonly row: number; readonly line?: number; readonly byte?: number; readonly reason: string; readonly text: string }[];
  readonly notices: readonly string[];
  readonly text?: TextOptions;
}

const neverAborted = new AbortController().signal;

/** A folder and a database in memory for one test; `close` removes both. */
export async function temporaryTarget(): Promise<LoadTarget & { close(): Promise<void>; leftovers(): Promise<string[]> }> {
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'winnow-load-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const setup = await instance.connect();
  await setup.run(`SET GLOBAL TimeZone = 'UTC'`);
  setup.closeSync();
  return {
    temporaryFolder,
    connection: () => instance.connect(),
    leftovers: () => readdir(temporaryFolder),
    close: async () => {
      instance.closeSync();
      await rm(temporaryFolder, { recursive: true, force: true });
    },
  };
}

/** Opens and loads a file, and reads it back. `careful`: DuckDB's CSV reader is not used. */
export async function readBack(path: string, options: TextOptions = {}, careful = false): Promise<FileContent> {
  const target = await temporaryTarget();
  try {
    const opened = await openFile(path, options);
    try {
      const source = opened.toEngine();
      const loaded =
        careful && source.kind === 'text'
          ? await loadText(target, opened, source, neverAborted, () => undefined, { alwaysCareful: true })
          : await loadTable(target, opened, neverAborted, () => undefined);
      await loaded.index?.close();
      const connection = await target.connection();
      const { rows, rowNumbers } = await readRows(connection, loaded);
      connection.closeSync();
      return {
        format: opened.format,
        columns: loaded.columns.map((column) => column.name),
        types: loaded.columns.map((column) => column.type),
        rows,
        rowNumbers,
        unreadable: loaded.unreadable,
        notices: loaded.notices.map((notice) => notice.message),
        text: loaded.text ?? opened.text,
      };
    } finally {
      await opened.close();
    }
  } finally {
    await target.close();
  }
}

async function readRows(connection: DuckDBConnection, loaded: LoadedTable): Promise<{ rows: ExpectedCell[][]; rowNumbers: number[] }> {
  const described = (await connection.runAndReadAll('DESCRIBE data')).getRows();
  const storage = new Map(described.map((row) => [String(row[0]), String(row[1])]));
  // A mark at the start of a string would be lost on its way out of DuckDB, so none is left at the start.
  const texts = loaded.columns.map((_, index) => `'=' || ${textOf({ name: '', internal: `c${index}`, storage: storage.get(`c${index}`)!, type: 'text' })}`);
  const absent = storage.has('_absent') ? '_absent' : 'NULL';
  const read = (await connection.runAndReadAll(`SELECT ${['_row', absent, ...texts].join(', ')} FROM data`)).getRows();
  const rows = read.map(([, absentList, ...cells]) => {
    const absentColumns = new Set(typeof absentList === 'string' ? absentList.split(',') : []);
    return cells.map((cell, index): ExpectedCell =>
      absentColumns.has(String(index)) ? { absent: true } : cell === null || cell === undefined ? null : String(cell).slice(1),
    );
  });
  return { rows, rowNumbers: read.map((row) => Number(row[0])) };
}

/** The readable rows of a head, in the form of `FileContent`. */
export function rowsOfHead(head: FirstRows): ExpectedCell[][] {
  const count = head.cells[0]?.text.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) => head.cells.map(({ text, codes }): ExpectedCell | 'unreadable' => {
    const code = codes?.[row] ?? 0;
    return code === 0 ? text[row]! : code === 1 ? null : code === 2 ? { absent: true } : 'unreadable';
  }));
  return rows.filter((row) => !row.includes('unreadable')) as ExpectedCell[][];
}
