import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

const headerRead = 64 * 1024;
/** hyparquet reads shorter column chunks together, up to this length: those ranges are left whole. */
const sharedRange = 2 << 20;

/**
 * A file of which only the first data pages of each column chunk are handed out: enough for `rows` rows where values
 * are not nested. Row groups of a gigabyte are common, and their first rows must not cost as much.
 */
export function firstPagesOnly(file: AsyncBuffer, metadata: FileMetaData, rows: number): AsyncBuffer {
  const ends = new Map<number, number>();
  for (const group of metadata.row_groups) {
    for (const { meta_data: chunk } of group.columns) {
      if (!chunk) continue;
      const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
      ends.set(start, start + Number(chunk.total_compressed_size));
    }
  }
  return {
    byteLength: file.byteLength,
    async slice(start, end) {
      const chunkEnd = ends.get(start);
      if (chunkEnd === undefined || end === undefined || end - start <= sharedRange) return file.slice(start, end);
      return file.slice(start, await endOfPages(file, start, Math.min(end, chunkEnd), rows));
    },
  };
}

/** Where the page ends that holds the last of the first `rows` values. */
async function endOfPages(file: AsyncBuffer, start: number, end: number, rows: number): Promise<number> {
  let at = start;
  let values = 0;
  let window = await file.slice(at, Math.min(end, at + headerRead));
  let windowStart = at;
  while (at < end && values < rows) {
    if (at - windowStart > window.byteLength / 2) {
      windowStart = at;
      window = await file.slice(at, Math.min(end, at + headerRead));
    }
    const reader = { view: new DataView(window, at - windowStart), offset: 0 };
    const header = parquetHeader(reader);
    values += header.data_page_header_v2?.num_rows ?? header.data_page_header?.num_values ?? 0;
    at += reader.offset + header.compressed_page_size;
  }
  return Math.min(at, end);
}
