declare module 'lz4js' {
  /** Unpacks an LZ4 frame. */
  export function decompress(bytes: Uint8Array, maximumLength?: number): Uint8Array;
  /** Packs into an LZ4 frame. */
  export function compress(bytes: Uint8Array, maximumLength?: number): Uint8Array;
}
