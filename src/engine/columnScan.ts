import { sentinelWords } from '../core/sentinels.ts';
import type { ColumnType } from '../core/schema.ts';
import type { Database } from './duckdb.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, fullMatch, isOfType, isTextStorage, missingIn, parsedTime, textOf, type StoredColumn } from './sql.ts';
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
export const typeShare = 0.95;
/** More leading zeros or over-long digits than this, and the digits are names. */
const codeShare = 0.01;

/**
 * One scan over several columns. `candidates[i]` is null where the type is settled.
 * @param estimates whether distinct values are estimated; where they will be counted exactly, it is time lost.
 */
export async function scanColumns(database: Database, columns: readonly StoredColumn[], candidates: readonly (TypeCandidates | null)[], estimates: boolean, signal?: AbortSignal): Promise<ColumnScan[]> {
  const inner: string[] = ['_row', ...columns.map(({ internal }) => quoteIdentifier(internal))];
  const asked = columns.map((column, index) => questionsOf(column, `k${index}`, candidates[index] ?? null, estimates, inner));
  const selected = ['count(*)', ...asked.flat().map(({ sql }) => sql)];
  const values = await database.columns(`SELECT ${selected.join(', ')} FROM (SELECT ${inner.join(', ')} FROM ${quoteIdentifier(dataTable)})`, [], signal);
  const numbers = values.map((value) => Number(value[0] ?? 0));
  let next = 1;
  return asked.map((questions): ColumnScan => {
    const counts = new Map(questions.map(({ name }) => [name, numbers[next++]!]));
    const count = (name: string): number => counts.get(name) ?? 0;
    const lengths = counts.has('maxLength') && { totalLength: count('totalLength'), maxLength: count('maxLength') };
    return { rows: numbers[0]!, filled: count('filled'), blanks: count('blank'), distinct: count('distinct'), ...lengths, counts };
  });
}

interface Question {
  readonly name: string;
  readonly sql: string;
}

/** `inner` gains the column's kind of value, which the counts are of: every cell is matched until it is known what it is, and no further. */
function questionsOf(column: StoredColumn, alias: string, candidates: TypeCandidates | null, estimates: boolean, inner: string[]): Question[] {
  const cell = quoteIdentifier(column.internal);
  const text = textOf(column);
  const questions: Question[] = [{ name: 'filled', sql: `count(${cell})` }];
  if (estimates || !isTextStorage(column.storage)) questions.push({ name: 'distinct', sql: `approx_count_distinct(${cell})` });
  if (!isTextStorage(column.storage)) return questions;
  questions.push({ name: 'totalLength', sql: `sum(length(${text}))` }, { name: 'maxLength', sql: `max(length(${text}))` });

  const kinds = candidates?.kinds ?? [];
  const names = [...kinds, 'blank', ...(candidates ? ['sentinel'] : [])];
  const cases = [...kinds.map((kind) => isOfKind(column, kind)), missingIn(text), ...(candidates ? [isSentinelIn(text)] : [])];
  inner.push(`CASE WHEN ${text} IS NULL THEN NULL ${cases.map((condition, index) => `WHEN ${condition} THEN ${index}`).join(' ')} END AS ${alias}`);
  questions.push(...names.map((name, index) => ({ name, sql: `count_if(${alias} = ${index})` })));
  for (const form of candidates?.forms ?? []) {
    questions.push({ name: `day ${form.id}`, sql: `count_if(${isOfType(column, 'date', form)})` }, { name: `moment ${form.id}`, sql: `count_if(${isOfType(column, 'timestamp', form)})` });
  }
  return questions;
}

function isOfKind(column: StoredColumn, kind: ValueKind): string {
  switch (kind) {
    case 'decimal':
      return fullMatch(textOf(column), decimalPattern);
    case 'code':
      return fullMatch(textOf(column), codePattern);
    case 'day':
    case 'moment':
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
