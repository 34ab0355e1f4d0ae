// AssemblyScript. Finds the records of delimited text, 64 bytes a step; the grammar is that of formats/csvRecord.ts.
//
// Memory: INPUT holds a block of the file, after the two bytes that precede it and before 72 bytes of padding.
// Each sixteenth record leaves a checkpoint: the offset of what follows it at BYTES (f64), its line at LINES (u32).
// `node scripts/wasm.mjs` compiles this file into rowScanBinary.ts.

export const BLOCK: u32 = 4 << 20;
export const INPUT: usize = 1024;
export const BYTES: usize = INPUT + BLOCK + 1024;
export const LINES: usize = BYTES + (<usize>(BLOCK / 16 + 8) << 3);
export const PER_CHECKPOINT: u32 = 16;
/** A ragged record of several lines and more bytes than this has swallowed others. */
const LONG_RAGGED: f64 = 65536;
/** A longer line of white space counts as a record. */
const LONGEST_BLANK: f64 = 65536;
const LF: u8 = 10;
const CR: u8 = 13;

// How the file is split. `quote` and `delimiter` above 255: there is none. `width` 0: fields are not counted.
let quote: u32 = 256;
let delimiter: u32 = 256;
let width: u32 = 0;

// Where the scan stands. Offsets are the file's.
let blockStart: f64 = 0;
let recordStart: f64 = 0;
let recordLine: u32 = 1;
let line: u32 = 1;
let records: f64 = 0;
let fields: u32 = 0;
let inQuote: bool = false;
let skipFirst: bool = false;
let checkpoints: u32 = 0;

// What was seen, since `clearCounts`.
let ragged: u32 = 0;
let longest: f64 = 0;
let lfBreaks: u32 = 0;
let crlfBreaks: u32 = 0;
let crBreaks: u32 = 0;

export function begin(quoteByte: u32, delimiterByte: u32, fieldCount: u32): void {
  quote = quoteByte;
  delimiter = delimiterByte;
  width = fieldCount;
  records = 0;
  checkpoints = 0;
  clearCounts();
}

/** Continues at the start of a record. */
export function moveTo(offset: f64, atLine: u32): void {
  recordStart = offset;
  recordLine = atLine;
  line = atLine;
  fields = 0;
  inQuote = false;
  skipFirst = false;
}

/** Counts the record that stands at `recordStart` as one that ends where the next call of `moveTo` says. */
export function countRecord(nextOffset: f64, nextLine: u32): void {
  records += 1;
  if (<u32>(<u64>records & (PER_CHECKPOINT - 1)) == 0) checkpoint(nextOffset, nextLine);
}

export function clearCounts(): void {
  ragged = 0;
  longest = 0;
  lfBreaks = 0;
  crlfBreaks = 0;
  crBreaks = 0;
}

export function clearCheckpoints(): void { checkpoints = 0; }
export function getCheckpoints(): u32 { return checkpoints; }
export function getRecords(): f64 { return records; }
export function getRecordStart(): f64 { return recordStart; }
export function getRecordLine(): u32 { return recordLine; }
export function getRagged(): u32 { return ragged; }
export function getLongest(): f64 { return longest; }
/** Kinds of line end that there were, inside quotes too: 1 for LF, 2 for CRLF, 4 for CR, added up. */
export function getLineEnds(): u32 { return <u32>(lfBreaks > 0) + (<u32>(crlfBreaks > 0) << 1) + (<u32>(crBreaks > 0) << 2); }

@inline function equalMask(at: usize, byte: u8): u64 {
  const wanted = i8x16.splat(byte);
  const a = <u64>i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
  const b = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 16), wanted));
  const c = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 32), wanted));
  const d = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 48), wanted));
  return (a & 0xffff) | ((b & 0xffff) << 16) | ((c & 0xffff) << 32) | ((d & 0xffff) << 48);
}

/** Bits from `from` up to but not including `to`. */
@inline function between(from: u32, to: u32): u64 {
  if (to == 0) return 0;
  const below = to >= 64 ? ~(<u64>0) : (<u64>1 << to) - 1;
  return from >= 64 ? 0 : below & ~((<u64>1 << from) - 1);
}

function checkpoint(offset: f64, atLine: u32): void {
  store<f64>(BYTES + (<usize>checkpoints << 3), offset);
  store<u32>(LINES + (<usize>checkpoints << 2), atLine);
  checkpoints++;
}

/** White space alone: what an empty line of JSON Lines may hold. */
function isSpace(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (byte != 32 && byte != 9) return false;
  }
  return true;
}

/**
 * Ends the record at the line end whose last byte is at `at` in memory (or at the end of the file).
 * Returns false when it has the wrong number of fields and is so long on several lines that an unclosed quote
 * is to blame.
 */
function endRecord(at: usize, atEnd: bool): bool {
  const offset = blockStart + <f64>(at - INPUT);
  const ending = atEnd ? <u8>0 : load<u8>(at);
  const isCrlf = ending == LF && load<u8>(at - 1) == CR;
  const end = isCrlf ? offset - 1 : offset;
  const next = atEnd ? offset : offset + 1;
  let blank = end <= recordStart;
  if (width == 0) {
    const length = end - recordStart;
    if (!blank && length <= LONGEST_BLANK) blank = isSpace(at - <usize>(offset - recordStart), at - <usize>(offset - end));
  } else if (width == 1 && blank) {
    blank = atEnd || (isCrlf && recordStart > 0 && load<u8>(at - 2) == CR);
  }
  const nextLine = line + 1;
  if (!blank) {
    if (width > 0 && fields + 1 != width) {
      if (nextLine - recordLine > 1 && end - recordStart > LONG_RAGGED) return false;
      ragged++;
    }
    if (end - recordStart > longest) longest = end - recordStart;
    records += 1;
    if (<u32>(<u64>records & (PER_CHECKPOINT - 1)) == 0) checkpoint(next, nextLine);
  }
  line = nextLine;
  recordStart = next;
  recordLine = nextLine;
  fields = 0;
  return true;
}

/**
 * Scans `length` bytes of the block from `from` on; `start` is the offset of INPUT in the file, and at least one
 * byte of the file lies beyond `length` unless `last`. Returns 0, or 1 when the record at `recordStart` is in
 * trouble: text after a closing quote, no closing quote, or a wrong number of fields on a great many lines.
 * Blocks start at the start of a record, unless that record is longer than a block.
 */
export function scan(start: f64, from: u32, length: u32, last: bool): u32 {
  blockStart = start;
  const q8 = <u8>quote, d8 = <u8>delimiter;
  for (let i: u32 = from; i < length; i += 64) {
    const at = INPUT + <usize>i;
    const valid = length - i >= 64 ? ~(<u64>0) : (<u64>1 << (length - i)) - 1;
    let q = quote < 256 ? equalMask(at, q8) & valid : 0;
    if (skipFirst) { q &= ~(<u64>1); skipFirst = false; }
    const n = equalMask(at, LF);
    const r = equalMask(at, CR);
    const beforeLf = (n >> 1) | (load<u8>(at + 64) == LF ? <u64>1 << 63 : 0);
    const loneCr = r & ~beforeLf & valid;
    const breaks = (n & valid) | loneCr;
    if (breaks) {
      const afterCr = n & valid & ((r << 1) | (load<u8>(at - 1) == CR ? 1 : 0));
      crlfBreaks += <u32>popcnt(afterCr);
      lfBreaks += <u32>popcnt(n & valid & ~afterCr);
      crBreaks += <u32>popcnt(loneCr);
    }
    if (inQuote && !q) {
      line += <u32>popcnt(breaks);
      continue;
    }
    const d = delimiter < 256 ? equalMask(at, d8) & valid : 0;
    if (!q && !breaks) {
      fields += <u32>popcnt(d);
      continue;
    }
    let counted: u32 = 0;
    let events = q | breaks;
    while (events) {
      const bit = <u32>ctz(events);
      events &= events - 1;
      if (q & (<u64>1 << bit)) {
        if (inQuote) {
          const beyond = last && i + bit + 1 >= length;
          const next = beyond ? <u8>0 : load<u8>(at + bit + 1);
          if (beyond || <u32>next == delimiter || next == LF || next == CR) {
            inQuote = false;
            counted = bit + 1;
          } else if (<u32>next == quote) {
            if (bit == 63 || i + bit + 1 == length) skipFirst = true; else events &= ~(<u64>1 << (bit + 1));
          } else return 1;
        } else {
          const offset = start + <f64>(i + bit);
          if (offset == recordStart || <u32>load<u8>(at + bit - 1) == delimiter) {
            fields += <u32>popcnt(d & between(counted, bit));
            inQuote = true;
          }
        }
      } else if (inQuote) {
        line++;
      } else {
        fields += <u32>popcnt(d & between(counted, bit));
        counted = bit + 1;
        if (!endRecord(at + bit, false)) return 1;
      }
    }
    if (!inQuote) fields += <u32>popcnt(d & between(counted, 64));
  }
  if (last) {
    if (inQuote) return 1;
    if (recordStart < start + <f64>length && !endRecord(INPUT + <usize>length, true)) return 1;
  }
  return 0;
}
