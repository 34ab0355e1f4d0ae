import { brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';

/**
 * The first `length` bytes of what a Parquet page holds, from the first bytes of it as it is compressed: fewer where
 * these do not reach. null for codecs of which only whole pages can be read.
 */
export function decompressStart(codec: string, bytes: Uint8Array, length: number): Uint8Array | null {
  switch (codec) {
    case 'UNCOMPRESSED':
      return bytes.subarray(0, length);
    case 'SNAPPY':
      return snappyStart(plain(bytes), length);
    case 'LZ4_RAW':
      return lz4Start(plain(bytes), length);
    case 'GZIP':
      return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, length);
    case 'BROTLI':
      return brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH }).subarray(0, length);
    case 'ZSTD':
      return zstdStart(bytes, length);
    default:
      return null;
  }
}

/** Parts of a Buffer take longer to make than those of what is under it. */
const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** As many are copied one by one sooner than together. */
const fewBytes = 16;

/** Bytes that grow by literals and by copies of what is there already, up to a length. */
class Output {
  length = 0;
  readonly bytes: Uint8Array;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
  }

  get isFull(): boolean {
    return this.length >= this.bytes.length;
  }

  /** So many bytes of the input, from `at` on. */
  literal(input: Uint8Array, at: number, length: number): void {
    const count = Math.min(length, input.length - at, this.bytes.length - this.length);
    if (count > fewBytes) this.bytes.set(input.subarray(at, at + count), this.length);
    else for (let index = 0; index < count; index++) this.bytes[this.length + index] = input[at + index]!;
    this.length += Math.max(0, count);
  }

  copy(distance: number, length: number): void {
    const from = this.length - distance;
    if (distance < 1 || from < 0) throw new Error('the compressed data is damaged');
    const end = Math.min(this.bytes.length, this.length + length);
    const count = end - this.length;
    if (count > fewBytes && distance >= count) this.bytes.copyWithin(this.length, from, from + count);
    // Byte by byte, since a copy may go on into what it has just written.
    else for (let source = from, target = this.length; target < end; source++, target++) this.bytes[target] = this.bytes[source]!;
    this.length = end;
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** Snappy's format: https://github.com/google/snappy/blob/main/format_description.txt */
function snappyStart(bytes: Uint8Array, length: number): Uint8Array {
  let at = 0;
  while (bytes[at]! >= 128) at++;
  at++;
  const output = new Output(length);
  while (at < bytes.length && !output.isFull) {
    const tag = bytes[at++]!;
    const kind = tag & 3;
    if (kind === 0) {
      let size = (tag >> 2) + 1;
      if (size > 60) {
        const extra = size - 60;
        if (at + extra > bytes.length) break;
        size = littleEndian(bytes, at, extra) + 1;
        at += extra;
      }
      output.literal(bytes, at, size);
      at += size;
      continue;
    }
    const extra = kind === 3 ? 4 : kind;
    if (at + extra > bytes.length) break;
    if (kind === 1) output.copy(((tag >> 5) << 8) | bytes[at]!, ((tag >> 2) & 7) + 4);
    else output.copy(littleEndian(bytes, at, extra), (tag >> 2) + 1);
    at += extra;
  }
  return output.done();
}

/** LZ4's blocks: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md */
function lz4Start(bytes: Uint8Array, length: number): Uint8Array {
  const output = new Output(length);
  let at = 0;
  const longer = (nibble: number): number => {
    let size = nibble;
    if (nibble < 15) return size;
    for (let byte = 255; byte === 255; size += byte) byte = bytes[at++] ?? 0;
    return size;
  };
  while (at < bytes.length && !output.isFull) {
    const token = bytes[at++]!;
    const literals = longer(token >> 4);
    output.literal(bytes, at, literals);
    at += literals;
    if (at + 2 > bytes.length) break;
    const distance = littleEndian(bytes, at, 2);
    at += 2;
    const size = longer(token & 15) + 4;
    if (at > bytes.length) break;
    output.copy(distance, size);
  }
  return output.done();
}

function littleEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let index = length - 1; index >= 0; index--) value = value * 256 + bytes[at + index]!;
  return value;
}

function zstdStart(bytes: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  new Decompress((part) => void parts.push(part.slice())).push(bytes);
  return Buffer.concat(parts).subarray(0, length);
}
