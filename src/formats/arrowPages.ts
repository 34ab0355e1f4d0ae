import { isUtf8 } from 'node:buffer';
import { DataType, type Data } from 'apache-arrow';
import type { ColumnPage } from './format.ts';
import { arrowTextReader } from './arrowText.ts';
import { InvalidText } from './valueText.ts';

/**
 * The texts of some rows of a column as bytes: text of the file is copied as it is, and never becomes a string.
 * null where one of them is not UTF-8: then each has to be looked at.
 */
export function arrowPage(data: Data, from: number, to: number): ColumnPage | null {
  const { type } = data;
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) ? copyTexts(data, from, to) : writeTexts(data, from, to);
}

function copyTexts(data: Data, from: number, to: number): ColumnPage | null {
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const values = data.values as Uint8Array;
  const first = Number(offsets[from]);
  const last = Number(offsets[to]);
  if (!isUtf8(values.subarray(first, last))) return null;
  const defined = Buffer.alloc(Math.ceil((to - from) / 8));
  const bytes = Buffer.allocUnsafe(last - first + 4 * (to - from));
  const hasNulls = data.nullCount > 0;
  let at = 0;
  let start = first;
  for (let row = from; row < to; row++) {
    const end = Number(offsets[row + 1]);
    // All bytes together may be UTF-8 where a text begins in the middle of a character.
    if (start < last && (values[start]! & 0xc0) === 0x80) return null;
    if (!hasNulls || data.getValid(row)) {
      defined[(row - from) >> 3]! |= 1 << ((row - from) & 7);
      at = bytes.writeUInt32LE(end - start, at);
      bytes.set(values.subarray(start, end), at);
      at += end - start;
    }
    start = end;
  }
  return { bytes: bytes.subarray(0, at), defined };
}

function writeTexts(data: Data, from: number, to: number): ColumnPage | null {
  const read = arrowTextReader(data);
  const defined = Buffer.alloc(Math.ceil((to - from) / 8));
  let bytes = Buffer.allocUnsafe((to - from) * 24);
  let at = 0;
  for (let row = from; row < to; row++) {
    const text = read(row);
    if (text === null) continue;
    if (text instanceof InvalidText) return null;
    const most = at + 4 + text.length * 3;
    if (most > bytes.length) bytes = Buffer.concat([bytes.subarray(0, at)], most * 2);
    defined[(row - from) >> 3]! |= 1 << ((row - from) & 7);
    const length = bytes.write(text, at + 4);
    bytes.writeUInt32LE(length, at);
    at += 4 + length;
  }
  return { bytes: bytes.subarray(0, at), defined };
}
