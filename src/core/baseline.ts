import { compareText } from './compareText.ts';
import { conflictMarker } from './conflictMarker.ts';
import { anySeverity, type KnownFindings, subjectText } from './findingMarks.ts';
import { type RowKey, rowKeyText } from './rowKey.ts';

/** A finding that was accepted as it is: one row of it, or all of it where it is about a column, segment or dataset. */
export interface AcceptedFinding {
  /** The dataset, by its path from the baseline's folder, with `/`. */
  readonly file: string;
  readonly check: string;
  readonly column?: string;
  readonly segment?: { readonly column: string; readonly value: string | null };
  readonly row?: RowKey;
}

export interface Baseline {
  readonly accepted: readonly AcceptedFinding[];
  /** Lines (1-based) that say nothing that can be read. */
  readonly damaged: readonly number[];
}

const head = '{"winnow":1,"accepted":[';
const foot = 'null]}';

/**
 * A baseline as text: JSON with one accepted row a line, sorted, each line alike, so that git merges it by lines and a
 * difference shows what was accepted. Duplicates are written once.
 */
export function serialiseBaseline(accepted: readonly AcceptedFinding[]): string {
  const lines = accepted.map((entry) => ({ place: placeOf(entry), text: lineOf(entry) })).sort((a, b) => compareText(a.place, b.place));
  return [head, ...lines.filter(({ text }, at) => text !== lines[at - 1]?.text).map(({ text }) => text), foot, ''].join('\n');
}

/** Reads what can be read, line by line: of a file with git's conflict markers, the lines of both sides. It never throws. */
export function parseBaseline(text: string): Baseline {
  const accepted: AcceptedFinding[] = [];
  const damaged: number[] = [];
  for (const [at, line] of text.replace(/^\uFEFF/, '').split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed === head || trimmed === foot || conflictMarker.test(trimmed)) continue;
    const entry = readLine(trimmed);
    if (entry) accepted.push(entry);
    else damaged.push(at + 1);
  }
  return { accepted, damaged };
}

/** Adds what is accepted in a dataset to what is known. `markOf`: the number that stands for a row's key. */
export function addAccepted(known: KnownFindings, accepted: Iterable<AcceptedFinding>, markOf: (key: RowKey) => bigint): void {
  for (const entry of accepted) {
    if (entry.row) known.addRow(subjectText(entry), markOf(entry.row), anySeverity);
    else known.addWhole(subjectText(entry), anySeverity);
  }
}

function lineOf({ file, check, column, segment, row }: AcceptedFinding): string {
  return `${JSON.stringify({ file, check, column, segment, row })},`;
}

function placeOf({ file, check, column, segment, row }: AcceptedFinding): string {
  return [file, check, column ?? '', segment ? JSON.stringify([segment.column, segment.value]) : '', row ? rowKeyText(row) : ''].join('\u0000');
}

function readLine(line: string): AcceptedFinding | null {
  let value: unknown;
  try {
    value = JSON.parse(line.replace(/,$/, ''));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { file, check, column, segment, row } = value as Record<string, unknown>;
  if (typeof file !== 'string' || typeof check !== 'string' || !(column === undefined || typeof column === 'string')) return null;
  if (!(segment === undefined || isSegment(segment)) || !(row === undefined || isRowKey(row))) return null;
  return { file, check, ...(column !== undefined && { column }), ...(segment !== undefined && { segment }), ...(row !== undefined && { row }) };
}

function isSegment(value: unknown): value is NonNullable<AcceptedFinding['segment']> {
  if (typeof value !== 'object' || value === null) return false;
  const { column, value: of } = value as Record<string, unknown>;
  return typeof column === 'string' && (of === null || typeof of === 'string');
}

function isRowKey(value: unknown): value is RowKey {
  return typeof value === 'object' && value !== null && Object.values(value).every((field) => typeof field === 'string' || typeof field === 'number');
}
