import type { Notice } from '../core/dataset.ts';
import { nodeByteSource } from '../formats/byteSource.ts';
import type { CsvDialect } from '../formats/csvRecord.ts';
import type { OpenedFile, TextSource } from '../formats/format.ts';
import { jsonColumns } from '../formats/jsonl.ts';
import { JsonTable } from '../formats/jsonTable.ts';
import type { LoadedTable, LoadProgress, LoadTarget } from './load.ts';
import { loadCsvSegment, loadJsonLinesSegment } from './loadCareful.ts';
import { createDataTable, TableWriter } from './loadTable.ts';
import { UnreadableList } from './loadUnreadable.ts';
import { RowIndex } from './rowIndex.ts';

/** Share of the work that indexing is. */
const indexShare = 0.1;

/** Indexes a CSV or JSON Lines file, then loads it segment by segment. */
export async function loadText(target: LoadTarget, opened: OpenedFile, source: TextSource, signal: AbortSignal, progress: (value: LoadProgress) => void): Promise<LoadedTable> {
  const dialect = source.format === 'jsonl' ? null : dialectOf(opened, source);
  const file = await nodeByteSource(source.path);
  const index = await RowIndex.build(file, { dialect, start: source.start }, signal, (fraction) =>
    progress({ fraction: fraction * indexShare, words: 'Finding rows' }),
  ).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  const unreadable = new UnreadableList();
  const notices: Notice[] = [...opened.notices];
  const connection = await target.connection();
  try {
    const columns = dialect ? opened.columns : [];
    await createDataTable(connection, columns.length);
    const writer = new TableWriter(connection, columns.length);
    const json = new JsonTable();
    for (const segment of index.segments) {
      signal.throwIfAborted();
      const into = { index, writer, unreadable, columns, quote: source.text.quote ?? '"', signal };
      if (dialect) await loadCsvSegment(segment, into);
      else await loadJsonLinesSegment(segment, json, into);
      writer.flush();
      const done = (segment.byte + segment.length) / file.size;
      progress({ fraction: indexShare + done * (1 - indexShare), words: 'Loading rows', rows: writer.rows });
    }
    await writer.finish();
    return {
      records: index.records,
      unreadable: unreadable.sorted(),
      unreadableTotal: unreadable.total,
      index,
      careful: true,
      columns: dialect ? columns : jsonColumns(json.keys),
      notices,
    };
  } catch (error) {
    await index.close();
    throw error;
  } finally {
    connection.closeSync();
  }
}

function dialectOf(opened: OpenedFile, source: TextSource): CsvDialect {
  const { delimiter = ',', quote = '"' } = source.text;
  return { delimiter: delimiter.charCodeAt(0), quote: quote === '' ? -1 : quote.charCodeAt(0), width: opened.columns.length };
}
