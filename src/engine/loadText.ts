import type { Notice } from '../core/dataset.ts';
import { toCsvDialect } from '../formats/csv.ts';
import type { OpenedFile, TextSource } from '../formats/format.ts';
import type { LoadedTable, LoadProgress, LoadTarget } from './load.ts';
import { loadCsv } from './loadCsv.ts';
import { indexText } from './loadIndex.ts';
import { loadJsonLines } from './loadJsonLines.ts';
import { engineMemory } from './memoryPool.ts';
import { UnreadableList } from './unreadableList.ts';
import type { TextLoad } from './loadWhole.ts';

/** Share of the work that indexing is. */
const indexShare = 0.1;
/** What reading a text takes for each column beside what DuckDB counts, in megabytes: measured with a thousand columns. */
const besidePerColumn = 0.12;

/** How text is loaded; for tests, which compare the two ways. */
export interface TextLoading {
  /** Every record is read by our own reader, DuckDB's is not used. */
  readonly alwaysCareful?: boolean;
}

/** Indexes a CSV or JSON Lines file, then loads what is clean through DuckDB and the rest record by record. */
export async function loadText(
  target: LoadTarget,
  opened: OpenedFile,
  source: TextSource,
  signal: AbortSignal,
  progress: (value: LoadProgress) => void,
  loading: TextLoading = {},
): Promise<LoadedTable> {
  const dialect = source.format === 'jsonl' ? null : toCsvDialect(source.text, opened.columns.length);
  const { index, notices, text } = await indexText(source, {
    dialect,
    signal,
    temporaryFolder: target.temporaryFolder,
    progress: (fraction) => progress({ fraction: fraction * indexShare, words: 'Finding rows' }),
    ...(target.indexed && { begun: target.indexed }),
    ...(target.stop && { stop: target.stop }),
  });
  const tell = (bytes: number, length: number, rows: number): void => {
    const share = length === 0 ? 1 : bytes / length;
    progress({ fraction: indexShare + share * (1 - indexShare), words: 'Loading rows', rows, share });
  };
  const beside = await engineMemory.reserve(opened.columns.length * besidePerColumn);
  try {
    const unreadable = new UnreadableList();
    const load: TextLoad = { target, index, columns: opened.columns, quote: source.text.quote ?? '"', unreadable, signal, tell };
    const { columns, records, byte } = dialect ? await loadCsv(load, loading) : await loadJsonLines(load);
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
  } finally {
    beside.release();
  }
}
