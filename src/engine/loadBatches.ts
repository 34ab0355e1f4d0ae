import type { Column } from '../core/schema.ts';
import type { EngineSource, OpenedFile } from '../formats/format.ts';
import { jsonColumns } from '../formats/jsonl.ts';
import type { LoadedTable, LoadProgress, LoadTarget } from './load.ts';
import { createDataTable, TableWriter } from './loadTable.ts';
import { plainPages } from './plainColumns.ts';
import { UnreadableList } from './unreadableList.ts';

type BatchSource = Extract<EngineSource, { kind: 'batches' }>;

/** Loads what a format's own reader hands over batch by batch. */
export async function loadBatches(
  target: LoadTarget,
  opened: OpenedFile,
  source: Pick<BatchSource, 'batches'>,
  signal: AbortSignal,
  progress: (value: LoadProgress) => void,
): Promise<LoadedTable> {
  const unreadable = new UnreadableList();
  const notices = [...opened.notices];
  let columns: readonly Column[] = opened.columns;
  let records = 0;
  let share = 0;
  let partial = false;
  const connection = await target.connection();
  let writer: TableWriter | null = null;
  const tell = (fraction: number | undefined): void =>
    progress({ ...(fraction !== undefined && { fraction, share }), words: 'Loading rows', rows: writer?.visible ?? 0 });
  try {
    // Records that bring their own columns (JSON) make the table grow, in the order in which keys are first seen.
    const own = opened.format === 'json';
    let isThere = false;
    await createDataTable(connection, own ? 0 : columns.length);
    writer = new TableWriter(connection, own ? 0 : columns.length, target.temporaryFolder, signal);
    for await (const item of source.batches(signal)) {
      signal.throwIfAborted();
      if (target.stop?.aborted && records > 0) {
        partial = true;
        break;
      }
      if ('notice' in item) notices.push(item.notice);
      else if ('reason' in item) {
        unreadable.add(item);
        records = Math.max(records, item.row);
      } else if ('pages' in item) {
        if (!isThere && target.bytes !== undefined) await createDataTable(connection, columns.length, plainPages(item.pages, target.bytes));
        isThere = true;
        await writer.appendPages({ rows: item.rows, columns: item.pages }, null);
        records = Math.max(records, item.rows.at(-1) ?? 0);
        share = item.fraction ?? share;
        tell(item.fraction);
      } else {
        isThere = true;
        const before = writer.rows;
        await writer.append(item);
        if (writer.rows > before) records = Math.max(records, item.rowNumbers?.at(-1) ?? item.firstRow + writer.rows - before - 1);
        if (item.names) columns = jsonColumns(item.names);
        share = item.fraction ?? share;
        tell(item.fraction);
      }
    }
    await writer.finish();
    return {
      records,
      unreadable: unreadable.sorted(),
      unreadableTotal: unreadable.total,
      index: null,
      careful: true,
      columns,
      notices,
      ...(partial && { partial: share }),
    };
  } finally {
    await writer?.dispose();
    connection.closeSync();
  }
}
