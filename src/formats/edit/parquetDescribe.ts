import type { EditedChunk } from './parquetChunk.ts';
import { chunkFields, chunkRange, columnFields, groupFields } from './parquetFooterTree.ts';
import { ThriftStruct } from './thriftTree.ts';

const plainEncoding = 0;

/** What the row group says of an edited chunk that begins at `at`. */
export function describeEdited(group: ThriftStruct, column: ThriftStruct, edited: EditedChunk, at: number): void {
  const chunk = column.struct(columnFields.metadata)!;
  const { start } = chunkRange(chunk);
  const packed = edited.pages.reduce((sum, bytes) => sum + bytes.length, 0);
  addTo(group, edited.unpackedLength - chunk.number(chunkFields.unpacked), packed - chunk.number(chunkFields.packed));
  // Some writers say here where the chunk begins, others where it ends, others nothing.
  const offset = column.number(columnFields.offset);
  if (offset > 0) column.setLong(columnFields.offset, offset > start ? at + packed : at);
  chunk.setLong(chunkFields.values, edited.values).setLong(chunkFields.unpacked, edited.unpackedLength).setLong(chunkFields.packed, packed);
  chunk.setLong(chunkFields.dataPage, at + edited.dictionaryLength);
  if (edited.hasDictionary) chunk.setLong(chunkFields.dictionaryPage, at);
  for (const field of [chunkFields.indexPage, chunkFields.sizeStatistics, chunkFields.geospatialStatistics, chunkFields.statistics]) chunk.delete(field);
  if (!edited.hasDictionary) chunk.delete(chunkFields.dictionaryPage);
  if (edited.nulls !== null) chunk.setStruct(chunkFields.statistics, new ThriftStruct().setLong(3, edited.nulls));
  if (edited.encodingsLost.size > 0 || edited.pagesLost) chunk.delete(chunkFields.encodingStatistics);
  const encodings = chunk.list(chunkFields.encodings);
  if (edited.encodingsLost.size > 0 && !encodings.includes(plainEncoding)) encodings.push(plainEncoding);
}

/** Adds to what the row group says of the bytes of its chunks. */
export function addTo(group: ThriftStruct, unpacked: number, packed: number): void {
  group.setLong(groupFields.unpacked, group.number(groupFields.unpacked) + unpacked);
  if (group.has(groupFields.packed)) group.setLong(groupFields.packed, group.number(groupFields.packed) + packed);
}
