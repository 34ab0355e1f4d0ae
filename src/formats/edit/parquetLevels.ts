/**
 * Numbers as runs and packed bits, as Parquet has levels and indexes into dictionaries, without a length before them.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 * @param width bits of a number, at most 31. A run is written where eight or more equal ones follow each other.
 */
export function encodeRuns(values: ArrayLike<number>, width: number): Buffer {
  const parts: Buffer[] = [];
  const bytes = Math.ceil(width / 8);
  let packedFrom = 0;
  const flushPacked = (to: number): void => {
    if (to > packedFrom) parts.push(packBits(values, packedFrom, to, width));
  };
  for (let at = 0; at < values.length; ) {
    let end = at + 1;
    while (end < values.length && values[end] === values[at]) end++;
    // Packed numbers come in groups of eight: a run gives the last group what it lacks.
    const lacking = (8 - ((at - packedFrom) % 8)) % 8;
    if (end - at - lacking >= 8) {
      flushPacked(at + lacking);
      const run = Buffer.alloc(bytes);
      if (bytes > 0) run.writeUIntLE(values[at]!, 0, bytes);
      parts.push(varint((end - at - lacking) * 2), run);
      packedFrom = end;
    }
    at = end;
  }
  flushPacked(values.length);
  return Buffer.concat(parts);
}

function packBits(values: ArrayLike<number>, from: number, to: number, width: number): Buffer {
  const groups = Math.ceil((to - from) / 8);
  const packed = Buffer.alloc(groups * width);
  let bit = 0;
  for (let at = from; at < to; at++) {
    const value = values[at]!;
    for (let place = 0; place < width; place++, bit++) if ((value >>> place) & 1) packed[bit >> 3]! |= 1 << (bit & 7);
  }
  return Buffer.concat([varint(groups * 2 + 1), packed]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** Bits that numbers up to this one take. */
export function bitWidth(most: number): number {
  return 32 - Math.clz32(most);
}
