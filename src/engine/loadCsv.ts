import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../core/schema.ts';
import { loadCsvSegment } from './loadCareful.ts';
import { insertCleanChunk } from './loadClean.ts';
import { piecesOf } from './loadPieces.ts';
import { createDataTable, TableWriter } from './loadTable.ts';
import type { TextLoading } from './loadText.ts';
import { endOf, requireWhole, type LoadedPart, type TextLoad } from './loadWhole.ts';
import { plainColumns } from './plainColumns.ts';
import type { Segment } from './rowIndexBuild.ts';

/** Chunks that are read side by side, each on a connection of its own. */
const lanes = 2;
/** Of tables with more columns than this, the blocks of rows that are under way take more memory than a second chunk is worth. */
const mostColumnsSideBySide = 500;

/** Loads the rows of a CSV: what is clean through DuckDB, the rest record by record. */
export async function loadCsv(load: TextLoad, { alwaysCareful = false }: TextLoading): Promise<LoadedPart & { readonly columns: readonly Column[] }> {
  const { target, index, columns, quote, signal } = load;
  const connections = await Promise.all(Array.from({ length: (columns.length > mostColumnsSideBySide ? 1 : lanes) + 1 }, () => target.connection()));
  const [own, ...others] = connections;
  const writer = new TableWriter(own!, columns.length, target.temporaryFolder, signal);
  const pieces = new CsvPieces(load, writer, { connections: others, alwaysCareful });
  try {
    await createDataTable(own!, columns.length, await plainColumns(index, columns, quote));
    const part = await pieces.loadAll();
    signal.throwIfAborted();
    requireWhole(index, part, pieces.rows, load.unreadable);
    return { ...part, columns };
  } finally {
    await pieces.settled();
    await writer.dispose();
    for (const connection of connections) connection.closeSync();
  }
}

/** Loads the pieces of a CSV side by side. They are committed in file order, so that the rows lie in it. */
class CsvPieces {
  /** Rows that are in the table. */
  rows = 0;
  readonly #load: TextLoad;
  readonly #writer: TableWriter;
  readonly #alwaysCareful: boolean;
  readonly #idle: DuckDBConnection[];
  readonly #running = new Set<Promise<void>>();

  constructor(
    load: TextLoad,
    writer: TableWriter,
    { connections, alwaysCareful }: { readonly connections: readonly DuckDBConnection[]; readonly alwaysCareful: boolean },
  ) {
    this.#load = load;
    this.#writer = writer;
    this.#alwaysCareful = alwaysCareful;
    this.#idle = [...connections];
  }

  /** All of them, or as many as there were when loading was stopped; the first in any case. */
  async loadAll(): Promise<LoadedPart> {
    const { target, index, signal } = this.#load;
    let before: Promise<void> = Promise.resolve();
    let part: LoadedPart = { records: 0, byte: 0 };
    for await (const piece of piecesOf(index)) {
      signal.throwIfAborted();
      while (this.#idle.length === 0) await Promise.race(this.#running);
      if (target.stop?.aborted && part.records > 0) break;
      part = { records: piece.row + piece.records - 1, byte: piece.byte + piece.length };
      before = this.#loadPiece(piece, before);
      const current = before.finally(() => this.#running.delete(current));
      this.#running.add(current);
    }
    await Promise.all(this.#running);
    return part;
  }

  /** Resolves once nothing is under way any more, whatever came of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  /** `turn`: what has to be in the table before. */
  async #loadPiece(piece: Segment, turn: Promise<void>): Promise<void> {
    const { index, tell } = this.#load;
    const writer = this.#writer;
    const connection = this.#idle.pop()!;
    try {
      const inserted = !this.#alwaysCareful && piece.clean && (await insertCleanChunk(connection, piece, this.#load));
      await turn;
      if (inserted) {
        await connection.run('COMMIT');
        this.rows += piece.records;
      } else {
        const had = writer.rows;
        await loadCsvSegment(piece, { ...this.#load, writer });
        await writer.flush();
        this.rows += writer.rows - had;
      }
      tell(piece.byte + piece.length, endOf(index), this.rows);
    } finally {
      this.#idle.push(connection);
    }
  }
}
