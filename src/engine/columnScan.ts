import { sentinelWords } from '../core/sentinels.ts';
import type { ColumnType } from '../core/schema.ts';
import type { Database } from './duckdb.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { dataTable, isOfType, isTextStorage, missingIn, textOf, type StoredColumn } from './sql.ts';
import type { TypeCandidates } from './typeCandidates.ts';
import { codePattern, type TimeForm } from './typeRules.ts';

/** What one pass over a column counts before its type is known. */
export interface ColumnScan {
  readonly rows: number;
  readonly filled: number;
  readonly blanks: number;
  /** Approximate: within a few per cent. */
  readonly distinct: number;
  /** Characters over non-null values; for text alone. */
  readonly totalLength?: number;
  readonly maxLength?: number;
  /** Values by what they could be. */
  readonly types: ReadonlyMap<string, number>;
}

/** A share of the values that must be of a type for the column to be of it. */
export const typeShare = 0.95;
/** More leading zeros or over-long digits than this, and the digits are names. */
const codeShare = 0.01;

/** One scan over several columns. `candidates[i]` is null where the type is settled. */
export async function scanColumns(database: Database, columns: readonly StoredColumn[], candidates: readonly (TypeCandidates | null)[], signal?: AbortSignal): Promise<ColumnScan[]> {
  const questions = columns.map((column, index) => questionsOf(column, candidates[index] ?? null));
  const selected = questions.flat().map(({ sql }) => sql);
  const values = await database.columns(`SELECT count(*), ${selected.join(', ')} FROM ${quoteIdentifier(dataTable)}`, [], signal);
  const numbers = values.map((value) => Number(value[0] ?? 0));
  const rows = numbers[0]!;
  let next = 1;
  return questions.map((asked) => {
    const answers = new Map(asked.map(({ name }) => [name, numbers[next++]!]));
    const isText = answers.has('blanks');
    return {
      rows,
      filled: answers.get('filled') ?? 0,
      blanks: answers.get('blanks') ?? 0,
      distinct: answers.get('distinct') ?? 0,
      ...(isText && { totalLength: answers.get('totalLength') ?? 0, maxLength: answers.get('maxLength') ?? 0 }),
      types: answers,
    };
  });
}

interface Question {
  readonly name: string;
  readonly sql: string;
}

function questionsOf(column: StoredColumn, candidates: TypeCandidates | null): Question[] {
  const cell = quoteIdentifier(column.internal);
  const text = textOf(column);
  const questions: Question[] = [
    { name: 'filled', sql: `count(${cell})` },
    { name: 'distinct', sql: `approx_count_distinct(${cell})` },
  ];
  if (!isTextStorage(column.storage)) return questions;
  const count = (name: string, condition: string): Question => ({ name, sql: `count_if(${condition})` });
  questions.push(
    count('blanks', `${text} IS NOT NULL AND ${missingIn(text)}`),
    { name: 'totalLength', sql: `sum(length(${text}))` },
    { name: 'maxLength', sql: `max(length(${text}))` },
  );
  if (!candidates) return questions;
  const words = sentinelWords.map(quoteLiteral).join(', ');
  const longest = Math.max(...sentinelWords.map((word) => word.length));
  questions.push(count('sentinels', `strlen(${text}) <= ${longest + 2} AND lower(trim(${text})) IN (${words})`));
  const ofType = (name: string, type: ColumnType, form?: TimeForm): void => void questions.push(count(name, isOfType(column, type, form)));
  if (candidates.boolean) ofType('boolean', 'boolean');
  if (candidates.numeric) {
    ofType('integer', 'integer');
    ofType('number', 'number');
    questions.push(count('codes', `regexp_full_match(${text}, ${quoteLiteral(codePattern)})`));
  }
  if (candidates.iso) {
    ofType('date', 'date');
    ofType('timestamp', 'timestamp');
  }
  for (const form of candidates.forms) {
    ofType(`date ${form.id}`, 'date', form);
    ofType(`timestamp ${form.id}`, 'timestamp', form);
  }
  if (candidates.nested) {
    ofType('list', 'list');
    ofType('struct', 'struct');
  }
  return questions;
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
export function decideType(scan: ColumnScan, forms: readonly TimeForm[]): DecidedType {
  const count = (name: string): number => scan.types.get(name) ?? 0;
  if (scan.filled === scan.blanks) return { type: 'empty' };
  const values = scan.filled - scan.blanks - count('sentinels');
  if (values <= 0) return { type: 'text' };
  const is = (name: string): boolean => count(name) >= values * typeShare;
  if (is('boolean')) return { type: 'boolean' };
  if (count('codes') <= values * codeShare) {
    if (is('integer')) return { type: 'integer' };
    if (is('number')) return { type: 'number' };
  }
  if (is('timestamp')) return { type: is('date') ? 'date' : 'timestamp' };
  const best = [...forms].sort((a, b) => count(`timestamp ${b.id}`) - count(`timestamp ${a.id}`))[0];
  if (best && is(`timestamp ${best.id}`)) {
    const ambiguousDates = best.id === 'month/day/year' && count('timestamp day/month/year') === count('timestamp month/day/year');
    return { type: is(`date ${best.id}`) ? 'date' : 'timestamp', timeForm: best.id, ...(ambiguousDates && { ambiguousDates }) };
  }
  if (is('list')) return { type: 'list' };
  if (is('struct')) return { type: 'struct' };
  return { type: 'text' };
}
