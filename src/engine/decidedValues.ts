import type { Decision } from '../core/decision.ts';
import type { ValueCount } from '../core/profile.ts';
import type { CellTexts } from './cellTexts.ts';
import { readValues } from './crossTab.ts';
import type { OpenTable } from './openTable.ts';

/** Different values of the file that are counted at most. */
const mostValues = 100_000;

export interface DecidedValuesSource {
  readonly table: OpenTable;
  /** Holds what the file says in every row that somebody decided on. */
  readonly texts: CellTexts;
  readonly decided: ReadonlyMap<number, readonly Decision[]>;
  readonly label: string | undefined;
}

/** Values of a column as they will be once decisions are applied, most frequent first, without those that no row keeps. */
export async function readDecidedValues(
  { table, texts, decided, label }: DecidedValuesSource,
  { column, search, limit }: { readonly column: string; readonly search: string | undefined; readonly limit: number },
  signal?: AbortSignal,
): Promise<{ values: ValueCount[]; distinct: number }> {
  const { values } = await readValues(table, column, undefined, mostValues, signal);
  const counts = new Map(values.map(({ value, count }) => [value, count]));
  const add = (value: string | null, rows: number): void => void counts.set(value, (counts.get(value) ?? 0) + rows);
  for (const [row, decisions] of decided) {
    const newest = decisions.findLast((decision) => changes(decision, column, label));
    const before = newest && texts.get(row, column);
    // A row that could not be read is among no counts.
    if (!newest || before === undefined) continue;
    add(counted(before), -1);
    add(counted(newest.to ?? null), 1);
  }
  const wanted = search?.toLowerCase() ?? '';
  const found = [...counts].flatMap(([value, count]) =>
    count > 0 && (wanted === '' || value?.toLowerCase().includes(wanted)) ? [{ value, count }] : []);
  return { values: found.sort((a, b) => b.count - a.count).slice(0, limit), distinct: found.length };
}

/** Blank cells are counted as missing ones. */
const counted = (text: string | null): string | null => (text?.trim() === '' ? null : text);

const changes = ({ act, column }: Decision, wanted: string, label: string | undefined): boolean =>
  (act === 'set' && column === wanted) || (act === 'relabel' && (column ?? label) === wanted);
