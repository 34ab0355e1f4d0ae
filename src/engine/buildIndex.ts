import { toCsvDialect } from '../formats/csv.ts';
import type { OpenedFile } from '../formats/format.ts';
import { indexText } from './loadIndex.ts';
import type { RowIndex } from './rowIndex.ts';

/** The row index of a file that was loaded another time, and is the same still. null where its format has no lines. */
export async function buildIndex(opened: OpenedFile, temporaryFolder: string, signal: AbortSignal): Promise<RowIndex | null> {
  const source = opened.toEngine();
  if (source.kind !== 'text') return null;
  const dialect = source.format === 'jsonl' ? null : toCsvDialect(source.text, opened.columns.length);
  return (await indexText(source, { dialect, temporaryFolder, signal, progress: () => undefined })).index;
}
