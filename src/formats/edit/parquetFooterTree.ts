import { parquetMetadata, type FileMetaData } from 'hyparquet';
import type { ByteSource } from '../format.ts';
import { readThrift, type ThriftStruct } from './thriftTree.ts';

/** Numbers of fields in parquet.thrift: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
export const fileFields = { schema: 2, rows: 3, groups: 4, keyValues: 5, columnOrders: 7 } as const;
export const groupFields = { columns: 1, unpacked: 2, rows: 3, sorting: 4, offset: 5, packed: 6 } as const;
export const columnFields = { path: 1, offset: 2, metadata: 3, offsetIndex: 4, offsetIndexLength: 5, columnIndex: 6, columnIndexLength: 7 } as const;
export const chunkFields = {
  type: 1,
  encodings: 2,
  path: 3,
  codec: 4,
  values: 5,
  unpacked: 6,
  packed: 7,
  dataPage: 9,
  indexPage: 10,
  dictionaryPage: 11,
  statistics: 12,
  encodingStatistics: 13,
  bloomFilter: 14,
  bloomFilterLength: 15,
  sizeStatistics: 16,
  geospatialStatistics: 17,
} as const;

export interface ParquetFooter {
  /** Everything that the footer says, to be changed and written again. */
  readonly tree: ThriftStruct;
  /** The same, to be read. */
  readonly metadata: FileMetaData;
  /** Offset of the footer in the file. */
  readonly start: number;
}

/** Reads the whole footer of a file that is known to be Parquet. */
export async function readFooter(source: ByteSource): Promise<ParquetFooter> {
  const trailer = Buffer.from(await source.read(source.size - 8, 8));
  const start = source.size - 8 - trailer.readUInt32LE(0);
  const bytes = await source.read(start, source.size - start);
  const metadata = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer, { geoparquet: false });
  return { tree: readThrift(bytes).struct, metadata, start };
}

/** Where the pages of a column chunk are in the file. */
export function chunkRange(chunk: ThriftStruct): { start: number; end: number } {
  const [data, dictionary] = [chunk.number(chunkFields.dataPage), chunk.number(chunkFields.dictionaryPage)];
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return { start, end: start + chunk.number(chunkFields.packed) };
}
