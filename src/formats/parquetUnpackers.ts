import { brotliDecompressSync } from 'node:zlib';
import { compressors as portable } from 'hyparquet-compressors';

/** Unpacks a page by its codec; Brotli by Node, which is faster, and bounded by the length that the page is said to have. */
export const unpackers: typeof portable = { ...portable, BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }) };
