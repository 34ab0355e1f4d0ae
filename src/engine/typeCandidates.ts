import { isSentinel } from '../core/sentinels.ts';
import type { Database } from './duckdb.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, textOf, type StoredColumn } from './sql.ts';
import { codePattern, isoPattern, numericPattern, timeForms, typePattern, type TimeForm } from './typeRules.ts';

/** Types that a column could turn out to have; the scan of all rows then counts those alone. */
export interface TypeCandidates {
  readonly boolean: boolean;
  readonly numeric: boolean;
  readonly iso: boolean;
  readonly forms: readonly TimeForm[];
  readonly nested: boolean;
}

const everyType: TypeCandidates = { boolean: true, numeric: true, iso: true, forms: timeForms, nested: true };

/** Stretches of neighbouring rows, spread evenly: few blocks of the table are read. */
const stretches = 16;
const sampledRows = 1600;
const sampledCells = 400_000;
/** Longer texts are no numbers and no dates; nested values tell themselves by their first character. */
const sampledLength = 80;
/**
 * With so many values, a type that 95 % of the column have is seen at least once (the chance that it is not is .05^20);
 * with fewer, every type stays a candidate.
 */
const enoughValues = 20;

/**
 * Which types each column may have, by a sample. It decides nothing: it only spares the scan of all rows
 * the types that do not occur.
 */
export async function findTypeCandidates(database: Database, columns: readonly StoredColumn[], records: number, signal?: AbortSignal): Promise<TypeCandidates[]> {
  if (columns.length === 0) return [];
  const perStretch = Math.max(8, Math.floor(Math.min(sampledRows, sampledCells / columns.length) / stretches));
  const samples = columns.map((): string[] => []);
  const selected = columns.map((column) => `left(${textOf(column)}, ${sampledLength})`).join(', ');
  const step = records / stretches;
  for (let stretch = 0; stretch < stretches; stretch++) {
    const first = Math.floor(stretch * step) + 1;
    const last = Math.min(first + perStretch - 1, Math.floor((stretch + 1) * step));
    if (last < first) continue;
    const values = await database.columns(`SELECT ${selected} FROM ${quoteIdentifier(dataTable)} WHERE _row BETWEEN ? AND ?`, [first, last], signal);
    values.forEach((cells, index) => {
      for (const cell of cells) if (typeof cell === 'string' && cell.trim() !== '' && !isSentinel(cell)) samples[index]!.push(cell);
    });
  }
  return samples.map(candidatesOf);
}

const exactly = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const booleanText = exactly(typePattern('boolean')!);
const numericText = exactly(numericPattern);
const codeText = exactly(codePattern);
const isoText = exactly(isoPattern);
const formTexts = timeForms.map((form) => ({ form, text: exactly(form.pattern) }));
const nestedText = /^\s*[[{]/;

/** The types that any of the values could be of. */
export function candidatesOf(values: readonly string[]): TypeCandidates {
  if (values.length < enoughValues) return everyType;
  const any = (text: RegExp): boolean => values.some((value) => text.test(value));
  return {
    boolean: any(booleanText),
    numeric: any(numericText) || any(codeText),
    iso: any(isoText),
    forms: formTexts.filter(({ text }) => any(text)).map(({ form }) => form),
    nested: any(nestedText),
  };
}
