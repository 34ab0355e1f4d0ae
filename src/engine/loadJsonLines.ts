import { firstInvalidByte } from '../formats/encoding.ts';
import type { Column } from '../core/schema.ts';
import { jsonColumns } from '../formats/jsonl.ts';
import { jsonReason } from '../formats/jsonRecord.ts';
import { JsonLinesReader } from './jsonLinesReader.ts';
import { describeRecord, invalidUtf8Reason } from './loadCareful.ts';
import { createDataTable, groupRows, TableWriter } from './loadTable.ts';
import type { UnreadableList } from './unreadableList.ts';
import { endOf, requireWhole, type LoadedPart, type TextLoad } from './loadWhole.ts';
import { plainColumns } from './plainColumns.ts';
import type { RowIndex } from './rowIndex.ts';
import type { Segment } from './rowIndexBuild.ts';

/** Loads an indexed JSON Lines file; its columns are the keys of all records, in the order in which they are first seen. */
export async function loadJsonLines({
  target,
  index,
  columns: head,
  unreadable,
  signal,
  tell,
}: TextLoad): Promise<LoadedPart & { readonly columns: readonly Column[] }> {
  const connection = await target.connection();
  const writer = new TableWriter(connection, head.length, target.temporaryFolder, signal);
  try {
    await createDataTable(connection, head.length, await plainColumns(index, head, '"'));
    let segmentByte = 0;
    const reader = new JsonLinesReader(
      groupRows,
      ({ absent, ...pages }) => writer.appendPages(pages, absent),
      ({ row, line, at, bytes, trouble }) =>
        unreadable.add(describeRecord({ row, line, byte: segmentByte + at, bytes }, jsonReason(trouble), index.transcoded)),
    );
    // Each key that comes later makes the table grow, which takes a statement of its own.
    await reader.learn(head.map((column) => column.header ?? column.name));
    let part: LoadedPart = { records: 0, byte: 0 };
    for (const segment of index.segments) {
      if (target.stop?.aborted && part.records > 0) break;
      signal.throwIfAborted();
      segmentByte = segment.byte;
      if (segment.invalidUtf8 || segment.length > reader.longestBlock) await readWithCare(segment, index, reader, unreadable, signal);
      else await reader.readBlock(Buffer.from(await index.read(segment.byte, segment.length)), segment.row, segment.line);
      part = { records: segment.row + segment.records - 1, byte: segment.byte + segment.length };
      tell(part.byte, endOf(index), writer.visible);
    }
    signal.throwIfAborted();
    await writer.finish();
    requireWhole(index, part, writer.rows, unreadable);
    return { ...part, columns: jsonColumns(reader.keys) };
  } finally {
    await writer.dispose();
    connection.closeSync();
  }
}

/** Reads a segment line by line, since some of its bytes are not UTF-8, or a line is longer than a block. */
async function readWithCare(segment: Segment, index: RowIndex, reader: JsonLinesReader, unreadable: UnreadableList, signal: AbortSignal): Promise<void> {
  const walker = index.walk(segment);
  await reader.startAnew();
  while (walker.step() === true || (await walker.next())) {
    signal.throwIfAborted();
    const bytes = walker.bytes.subarray(walker.start, walker.end);
    const invalid = segment.invalidUtf8 ? firstInvalidByte(bytes) : -1;
    if (invalid >= 0) {
      const reason = invalidUtf8Reason(bytes, invalid);
      unreadable.add(describeRecord({ row: walker.row, line: walker.line, byte: walker.byte, bytes }, reason, index.transcoded));
    } else await reader.readLine(bytes, walker.row, walker.line, walker.byte - segment.byte);
  }
  await reader.startAnew();
}
