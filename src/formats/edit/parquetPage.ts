import type { CompressionCodec, Encoding, ParquetType, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel } from 'hyparquet/src/schema.js';
import { unpackers } from '../parquetUnpackers.ts';
import { EditError } from './editError.ts';
import { unpackPage } from './parquetCodec.ts';
import { bitWidth, encodeRuns } from './parquetLevels.ts';
import type { RawValue } from './parquetValues.ts';
import { writeThrift, type ThriftStruct } from './thriftTree.ts';

/** Fields of a page's header, as parquet.thrift numbers them. */
export const page = { type: 1, unpacked: 2, packed: 3, crc: 4, v1: 5, dictionary: 7, v2: 8 } as const;
export const v1 = { values: 1, encoding: 2, statistics: 5 } as const;
export const v2 = { values: 1, nulls: 2, rows: 3, encoding: 4, definitionLength: 5, repetitionLength: 6, isPacked: 7, statistics: 8 } as const;

export interface ChunkLayout {
  readonly type: ParquetType;
  readonly codec: CompressionCodec;
  /** From the schema's root to the column's leaf. */
  readonly path: readonly SchemaTree[];
}

/** A page as it lies in the file. */
export interface ReadPage {
  readonly header: ThriftStruct;
  /** Without its header, and with it. */
  readonly bytes: Uint8Array;
  readonly whole: Uint8Array;
}

/** Levels and values of a data page; `values` are indexes into the dictionary where it has such. */
export interface PageContent {
  readonly definition: number[];
  readonly repetition: number[];
  readonly values: RawValue[];
  readonly encoding: Encoding;
}

/** Levels and values of a data page. Throws an `EditError` for a page of a form that could not be written again. */
export function readContent(read: ReadPage, layout: ChunkLayout): PageContent {
  const { type, codec, path } = layout;
  const element = path.at(-1)!.element;
  const mostDefinition = getMaxDefinitionLevel([...path]);
  const decoder: Parameters<typeof readDataPageV2>[2] = {
    pathInSchema: [],
    type,
    element,
    schemaPath: [...path],
    codec,
    compressors: unpackers,
    parsers: DEFAULT_PARSERS,
  };
  const header = parquetHeader({ view: viewOf(writeThrift(read.header)), offset: 0 });
  const encoding = header.data_page_header_v2?.encoding ?? header.data_page_header!.encoding;
  if (mostDefinition > 0 && header.data_page_header?.definition_level_encoding === 'BIT_PACKED')
    throw new EditError('its pages are in a form of old (BIT_PACKED levels), which Winnow cannot write');
  const found = header.data_page_header_v2
    ? readDataPageV2(Uint8Array.from(read.bytes), header, decoder)
    : readDataPage(Uint8Array.from(unpackPage(read.bytes, header.uncompressed_page_size, codec)), header.data_page_header!, decoder);
  const count = header.data_page_header_v2?.num_values ?? header.data_page_header!.num_values;
  const definition = found.definitionLevels?.length ? found.definitionLevels : new Array<number>(count).fill(mostDefinition);
  return { definition, repetition: found.repetitionLevels, values: Array.from(found.dataPage as ArrayLike<RawValue>), encoding };
}

/** Definition or repetition levels up to `most`, run-length encoded; no bytes where there can be none but 0. */
export function encodeLevels(levels: readonly number[], most: number): Buffer {
  return most === 0 ? Buffer.alloc(0) : encodeRuns(levels, bitWidth(most));
}

/** The length of bytes, as it stands before them. */
export function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
