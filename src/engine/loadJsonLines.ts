import type { Column } from '../core/schema.ts';
import { jsonColumns } from '../formats/jsonl.ts';
import { JsonTable } from '../formats/jsonTable.ts';
import type { LoadTarget } from './load.ts';
import { loadJsonLinesSegment } from './loadCareful.ts';
import { createDataTable, TableWriter } from './loadTable.ts';
import type { UnreadableList } from './loadUnreadable.ts';
import { endOf, requireWhole, type LoadedPart, type Tell } from './loadWhole.ts';
import type { RowIndex } from './rowIndex.ts';

/** Loads an indexed JSON Lines file; its columns are the keys of all records, in the order in which they are first seen. */
export async function loadJsonLines(target: LoadTarget, index: RowIndex, unreadable: UnreadableList, signal: AbortSignal, tell: Tell): Promise<LoadedPart & { readonly columns: readonly Column[] }> {
  const connection = await target.connection();
  const writer = new TableWriter(connection, 0, target.temporaryFolder, signal);
  try {
    await createDataTable(connection, 0);
    const table = new JsonTable();
    let part: LoadedPart = { records: 0, byte: 0 };
    for (const segment of index.segments) {
      if (target.stop?.aborted && part.records > 0) break;
      await loadJsonLinesSegment(segment, table, { index, writer, unreadable, signal });
      part = { records: segment.row + segment.records - 1, byte: segment.byte + segment.length };
      tell(part.byte, endOf(index), writer.visible);
    }
    signal.throwIfAborted();
    await writer.finish();
    requireWhole(index, part, writer.rows, unreadable);
    return { ...part, columns: jsonColumns(table.keys) };
  } finally {
    await writer.dispose();
    connection.closeSync();
  }
}
