import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { CompressionCodec } from 'hyparquet';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { errorMessage } from '../../core/errorMessage.ts';
import { unpackers } from '../parquetUnpackers.ts';
import { EditError } from './editError.ts';
import { packSnappy } from './snappy.ts';
import { packZstd } from './zstd.ts';

const longestBlock = 128 * 1024;

/** Throws an `EditError` where the page cannot be unpacked. */
export function unpackPage(bytes: Uint8Array, length: number, codec: CompressionCodec): Uint8Array {
  try {
    return length === 0 ? new Uint8Array() : decompressPage(bytes, length, codec, unpackers);
  } catch (error) {
    throw new EditError(`a page cannot be unpacked (${errorMessage(error)})`);
  }
}

/**
 * A page in the codec of its column. LZ4, and Zstandard where Node lacks it, frame the bytes without making them fewer,
 * which `packsLoosely` tells.
 */
export function packPage(bytes: Uint8Array, codec: CompressionCodec): Uint8Array {
  switch (codec) {
    case 'UNCOMPRESSED':
      return bytes;
    case 'SNAPPY':
      return packSnappy(bytes);
    case 'GZIP':
      return gzipSync(bytes);
    case 'BROTLI':
      return brotliCompressSync(bytes);
    case 'ZSTD':
      return packZstd?.(bytes) ?? frameZstd(bytes);
    case 'LZ4_RAW':
      return frameLz4(bytes);
    case 'LZ4':
      return frameHadoopLz4(bytes);
    default:
      throw new EditError(`its pages are packed by ${codec}, which Winnow cannot write`);
  }
}

/** Whether what is packed is as long as what it was. */
export function packsLoosely(codec: CompressionCodec): boolean {
  return (codec === 'ZSTD' && !packZstd) || codec === 'LZ4_RAW' || codec === 'LZ4';
}

/** A frame of blocks as they are, RFC 8878: 3.1.1. */
function frameZstd(bytes: Uint8Array): Buffer {
  // One segment, its length in eight bytes.
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64LE(BigInt(bytes.length), 5);
  const parts: Uint8Array[] = [head];
  for (let at = 0; at === 0 || at < bytes.length; at += longestBlock) {
    const block = bytes.subarray(at, at + longestBlock);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (at + longestBlock >= bytes.length ? 1 : 0), 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}

/** One sequence of literals: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md */
function frameLz4(bytes: Uint8Array): Buffer {
  const head = [Math.min(15, bytes.length) << 4];
  if (bytes.length >= 15) {
    let rest = bytes.length - 15;
    for (; rest >= 255; rest -= 255) head.push(255);
    head.push(rest);
  }
  return Buffer.concat([Buffer.from(head), bytes]);
}

/** Both lengths stand before the block, most significant byte first. */
function frameHadoopLz4(bytes: Uint8Array): Buffer {
  const block = frameLz4(bytes);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(bytes.length, 0);
  lengths.writeUInt32BE(block.length, 4);
  return Buffer.concat([lengths, block]);
}
