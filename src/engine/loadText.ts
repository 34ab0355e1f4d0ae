import type { Notice } from '../core/dataset.ts';
import type { Column } from '../core/schema.ts';
import { toCsvDialect } from '../formats/csv.ts';
import type { OpenedFile, TextSource } from '../formats/format.ts';
import type { LoadedTable, LoadProgress, LoadTarget } from './load.ts';
import { loadCsvSegment, type CarefulTarget } from './loadCareful.ts';
import { insertCleanChunk } from './loadClean.ts';
import { indexText } from './loadIndex.ts';
import { loadJsonLines } from './loadJsonLines.ts';
import { piecesOf } from './loadPieces.ts';
import { createDataTable, TableWriter } from './loadTable.ts';
import { UnreadableList } from './loadUnreadable.ts';
import { endOf, requireWhole, type LoadedPart, type Tell } from './loadWhole.ts';
import { plainColumns } from './plainColumns.ts';
import type { RowIndex } from './rowIndex.ts';
import type { Segment } from './rowIndexBuild.ts';

/** Share of the work that indexing is. */
const indexShare = 0.1;
/** Chunks that are read side by side, each on a connection of its own. */
const lanes = 2;
/** Of tables with more columns than this, the blocks of rows that are under way take more memory than a second chunk is worth. */
const mostColumnsSideBySide = 500;

/** How text is loaded; for tests, which compare the two ways. */
export interface TextLoading {
  /** Every record is read by our own reader, DuckDB's is not used. */
  readonly alwaysCareful?: boolean;
}

/** Indexes a CSV or JSON Lines file, then loads what is clean through DuckDB and the rest record by record. */
export async function loadText(target: LoadTarget, opened: OpenedFile, source: TextSource, signal: AbortSignal, progress: (value: LoadProgress) => void, loading: TextLoading = {}): Promise<LoadedTable> {
  const dialect = source.format === 'jsonl' ? null : toCsvDialect(source.text, opened.columns.length);
  const { index, notices, text } = await indexText(source, dialect, target.temporaryFolder, signal, (fraction) =>
    progress({ fraction: fraction * indexShare, words: 'Finding rows' }), { ...(target.indexed && { begun: target.indexed }), ...(target.stop && { stop: target.stop }) },
  );
  const tell = (bytes: number, length: number, rows: number): void => {
    const share = length === 0 ? 1 : bytes / length;
    progress({ fraction: indexShare + share * (1 - indexShare), words: 'Loading rows', rows, share });
  };
  try {
    const unreadable = new UnreadableList();
    const { columns, records, byte } = dialect ? await loadCsv(target, index, opened.columns, source, unreadable, signal, tell, loading) : await loadJsonLines(target, index, opened.columns, unreadable, signal, tell);
    return {
      records,
      ...(byte < index.size && target.stop?.aborted && { partial: byte / index.size }),
      unreadable: unreadable.sorted(),
      unreadableTotal: unreadable.total,
      index,
      careful: loading.alwaysCareful === true || index.segments.some((segment) => !segment.clean),
      columns,
      notices: [...opened.notices, ...notices] satisfies Notice[],
      ...(text ? { text } : {}),
    };
  } catch (error) {
    await index.close();
    throw error;
  }
}

/** The chunks are committed in file order, so that the rows lie in it. */
async function loadCsv(target: LoadTarget, index: RowIndex, columns: readonly Column[], source: TextSource, unreadable: UnreadableList, signal: AbortSignal, tell: Tell, loading: TextLoading): Promise<LoadedPart & { readonly columns: readonly Column[] }> {
  const quote = source.text.quote ?? '"';
  const connections = await Promise.all(Array.from({ length: (columns.length > mostColumnsSideBySide ? 1 : lanes) + 1 }, () => target.connection()));
  const own = connections.pop()!;
  const idle = [...connections];
  const running = new Set<Promise<void>>();
  let before: Promise<void> = Promise.resolve();
  let rows = 0;
  const writer = new TableWriter(own, columns.length, target.temporaryFolder, signal);
  try {
    await createDataTable(own, columns.length, await plainColumns(index, columns, quote));
    const careful: CarefulTarget = { index, writer, unreadable, columns, quote, signal };
    const loadPiece = async (piece: Segment, turn: Promise<void>): Promise<void> => {
      const connection = idle.pop()!;
      try {
        const inserted = !loading.alwaysCareful && piece.clean && (await insertCleanChunk(connection, index, piece, columns.length, quote, target.temporaryFolder, signal));
        await turn;
        if (inserted) {
          await connection.run('COMMIT');
          rows += piece.records;
        } else {
          const had = writer.rows;
          await loadCsvSegment(piece, careful);
          await writer.flush();
          rows += writer.rows - had;
        }
        tell(piece.byte + piece.length, endOf(index), rows);
      } finally {
        idle.push(connection);
      }
    };
    let part: LoadedPart = { records: 0, byte: 0 };
    for await (const piece of piecesOf(index)) {
      signal.throwIfAborted();
      while (idle.length === 0) await Promise.race(running);
      if (target.stop?.aborted && part.records > 0) break;
      part = { records: piece.row + piece.records - 1, byte: piece.byte + piece.length };
      before = loadPiece(piece, before);
      const current = before.finally(() => running.delete(current));
      running.add(current);
    }
    await Promise.all(running);
    signal.throwIfAborted();
    requireWhole(index, part, rows, unreadable);
    return { ...part, columns };
  } finally {
    await Promise.allSettled(running);
    await writer.dispose();
    for (const connection of [...connections, own]) connection.closeSync();
  }
}
