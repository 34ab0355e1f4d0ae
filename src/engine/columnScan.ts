import { sentinelWords } from '../core/sentinels.ts';
import { isTemporal, type ColumnType } from '../core/schema.ts';
import type { ColumnValues } from './columnValues.ts';
import type { Answer, Questions } from './questions.ts';
import { fullMatch, isOfType, isTextStorage, missingIn, parsedTime, textOf, type StoredColumn } from './sql.ts';
import type { TypeCandidates, ValueKind } from './typeCandidates.ts';
import { codePattern, decimalPattern, isoDayPattern, isoMomentPattern, type TimeForm } from './typeRules.ts';

/** What one pass over a column counts before its type is known. */
export interface ColumnScan {
  readonly rows: number;
  readonly filled: number;
  readonly blanks: number;
  /** Approximate: within a few per cent. 0 where it was not asked for. */
  readonly distinct: number;
  /** Characters over non-null values; for text alone. */
  readonly totalLength?: number;
  readonly maxLength?: number;
  /** Counts by name: kinds of values, `sentinel`, and for other forms of dates `day …` and `moment …`. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A share of the values that must be of a type for the column to be of it. */
const typeShare = 0.95;
/** More leading zeros or over-long digits than this, and the digits are names. */
const codeShare = 0.01;

/**
 * Asks what settles a column's type. `candidates` null: it is settled.
 * @param estimates whether distinct values are estimated; where they will be counted exactly, it is time lost.
 */
export function askScan(
  questions: Questions,
  column: StoredColumn,
  values: ColumnValues,
  candidates: TypeCandidates | null,
  estimates: boolean,
): Answer<ColumnScan> {
  const { cell, length } = values;
  const isText = isTextStorage(column.storage);
  const filled = questions.count(cell);
  const distinct = estimates || !isText ? questions.distinct(cell) : () => 0;
  const totalLength = length === null ? null : questions.sum(length);
  const maxLength = length === null ? null : questions.number(`max(${length})`);
  const counts = isText ? askKinds(questions, column, values, candidates) : [];
  return () => {
    const counted = new Map(counts.map(({ name, count }) => [name, count() ?? 0]));
    const lengths = totalLength && maxLength && { totalLength: totalLength() ?? 0, maxLength: maxLength() ?? 0 };
    return {
      rows: questions.rows,
      filled: filled() ?? 0,
      blanks: counted.get('blank') ?? 0,
      distinct: distinct() ?? 0,
      ...lengths,
      counts: counted,
    };
  };
}

/** Counts by kind of value: every cell is matched until it is known what it is, and no further. */
function askKinds(
  questions: Questions,
  column: StoredColumn,
  values: ColumnValues,
  candidates: TypeCandidates | null,
): { name: string; count: Answer<number | undefined> }[] {
  const text = textOf(column);
  const kinds = candidates?.kinds ?? [];
  const names = [...kinds, 'blank', ...(candidates ? ['sentinel'] : [])];
  const cases = [...kinds.map((kind) => isOfKind(column, kind, values)), missingIn(text), ...(candidates ? [isSentinelIn(text)] : [])];
  const kind = questions.derived(
    `CASE WHEN ${text} IS NULL THEN NULL ${cases.map((condition, index) => `WHEN ${condition} THEN ${index}`).join(' ')} END`,
  );
  const counts = names.map((name, index) => ({ name, count: questions.countIf(`${kind} = ${index}`) }));
  for (const form of candidates?.forms ?? []) {
    counts.push({ name: `day ${form.id}`, count: questions.countIf(isOfType(column, 'date', form)) });
    counts.push({ name: `moment ${form.id}`, count: questions.countIf(isOfType(column, 'timestamp', form)) });
  }
  return counts;
}

function isOfKind(column: StoredColumn, kind: ValueKind, { measure }: ColumnValues): string {
  const isIsoTime = measure !== null && isTemporal(column.type) && column.timeForm === undefined;
  switch (kind) {
    case 'decimal':
      return fullMatch(textOf(column), decimalPattern);
    case 'code':
      return fullMatch(textOf(column), codePattern);
    case 'day':
    case 'moment':
      if (isIsoTime) return `(${measure} IS NOT NULL AND ${kind === 'day' ? 'NOT ' : ''}contains(${textOf(column)}, ':'))`;
      return `(CASE WHEN ${fullMatch(textOf(column), kind === 'day' ? isoDayPattern : isoMomentPattern)} THEN ${parsedTime(textOf(column), null)} IS NOT NULL ELSE false END)`;
    default:
      return isOfType(column, kind, null);
  }
}

/** A pattern, since a long IN list becomes a join, and what it compares is then worked out for every row. */
const sentinelPattern = `(?i)[ \\t\\r\\n]*(?:${sentinelWords.map((word) => word.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')})[ \\t\\r\\n]*`;
const longestSentinel = Math.max(...sentinelWords.map((word) => word.length)) + 2;

function isSentinelIn(text: string): string {
  return `(CASE WHEN strlen(${text}) <= ${longestSentinel} THEN ${fullMatch(text, sentinelPattern)} ELSE false END)`;
}

export interface DecidedType {
  readonly type: ColumnType;
  readonly timeForm?: string;
  /** Day and month could as well be the other way round. */
  readonly ambiguousDates?: boolean;
}

/**
 * The type that at least 95 % of the values have, not counting blanks and words for “no value”.
 * Digits with leading zeros or more than 18 of them make a column of codes, which is text.
 */
export function decideType({ filled, blanks, counts }: Pick<ColumnScan, 'filled' | 'blanks' | 'counts'>, forms: readonly TimeForm[]): DecidedType {
  const count = (...names: string[]): number => names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
  if (filled === blanks) return { type: 'empty' };
  const values = filled - blanks - count('sentinel');
  if (values <= 0) return { type: 'text' };
  const are = (...names: string[]): boolean => count(...names) >= values * typeShare;
  if (are('boolean')) return { type: 'boolean' };
  if (count('code') <= values * codeShare) {
    if (are('integer')) return { type: 'integer' };
    if (are('integer', 'decimal')) return { type: 'number' };
  }
  if (are('day', 'moment')) return { type: are('day') ? 'date' : 'timestamp' };
  const best = [...forms].sort((a, b) => count(`moment ${b.id}`) - count(`moment ${a.id}`))[0];
  if (best && are(`moment ${best.id}`)) {
    const ambiguousDates = best.id === 'month/day/year' && count('moment day/month/year') === count('moment month/day/year');
    return { type: are(`day ${best.id}`) ? 'date' : 'timestamp', timeForm: best.id, ...(ambiguousDates && { ambiguousDates }) };
  }
  if (are('list')) return { type: 'list' };
  if (are('struct')) return { type: 'struct' };
  return { type: 'text' };
}
