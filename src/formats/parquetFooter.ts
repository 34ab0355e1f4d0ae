import { parquetMetadata, type FileMetaData } from 'hyparquet';
import type { ByteSource } from './format.ts';
import { rawParsers } from './parquetText.ts';

/** Enough for the schema and the first row group of nearly every file. */
const usualRead = 128 * 1024;
const trailerLength = 8;
const rowGroupsField = 4;
const listType = 9;
const structType = 12;

/**
 * What the footer says of the columns, of the number of rows and of the first row group: the others, of which there
 * may be thousands, are neither read nor parsed. Throws where the footer is not what it should be.
 */
export async function readParquetStart(source: ByteSource): Promise<FileMetaData> {
  const trailer = view(await source.read(source.size - trailerLength, trailerLength));
  const length = trailer.getUint32(0, true);
  const footer = source.size - trailerLength - length;
  if (footer < 4) throw new Error(`its length is said to be ${length} bytes`);
  for (let read = usualRead; ; read *= 8) {
    const bytes = await source.read(footer, Math.min(read, length));
    try {
      return parquetMetadata(withFirstGroup(bytes), { geoparquet: false, parsers: rawParsers });
    } catch (error) {
      if (read >= length) throw error;
    }
  }
}

/** The same footer with a list of one row group, and nothing after it. */
function withFirstGroup(bytes: Uint8Array): ArrayBuffer {
  const reader = new CompactReader(bytes);
  for (let field = 0; ; ) {
    const before = reader.at;
    const { id, type } = reader.field(field);
    field = id;
    // There is no list of row groups: what was read is all there is.
    if (type === 0) return footerOf([bytes.subarray(0, before)]);
    if (id !== rowGroupsField || type !== listType) {
      reader.skip(type);
      continue;
    }
    const list = reader.at;
    const { size } = reader.list();
    const start = reader.at;
    if (size > 0) reader.skip(structType);
    return footerOf([bytes.subarray(0, list), Uint8Array.of((Math.min(1, size) << 4) | structType), bytes.subarray(start, reader.at)]);
  }
}

function footerOf(parts: readonly Uint8Array[]): ArrayBuffer {
  const end = Buffer.from([0, 0, 0, 0, 0, ...Buffer.from('PAR1')]);
  const body = Buffer.concat([...parts, end]);
  body.writeUInt32LE(body.length - trailerLength, body.length - trailerLength);
  return body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Walks over Thrift's compact protocol without making anything of it. Throws a `RangeError` at the end of the bytes. */
class CompactReader {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The header of the next field; `type` 0 at the end of a struct. */
  field(before: number): { id: number; type: number } {
    const byte = this.#byte();
    const type = byte & 15;
    if (type === 0) return { id: before, type };
    const difference = byte >> 4;
    if (difference > 0) return { id: before + difference, type };
    const id = this.#varint();
    return { id: id % 2 === 0 ? id / 2 : -(id + 1) / 2, type };
  }

  list(): { size: number; type: number } {
    const byte = this.#byte();
    const size = byte >> 4;
    return { size: size === 15 ? this.#varint() : size, type: byte & 15 };
  }

  skip(type: number): void {
    switch (type) {
      case 1:
      case 2:
        return;
      case 3:
        return this.#forward(1);
      case 7:
        return this.#forward(8);
      case 8:
        return this.#forward(this.#varint());
      case 9:
      case 10: {
        const { size, type: inner } = this.list();
        for (let index = 0; index < size; index++) this.#skipListed(inner);
        return;
      }
      case 12: {
        for (let field = this.field(0); field.type !== 0; field = this.field(field.id)) this.skip(field.type);
        return;
      }
      case 4:
      case 5:
      case 6:
        this.#varint();
        return;
      default:
        throw new Error(`it holds a value of a type that Parquet does not have: ${type}`);
    }
  }

  /** In a list, booleans take a byte each. */
  #skipListed(type: number): void {
    if (type === 1 || type === 2) this.#forward(1);
    else this.skip(type);
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('it ends too early');
    return byte;
  }

  #forward(length: number): void {
    this.at += length;
    if (this.at > this.#bytes.length) throw new RangeError('it ends too early');
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}
