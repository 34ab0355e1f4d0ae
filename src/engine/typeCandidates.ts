import { listStart } from '../core/printedList.ts';
import { isSentinel } from '../core/sentinels.ts';
import type { Database } from './duckdb.ts';
import type { SqlValue } from './engine.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, textOf, type StoredColumn } from './sql.ts';
import { booleanPattern, codePattern, decimalPattern, integerPattern, isoDayPattern, isoMomentPattern, timeForms, type TimeForm } from './typeRules.ts';

/** What a value can be; no value is two of them. */
const valueKinds = ['boolean', 'integer', 'decimal', 'code', 'day', 'moment', 'list', 'struct'] as const;
export type ValueKind = (typeof valueKinds)[number];

/** Kinds that occur in a column, the most frequent one first; the scan of all rows then counts those alone. */
export interface TypeCandidates {
  readonly kinds: readonly ValueKind[];
  readonly forms: readonly TimeForm[];
}

/** Stretches of neighbouring rows, spread evenly: few blocks of the table are read. */
const stretches = 16;
const sampledRows = 1600;
const sampledCells = 400_000;
/** Longer texts are no numbers and no dates; nested values tell themselves by their first character. */
const sampledLength = 80;
/**
 * With so many values of a sample, a type that 95 % of the column have is seen at least once (the chance that it is not
 * is .05^20); with fewer, every type stays a candidate.
 */
const enoughValues = 20;

/**
 * Which types each column may have, by a sample. It decides nothing: it only spares the scan of all rows
 * the types that do not occur.
 */
export async function findTypeCandidates(
  database: Database,
  columns: readonly StoredColumn[],
  records: number,
  signal?: AbortSignal,
): Promise<TypeCandidates[]> {
  if (columns.length === 0) return [];
  const perStretch = Math.max(8, Math.floor(Math.min(sampledRows, sampledCells / columns.length) / stretches));
  const complete = records <= perStretch * stretches;
  const step = records / stretches;
  const starts = Array.from({ length: stretches }, (_, stretch) => Math.floor(stretch * step) + 1);
  const condition = complete ? '' : ` WHERE ${starts.map((first) => `_row BETWEEN ${first} AND ${first + perStretch - 1}`).join(' OR ')}`;
  const selected = columns.map((column) => startOf(column)).join(', ');
  const samples = await database.columns(`SELECT ${selected} FROM ${quoteIdentifier(dataTable)}${condition}`, [], signal);
  return samples.map((cells) => candidatesIn(cells, complete));
}

/** The start of a cell's text, which is all that tells its type. */
export const startOf = (column: StoredColumn): string => `left(${textOf(column)}, ${sampledLength})`;

/** As `candidatesOf`, for cells as they come: those without a value tell nothing. */
export function candidatesIn(cells: readonly SqlValue[], complete: boolean): TypeCandidates {
  return candidatesOf(cells.filter((cell) => typeof cell === 'string' && cell.trim() !== '' && !isSentinel(cell)) as string[], complete);
}

const exactly = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const kindTexts: readonly (readonly [ValueKind, RegExp])[] = [
  ['boolean', exactly(booleanPattern)],
  ['integer', exactly(integerPattern)],
  ['decimal', exactly(decimalPattern)],
  ['code', exactly(codePattern)],
  ['day', exactly(isoDayPattern)],
  ['moment', exactly(isoMomentPattern)],
  ['list', new RegExp(`^${listStart}`)],
  ['struct', /^\s*\{/],
];
const formTexts = timeForms.map((form) => ({ form, text: exactly(form.pattern) }));

/** The kinds that any of the values could be of; all kinds where the values are a sample and few. */
function candidatesOf(values: readonly string[], complete: boolean): TypeCandidates {
  const few = !complete && values.length < enoughValues;
  const counts = new Map<ValueKind, number>(few ? valueKinds.map((kind) => [kind, 0]) : []);
  for (const value of values) {
    const kind = kindTexts.find(([, text]) => text.test(value))?.[0];
    if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].sort(([, a], [, b]) => b - a).map(([kind]) => kind);
  return { kinds, forms: formTexts.filter(({ text }) => few || values.some((value) => text.test(value))).map(({ form }) => form) };
}
