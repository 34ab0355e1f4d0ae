// AssemblyScript. Reads JSON Lines: records that are plain objects of scalars go straight from the file's bytes into
// columns. Whatever else a line is (nested values, an unknown key, no object at all) is left to formats/jsonRecord.ts.
//
// Memory: INPUT holds whole lines, with zeros after them. KEYS holds the known keys as the file has them, KEY_TABLE
// where each is. REFS says for each cell of the rows in hand where its text is: in INPUT, or in SCRATCH where it had
// to be unescaped. `emit` writes a column of them to OUT, and one bit for each row to DEFINED.
// `node scripts/wasm.mjs` compiles this file into jsonScanBinary.ts.

export const BLOCK: u32 = (4 << 20) + 4096;
export const KEY_BYTES: u32 = 1 << 20;
export const MOST_KEYS: u32 = 10000;
export const MOST_CELLS: u32 = 1 << 20;
export const INPUT: usize = 1024;
export const SCRATCH: usize = INPUT + BLOCK + 1024;
export const KEYS: usize = SCRATCH + BLOCK + 1024;
export const KEY_TABLE: usize = KEYS + KEY_BYTES + 64;
export const REFS: usize = KEY_TABLE + (<usize>MOST_KEYS << 3);
export const OUT: usize = REFS + (<usize>MOST_CELLS << 3);
export const DEFINED: usize = OUT + BLOCK + (<usize>MOST_CELLS << 2) + 1024;
export const END: usize = DEFINED + (MOST_CELLS >> 3) + 64;
/** In place of a length. */
export const NULL: u32 = 0xffffffff;
export const ABSENT: u32 = 0xfffffffe;
/** A longer line of white space counts as a record. */
const LONGEST_BLANK: usize = 65536;

export const DONE: u32 = 0;
export const HELP: u32 = 1;
export const FULL: u32 = 2;

let columns: u32 = 0;
let rows: u32 = 0;
let mostRows: u32 = 0;
let at: usize = INPUT;
let end: usize = INPUT;
let scratch: usize = SCRATCH;
let line: u32 = 1;
let absents: u32 = 0;
let filled: u32 = 0;

export function getRows(): u32 { return rows; }
export function getAt(): u32 { return <u32>(at - INPUT); }
export function getLine(): u32 { return line; }
export function getScratch(): u32 { return <u32>scratch; }
export function setScratch(to: u32): void { scratch = <usize>to; }
export function getAbsents(): u32 { return absents; }
export function getFilled(): u32 { return filled; }

/** Columns are the known keys. No row may be in hand. */
export function setColumns(count: u32): void {
  columns = count;
  mostRows = count == 0 ? 0 : MOST_CELLS / count;
  clearRows();
}

/** No more rows than this are to be held at once, those in hand included. */
export function limitRows(most: u32): void {
  mostRows = columns == 0 ? 0 : min(most, MOST_CELLS / columns);
}

/** Lets go of the rows in hand. */
export function clearRows(): void {
  rows = 0;
  absents = 0;
}

/** Takes up a new block of lines. The rows in hand must have been emitted: they lie in the block before. */
export function begin(length: u32, firstLine: u32): void {
  at = INPUT;
  end = INPUT + <usize>length;
  scratch = SCRATCH;
  line = firstLine;
}

/** Counts the row in hand whose cells the caller has set. */
export function acceptRow(missing: u32): void {
  rows++;
  absents += missing;
}

/** Goes to after the line at hand, and returns the offset of its end. */
export function skipLine(): u32 {
  let p = at;
  while (p < end && load<u8>(p) != 10 && load<u8>(p) != 13) p++;
  const stop = <u32>(p - INPUT);
  endLine(p);
  return stop;
}

function endLine(p: usize): void {
  if (p < end) {
    const crlf = load<u8>(p) == 13 && p + 1 < end && load<u8>(p + 1) == 10;
    p += crlf ? 2 : 1;
    line++;
  }
  at = p;
}

@inline function skipSpace(p: usize): usize {
  while (load<u8>(p) == 32 || load<u8>(p) == 9) p++;
  return p;
}

@inline function same(a: usize, b: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

/** The column whose key stands at `p`, after its quote, tried from `guess` on; -1 where there is none. */
function findColumn(p: usize, guess: u32): i32 {
  for (let i: u32 = 0; i < columns; i++) {
    let column = guess + i;
    if (column >= columns) column -= columns;
    const entry = KEY_TABLE + (<usize>column << 3);
    const length = load<u32>(entry, 4);
    if (length != NULL && load<u8>(p + length) == 34 && same(p, <usize>load<u32>(entry), length)) return column;
  }
  return -1;
}

/** The first quote, backslash or control character from `p` on. */
@inline function findSpecial(p: usize): usize {
  const quotes = i8x16.splat(34), slashes = i8x16.splat(92), space = i8x16.splat(32);
  while (true) {
    const bytes = v128.load(p);
    const mask = i8x16.bitmask(v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, slashes)), i8x16.lt_u(bytes, space)));
    if (mask != 0) return p + ctz(mask);
    p += 16;
  }
}

@inline function hex(byte: u8): i32 {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

@inline function hex4(p: usize): i32 {
  const a = hex(load<u8>(p)), b = hex(load<u8>(p + 1)), c = hex(load<u8>(p + 2)), d = hex(load<u8>(p + 3));
  return (a | b | c | d) < 0 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}

@inline function put(byte: i32): void {
  store<u8>(scratch++, <u8>byte);
}

function putCodePoint(code: i32): void {
  if (code < 0x80) put(code);
  else if (code < 0x800) { put(0xc0 | (code >> 6)); put(0x80 | (code & 63)); }
  else if (code < 0x10000) { put(0xe0 | (code >> 12)); put(0x80 | ((code >> 6) & 63)); put(0x80 | (code & 63)); }
  else { put(0xf0 | (code >> 18)); put(0x80 | ((code >> 12) & 63)); put(0x80 | ((code >> 6) & 63)); put(0x80 | (code & 63)); }
}

/** Unescapes the string that starts at `p` into SCRATCH; returns where its closing quote is, or 0 where it is not JSON. */
function unescape(p: usize): usize {
  while (true) {
    const next = findSpecial(p);
    memory.copy(scratch, p, next - p);
    scratch += next - p;
    const byte = load<u8>(next);
    if (byte == 34) return next;
    if (byte != 92) return 0;
    const escaped = load<u8>(next + 1);
    p = next + 2;
    if (escaped == 110) put(10);
    else if (escaped == 34 || escaped == 92 || escaped == 47) put(escaped);
    else if (escaped == 116) put(9);
    else if (escaped == 114) put(13);
    else if (escaped == 98) put(8);
    else if (escaped == 102) put(12);
    else if (escaped == 117) {
      let code = hex4(p);
      if (code < 0) return 0;
      p += 4;
      if (code >= 0xd800 && code < 0xdc00 && load<u8>(p) == 92 && load<u8>(p + 1) == 117) {
        const low = hex4(p + 2);
        if (low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          p += 6;
        }
      }
      // Half of a pair stands for no character.
      putCodePoint(code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
    } else return 0;
  }
}

@inline function isDigit(p: usize): bool {
  return <u32>load<u8>(p) - 48 < 10;
}

/** The end of the number at `p`; 0 where it is none. */
function numberEnd(p: usize): usize {
  if (load<u8>(p) == 45) p++;
  if (!isDigit(p)) return 0;
  if (load<u8>(p) == 48) p++;
  else while (isDigit(p)) p++;
  if (load<u8>(p) == 46) {
    p++;
    if (!isDigit(p)) return 0;
    while (isDigit(p)) p++;
  }
  if ((load<u8>(p) | 32) == 101) {
    p++;
    if (load<u8>(p) == 43 || load<u8>(p) == 45) p++;
    if (!isDigit(p)) return 0;
    while (isDigit(p)) p++;
  }
  return p;
}

/** The end of the value at `p`, whose place goes to `ref`; 0 where it has to be looked at with care. */
function readValue(p: usize, ref: usize): usize {
  const first = load<u8>(p);
  if (first == 34) {
    let stop = findSpecial(p + 1);
    if (load<u8>(stop) == 34) {
      store<u32>(ref, <u32>(p + 1));
      store<u32>(ref, <u32>(stop - p - 1), 4);
      return stop + 1;
    }
    const from = scratch;
    stop = unescape(p + 1);
    if (stop == 0) return 0;
    store<u32>(ref, <u32>from);
    store<u32>(ref, <u32>(scratch - from), 4);
    return stop + 1;
  }
  let stop: usize = 0;
  if (first == 110) {
    if (load<u32>(p) != 0x6c6c756e) return 0;
    store<u32>(ref, NULL, 4);
    return p + 4;
  }
  if (first == 116) stop = load<u32>(p) == 0x65757274 ? p + 4 : 0;
  else if (first == 102) stop = load<u32>(p + 1) == 0x65736c61 ? p + 5 : 0;
  else stop = numberEnd(p);
  store<u32>(ref, <u32>p);
  store<u32>(ref, <u32>(stop - p), 4);
  return stop;
}

/** Reads the object at `p` as the next row; returns what follows it, or 0 where it has to be looked at with care. */
function readObject(p: usize): usize {
  const row = REFS + ((<usize>rows * columns) << 3);
  for (let column: u32 = 0; column < columns; column++) store<u32>(row + (<usize>column << 3), ABSENT, 4);
  let missing = columns;
  let guess: u32 = 0;
  p = skipSpace(p + 1);
  if (load<u8>(p) == 125) p++;
  else for (;;) {
    if (load<u8>(p) != 34) return 0;
    const column = findColumn(p + 1, guess);
    if (column < 0) return 0;
    p = skipSpace(p + 2 + load<u32>(KEY_TABLE + (<usize>column << 3), 4));
    if (load<u8>(p) != 58) return 0;
    const ref = row + (<usize>column << 3);
    if (load<u32>(ref, 4) == ABSENT) missing--;
    p = readValue(skipSpace(p + 1), ref);
    if (p == 0) return 0;
    p = skipSpace(p);
    const next = load<u8>(p++);
    if (next == 125) break;
    if (next != 44) return 0;
    p = skipSpace(p);
    guess = column + 1 < <i32>columns ? column + 1 : 0;
  }
  absents += missing;
  return p;
}

/** Reads rows until the block ends, no more can be held, or one needs help: then it is the line at `getAt`. */
export function scan(): u32 {
  while (at < end) {
    const p = skipSpace(at);
    if (p - at <= LONGEST_BLANK && (p >= end || load<u8>(p) == 10 || load<u8>(p) == 13)) {
      endLine(p);
      continue;
    }
    if (columns > 0 && rows == mostRows) return FULL;
    if (columns == 0 || load<u8>(p) != 123) return HELP;
    const before = absents;
    const held = scratch;
    const after = readObject(p);
    const stop: usize = after == 0 ? <usize>0 : skipSpace(after);
    if (stop == 0 || stop > end || (stop < end && load<u8>(stop) != 10 && load<u8>(stop) != 13)) {
      absents = before;
      scratch = held;
      return HELP;
    }
    rows++;
    endLine(stop);
  }
  return DONE;
}

/** Writes a column of the rows in hand to OUT, each text after its length, and which are there to DEFINED; returns the bytes written. */
export function emit(column: u32): u32 {
  let to = OUT;
  filled = 0;
  const bytes = (rows + 7) >> 3;
  memory.fill(DEFINED, 0, bytes);
  for (let row: u32 = 0; row < rows; row++) {
    const ref = REFS + ((<usize>row * columns + column) << 3);
    const length = load<u32>(ref, 4);
    if (length >= ABSENT) continue;
    filled++;
    const flags = DEFINED + (row >> 3);
    store<u8>(flags, <u8>(<u32>load<u8>(flags) | (<u32>1 << (row & 7))));
    store<u32>(to, length);
    to += 4;
    const from = <usize>load<u32>(ref);
    // Longer than the text by up to 15 bytes, which the next one overwrites.
    for (let i: u32 = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
    to += length;
  }
  return <u32>(to - OUT);
}
