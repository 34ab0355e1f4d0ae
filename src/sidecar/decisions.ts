import { conflictMarker } from '../core/conflictMarker.ts';
import { compareText } from '../core/compareText.ts';
import { errorMessage } from '../core/errorMessage.ts';
import { acts, compareDecisions, type Decision } from '../core/decision.ts';
import { type RowKey, rowKeyText } from '../core/rowKey.ts';
import { decisionProblem, headerProblem } from './lineProblem.ts';

/** A line of the sidecar that could not be read as it should be. */
export interface DamagedLine {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

/** A decision as the file has it: acts and fields that are not known stay in `text`. */
export interface Entry {
  readonly id: string;
  /** Absent where the act is not known. */
  readonly decision?: Decision;
  /** The line without its end. */
  readonly text: string;
  /** What the file is sorted by, before the id. */
  readonly place: readonly [row: string, at: string];
}

export type Header = Readonly<Record<string, unknown>>;

/** What `NAME.winnow.jsonl` says. */
export interface Sidecar {
  readonly header: Header | null;
  /** By id. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly damaged: readonly DamagedLine[];
  /** Bytes of the lines that are damaged, without their ends: written again as they are. */
  readonly kept: readonly Uint8Array[];
}

export const emptySidecar: Sidecar = { header: null, entries: new Map(), damaged: [], kept: [] };

const encoder = new TextEncoder();
const newLine = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads a sidecar. It never throws: a line that is damaged is reported and kept, and the others count. Between the
 * markers of a git conflict the lines of both sides are read (a set has no conflicts); the markers are reported.
 */
export function parseSidecar(bytes: Uint8Array): Sidecar {
  const entries = new Map<string, Entry>();
  const damaged: DamagedLine[] = [];
  const kept: Uint8Array[] = [];
  let header: Header | null = null;
  let inBase = false;

  const damage = (line: number, reason: string, lineBytes?: Uint8Array): void => {
    damaged.push({ line, reason });
    if (lineBytes) kept.push(lineBytes);
  };

  for (const { line, bytes: lineBytes } of linesOf(bytes)) {
    const text = decode(lineBytes);
    if (text === null) {
      damage(line, 'not valid UTF-8', lineBytes);
      continue;
    }
    if (text.trim() === '') continue;
    const marker = conflictMarker.exec(text)?.[1];
    if (marker !== undefined) {
      inBase = marker === '|||||||';
      damage(line, 'a git conflict marker; the lines of both sides were read');
      continue;
    }
    if (inBase) continue;
    const record = parseRecord(text);
    if (typeof record === 'string') damage(line, record, lineBytes);
    else if (isHeader(record)) {
      const problem = headerProblem(record);
      if (problem) damage(line, problem);
      header ??= record;
    } else {
      const problem = decisionProblem(record);
      if (problem) damage(line, problem, lineBytes);
      else {
        const loser = addEntry(entries, entryOf(record, text));
        if (loser) damage(line, `a second line with the id ${loser.id} that says something else; one of the two counts`, encoder.encode(loser.text));
      }
    }
  }
  return { header, entries, damaged, kept };
}

/** Decisions of known acts, oldest first. */
export function decisionsOf(sidecar: Sidecar): Decision[] {
  return [...sidecar.entries.values()].flatMap(({ decision }) => (decision ? [decision] : [])).sort(compareDecisions);
}

/** The whole file: header, decisions by row key, time and id, then damaged lines as they were. Each line ends in `\n`. */
export function serialiseSidecar(sidecar: Sidecar): Uint8Array {
  const lines: Uint8Array[] = [];
  if (sidecar.header) lines.push(encoder.encode(JSON.stringify(sidecar.header)));
  for (const { text } of [...sidecar.entries.values()].sort(compareEntries)) lines.push(encoder.encode(text));
  lines.push(...sidecar.kept);
  return Buffer.concat(lines.flatMap((line) => [line, Uint8Array.of(newLine)]));
}

/** One line, without its end. Fields have a fixed order, and fields that are not known come after those that are. */
export function serialiseDecision(decision: Decision): string {
  const { row, act, column, segment, from, to, by, at, why, note, retracts, rowHint, id, ...others } = decision;
  return JSON.stringify({ row, act, column, segment, from, to, by, at, why, note, retracts, rowHint, ...others, id });
}

/** What a decision looks like once it has been written and read. */
export function entryOfDecision(decision: Decision): Entry {
  const text = serialiseDecision(decision);
  return entryOf(JSON.parse(text) as Record<string, unknown>, text);
}

/**
 * Adds an entry and returns the one that loses where two lines with one id say different things. The same one
 * wins wherever they meet: the one whose text sorts last.
 */
export function addEntry(entries: Map<string, Entry>, entry: Entry): Entry | undefined {
  const other = entries.get(entry.id);
  if (!other) {
    entries.set(entry.id, entry);
    return undefined;
  }
  if (other.text === entry.text) return undefined;
  const [loser, winner] = other.text < entry.text ? [other, entry] : [entry, other];
  entries.set(entry.id, winner);
  return loser;
}

function compareEntries(a: Entry, b: Entry): number {
  return compareText(a.place[0], b.place[0]) || compareText(a.place[1], b.place[1]) || compareText(a.id, b.id);
}

function entryOf(record: Readonly<Record<string, unknown>>, text: string): Entry {
  const { id, act, at, row } = record;
  const place = [rowKeyText((row ?? {}) as RowKey), typeof at === 'string' ? at : ''] as const;
  const known = acts.some((name) => name === act);
  return { id: String(id), text, place, ...(known ? { decision: record as unknown as Decision } : {}) };
}

function isHeader(record: Readonly<Record<string, unknown>>): boolean {
  return 'winnow' in record && !('act' in record);
}

function parseRecord(text: string): Readonly<Record<string, unknown>> | string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    return 'not a JSON object';
  } catch (error) {
    return `not JSON: ${errorMessage(error)}`;
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Lines without `\n` or `\r\n`; what follows the last one counts unless it is empty. */
function* linesOf(bytes: Uint8Array): Generator<{ line: number; bytes: Uint8Array }> {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(newLine, start);
    const end = found === -1 ? bytes.length : found;
    const withoutReturn = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
    yield { line, bytes: bytes.subarray(start, withoutReturn) };
    start = end + 1;
  }
}
