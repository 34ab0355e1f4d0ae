import type { ByteSource } from '../../formats/format.ts';

const windowLength = 64 * 1024;

/** Reads a source in windows, for many small pieces in file order. */
export function windowedSource(source: ByteSource): ByteSource {
  let start = 0;
  let window: Uint8Array = new Uint8Array();
  return {
    path: source.path,
    size: source.size,
    async read(offset, length) {
      if (length > windowLength) return source.read(offset, length);
      const end = Math.min(offset + length, source.size);
      if (offset < start || end > start + window.length) {
        start = offset;
        window = await source.read(offset, windowLength);
      }
      return window.subarray(offset - start, Math.max(0, end - start));
    },
  };
}
