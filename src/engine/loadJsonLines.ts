import type { Column } from '../core/schema.ts';
import { jsonColumns } from '../formats/jsonl.ts';
import { JsonTable } from '../formats/jsonTable.ts';
import type { LoadTarget } from './load.ts';
import { loadJsonLinesSegment } from './loadCareful.ts';
import { createDataTable, TableWriter } from './loadTable.ts';
import type { UnreadableList } from './loadUnreadable.ts';
import { endOf, requireWhole, type Tell } from './loadWhole.ts';
import type { RowIndex } from './rowIndex.ts';

/** Loads an indexed JSON Lines file; its columns are the keys of all records, in the order in which they are first seen. */
export async function loadJsonLines(target: LoadTarget, index: RowIndex, unreadable: UnreadableList, signal: AbortSignal, tell: Tell): Promise<Column[]> {
  const connection = await target.connection();
  const writer = new TableWriter(connection, 0, target.temporaryFolder, signal);
  try {
    await createDataTable(connection, 0);
    const table = new JsonTable();
    for (const segment of index.segments) {
      await loadJsonLinesSegment(segment, table, { index, writer, unreadable, signal });
      tell(segment.byte + segment.length, endOf(index), writer.visible);
    }
    signal.throwIfAborted();
    await writer.finish();
    requireWhole(index, writer.rows, unreadable);
    return jsonColumns(table.keys);
  } finally {
    await writer.dispose();
    connection.closeSync();
  }
}
