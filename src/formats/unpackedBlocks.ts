import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Compression } from '../core/dataset.ts';
import type { ByteSource } from './format.ts';

/** Bytes of the packed file that are read at once. */
const packedBlock = 256 * 1024;
const unpackedBlock = 256 * 1024;

/** Part of what a packed file holds. */
export interface UnpackedBlock {
  readonly bytes: Uint8Array;
  /** How much of the packed file has been read for it. */
  readonly read: number;
}

/**
 * What a packed file holds, block by block. Throws the decompressor's error where the file is damaged or ends too
 * early, once what comes before that has been told. The checksum of gzip is compared; that of Zstandard by Node 22.15 and later.
 */
export async function* unpackedBlocks(source: ByteSource, compression: Compression): AsyncGenerator<UnpackedBlock> {
  let read = 0;
  const packed = async function* (): AsyncGenerator<Uint8Array> {
    while (read < source.size) {
      const bytes = await source.read(read, packedBlock);
      read += bytes.length;
      yield bytes;
    }
  };
  const native = nativeDecompressor(compression);
  for await (const bytes of native ? through(native, packed()) : unpackZstd(packed())) if (bytes.length > 0) yield { bytes, read };
}

type MakeTransform = (options: zlib.ZlibOptions) => Transform;

/** null where this version of Node has none. */
function nativeDecompressor(compression: Compression): Transform | null {
  const make: unknown = compression === 'gzip' ? zlib.createGunzip : Reflect.get(zlib, 'createZstdDecompress');
  return typeof make === 'function' ? (make as MakeTransform)({ chunkSize: unpackedBlock }) : null;
}

async function* through(transform: Transform, packed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const from = Readable.from(packed, { objectMode: false, highWaterMark: packedBlock });
  from.on('error', (error) => transform.destroy(error));
  from.pipe(transform);
  try {
    for await (const bytes of transform) yield bytes as Uint8Array;
  } finally {
    from.destroy();
  }
}

async function* unpackZstd(packed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  // What it hands over it writes over again.
  const decompress = new Decompress((part) => void parts.push(part.slice()));
  /** Yields what was unpacked before an error, too. */
  const push = function* (bytes: Uint8Array, last: boolean): Generator<Uint8Array> {
    let failure: unknown = null;
    try {
      decompress.push(bytes, last);
    } catch (error) {
      failure = error;
    }
    yield* parts;
    parts = [];
    if (failure !== null) throw failure;
  };
  let first = true;
  for await (const bytes of packed) {
    if (first) requireModestWindow(bytes);
    first = false;
    yield* push(bytes, false);
  }
  yield* push(new Uint8Array(), true);
}

/** What a frame of Zstandard may look back at, as its own tools have it where nobody says otherwise. */
const largestWindow = 128 << 20;

/** Throws where the first frame asks for more memory than that. RFC 8878, section 3.1.1.1. */
function requireModestWindow(frame: Uint8Array): void {
  const isSingleSegment = ((frame[4] ?? 0) & 0x20) !== 0;
  if (isSingleSegment || frame[0] !== 0x28) return;
  const exponent = 10 + ((frame[5] ?? 0) >> 3);
  if (2 ** exponent > largestWindow) throw new Error('window size too large');
}
