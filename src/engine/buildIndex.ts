import { nodeByteSource } from '../formats/byteSource.ts';
import type { OpenedFile } from '../formats/format.ts';
import { RowIndex } from './rowIndex.ts';

/** The row index of a file that was loaded another time, and is the same still. null where its format has no lines. */
export async function buildIndex(opened: OpenedFile, signal: AbortSignal = new AbortController().signal): Promise<RowIndex | null> {
  const source = opened.toEngine();
  if (source.kind !== 'text') return null;
  const { delimiter = ',', quote = '"' } = source.text;
  const dialect = source.format === 'jsonl' ? null : { delimiter: delimiter.charCodeAt(0), quote: quote === '' ? -1 : quote.charCodeAt(0), width: opened.columns.length };
  const file = await nodeByteSource(source.path);
  try {
    return await RowIndex.build(file, { dialect, start: source.start }, signal);
  } catch (error) {
    await file.close();
    throw error;
  }
}
