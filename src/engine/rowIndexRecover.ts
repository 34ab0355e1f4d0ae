import { isBlank, scanRecord, ScannedRecord, type CsvDialect } from '../formats/csvRecord.ts';

/** How far is looked for a line that parses after a record whose quotes are wrong. */
export const recoveryWindow = 1 << 20;

/**
 * Where the first line after the start of `bytes` begins that parses as a record of full width, and how many lines
 * are before it. Without one in the window only the first line is given up.
 */
export function nextThatParses(bytes: Buffer, complete: boolean, dialect: CsvDialect): { at: number; lines: number } {
  const candidate = new ScannedRecord();
  let first: { at: number; lines: number } | null = null;
  let lines = 0;
  const limit = Math.min(bytes.length, recoveryWindow);
  for (let at = nextLine(bytes, 0); at > 0; at = nextLine(bytes, at)) {
    lines++;
    first ??= { at, lines };
    if (at >= limit) break;
    const whole = scanRecord(bytes, at, complete, dialect, candidate);
    if (whole && !candidate.trouble && candidate.fields === dialect.width && !isBlank(bytes, candidate, dialect.width)) return { at, lines };
  }
  return first ?? { at: bytes.length, lines: 1 };
}

/** Offset after the line end at or after `from`; 0 when there is none. */
function nextLine(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === 10) return at + 1;
    if (bytes[at] === 13) return bytes[at + 1] === 10 ? at + 2 : at + 1;
  }
  return 0;
}
