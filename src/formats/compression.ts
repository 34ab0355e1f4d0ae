import type { Compression } from '../core/dataset.ts';

const endings: Readonly<Record<Compression, RegExp>> = { gzip: /\.(gz|gzip)$/i, zstd: /\.(zst|zstd)$/i };

/** How a file is packed, by its first bytes: at least four. null: it is not, or in a way that Winnow does not unpack. */
export function compressionOf(head: Uint8Array): Compression | null {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  const magic = head.length < 4 ? 0 : Buffer.from(head.buffer, head.byteOffset, 4).readUInt32LE();
  // Parallel writers begin with a frame that is to be skipped and tells how large the next is.
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50 ? 'zstd' : null;
}

/** The name of what is in a packed file: `reviews.csv` for `reviews.csv.gz`. */
export function unpackedName(name: string, compression: Compression): string {
  return name.replace(endings[compression], '') || name;
}
