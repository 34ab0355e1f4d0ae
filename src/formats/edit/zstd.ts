import * as zlib from 'node:zlib';

/** Packs bytes as Zstandard does; null where Node does not have it, which it does from versions 22.15 and 23.8 on. */
export const packZstd =
  'zstdCompressSync' in zlib && typeof zlib.zstdCompressSync === 'function'
    ? (zlib.zstdCompressSync as (bytes: Uint8Array) => Buffer)
    : null;
