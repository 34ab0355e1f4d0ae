import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Compression, FormatId, Notice } from '../core/dataset.ts';
import type { OpenedFile } from '../formats/format.ts';
import type { DatasetContent } from './cache.ts';
import type { Database } from './duckdb.ts';
import type { OpenTable } from './openTable.ts';
import type { RowIndex } from './rowIndex.ts';
import { IndexedCells } from './rowIndexCells.ts';
import { RowCopy } from './rowCopy.ts';
import { openRelation } from './sql.ts';
import { UnreadableRows } from './unreadableRows.ts';

/** An open file, loaded and profiled. What its columns mean is not settled here. */
export interface LoadedDataset {
  readonly path: string;
  readonly format: FormatId;
  readonly compression?: Compression;
  readonly bytes: number;
  readonly content: DatasetContent;
  readonly notices: readonly Notice[];
  readonly table: OpenTable;
  /** Closes the database and the file, and removes what was put on disk for them. */
  close(): Promise<void>;
}

export interface LoadedParts {
  readonly path: string;
  readonly opened: OpenedFile;
  /** Of this dataset alone; removed in the end. */
  readonly folder: string;
  readonly database: Database;
  readonly content: DatasetContent;
  /** That of the load; a dataset from the cache has it made while a person looks at the first rows. */
  readonly index: RowIndex | null;
  lateIndex?(signal: AbortSignal): Promise<RowIndex | null>;
  /** Removes what the database was written to, where that is not kept. */
  discard?(): Promise<void>;
}

/** Puts what loading a file came to together: its table, its row index, which may come later, and what was not readable. */
export async function assembleDataset({ path, opened, folder, database, content, ...parts }: LoadedParts): Promise<LoadedDataset> {
  const closing = new AbortController();
  const index = content.hasLines && !parts.index && parts.lateIndex ? parts.lateIndex(closing.signal) : Promise.resolve(parts.index);
  // Whoever asks for a line is told what went wrong; until then nobody has to know.
  let ready: IndexedCells | null = null;
  const unreadable = new UnreadableRows(content.unreadable);
  const cellsOf = (built: RowIndex): IndexedCells =>
    new IndexedCells(built, content.columns, content.text?.quote ?? '"', (row) => unreadable.get(row) !== undefined);
  void index.then((built) => (ready = built && cellsOf(built)), () => undefined);
  const hasPlace = content.hasPlace ?? false;
  const copy = hasPlace ? new RowCopy({ database, columns: content.stored, records: content.records, folder: join(folder, 'work') }) : null;
  const table: OpenTable = {
    database,
    columns: content.stored,
    relation: openRelation(database, content.stored),
    records: content.records,
    unreadable,
    hasAbsent: content.hasAbsent,
    hasPlace,
    async byIndex(rows, columns, characters) {
      if (copy) return copy.read(rows, columns, characters);
      if (!ready?.suits(rows) || !(await ready.index.isCurrent())) return null;
      // A file that changes just now is left to the table, which has what was read.
      return ready.read(rows, columns, characters).catch(() => null);
    },
    rowIndex: () => index,
    async lines(rows) {
      const found = await index;
      return found && (await found.isCurrent()) ? found.lines(rows) : rows.map(() => null);
    },
  };
  return {
    path,
    format: opened.format,
    ...(opened.compression && { compression: opened.compression }),
    bytes: (await stat(path)).size,
    content,
    notices: [...content.notices, ...lossNotices(content)],
    table,
    async close() {
      closing.abort();
      await copy?.close();
      await database.close();
      await (await index.catch(() => null))?.close();
      await opened.close();
      await parts.discard?.();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Rows and unreadable records make up all records; where they do not, it is said. */
function lossNotices({ records, rows, unreadableTotal }: DatasetContent): Notice[] {
  const lost = records - rows - unreadableTotal;
  return lost === 0
    ? []
    : [
        {
          severity: 'error',
          message: `${Math.abs(lost)} of ${records} records ${lost > 0 ? 'were found in the file but could not be loaded' : 'were loaded twice'}.`,
        },
      ];
}
