const shortestMatch = 4;
const longestCopy = 64;
const longestDistance = 65_535;
const hashBits = 14;

/**
 * Packs bytes as Snappy does, greedily: https://github.com/google/snappy/blob/main/format_description.txt
 * A match is looked for where its first four bytes were seen last.
 */
export function packSnappy(bytes: Uint8Array): Buffer {
  const packed = Buffer.alloc(32 + bytes.length + Math.ceil(bytes.length / 6));
  const seen = new Int32Array(1 << hashBits).fill(-1);
  let length = 0;
  let literal = 0;
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    packed[length++] = rest < 128 ? rest : (rest % 128) | 128;
    if (rest < 128) break;
  }
  const flushLiteral = (to: number): void => {
    if (to === literal) return;
    const count = to - literal - 1;
    if (count < 60) packed[length++] = count << 2;
    else {
      const extra = count < 1 << 8 ? 1 : count < 1 << 16 ? 2 : count < 1 << 24 ? 3 : 4;
      packed[length++] = (59 + extra) << 2;
      length = packed.writeUIntLE(count, length, extra);
    }
    packed.set(bytes.subarray(literal, to), length);
    length += to - literal;
  };
  for (let at = 0; at + shortestMatch <= bytes.length; ) {
    const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    const hash = Math.imul(four, 0x1e35a7bd) >>> (32 - hashBits);
    const match = seen[hash]!;
    seen[hash] = at;
    let same = 0;
    if (match >= 0 && at - match <= longestDistance) while (at + same < bytes.length && bytes[match + same] === bytes[at + same]) same++;
    if (same < shortestMatch) {
      at++;
      continue;
    }
    flushLiteral(at);
    for (let left = same; left > 0; left -= longestCopy) {
      packed[length++] = ((Math.min(left, longestCopy) - 1) << 2) | 2;
      length = packed.writeUInt16LE(at - match, length);
    }
    at += same;
    literal = at;
  }
  flushLiteral(bytes.length);
  return packed.subarray(0, length);
}
