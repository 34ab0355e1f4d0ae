import type { Notice } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { ColumnType } from '../core/schema.ts';
import { decideType, scanColumns } from './columnScan.ts';
import type { Database } from './duckdb.ts';
import { profileColumns, smallTable } from './profile.ts';
import { isTextStorage, type StoredColumn } from './sql.ts';
import { findTypeCandidates } from './typeCandidates.ts';

/** Cells that one batch of columns scans: a person sees the first profiles early, and wide tables need few queries. */
const batchCells = 4_000_000;
const fewestColumns = 8;
/** What a query works out for each column takes memory for every block of rows that is under way. */
const mostColumns = 64;

export interface ProfiledColumns {
  /** The columns with their types settled. */
  readonly columns: readonly StoredColumn[];
  readonly profiles: readonly ColumnProfile[];
  readonly notices: readonly Notice[];
}

/**
 * Settles the type of every column over all of its rows, and profiles it. Types that the file declares stand,
 * save that text may hold anything; `overrides` stand above all.
 * @param ready called with the profiles of each batch.
 * @param stop ends it where it is: columns that were not reached have no profile.
 * @param preferred names of the columns that come first: asked for before each batch, since a person may scroll.
 */
export async function readProfiles(
  database: Database,
  columns: readonly StoredColumn[],
  records: number,
  overrides: Readonly<Record<string, ColumnType>>,
  ready: (profiles: readonly ColumnProfile[], done: number) => void,
  signal?: AbortSignal,
  preferred: () => readonly string[] = () => [],
  stop: AbortSignal = new AbortController().signal,
): Promise<ProfiledColumns> {
  const settled = new Map<string, StoredColumn>();
  const profiles = new Map<string, ColumnProfile>();
  const notices: Notice[] = [];
  const size = Math.min(mostColumns, Math.max(fewestColumns, Math.floor(batchCells / Math.max(1, records))));
  const either = signal ? AbortSignal.any([signal, stop]) : stop;
  try {
    while (profiles.size < columns.length) {
      const wanted = new Set(preferred());
      const open = columns.filter(({ name }) => !profiles.has(name));
      const batch = [...open.filter(({ name }) => wanted.has(name)), ...open.filter(({ name }) => !wanted.has(name))].slice(0, size);
      const untyped = batch.filter((column) => isTextStorage(column.storage) && column.type === 'text');
      const found = await findTypeCandidates(database, untyped, records, either);
      const candidates = batch.map((column) => found[untyped.indexOf(column)] ?? null);
      const scans = await scanColumns(database, batch, candidates, records > smallTable, either);
      const typed = batch.map((column, index): StoredColumn => {
        const given = Object.hasOwn(overrides, column.name) ? overrides[column.name] : undefined;
        const candidate = candidates[index];
        if (!candidate) return given ? { ...column, type: given } : column;
        const { ambiguousDates, timeForm, ...decided } = decideType(scans[index]!, candidate.forms);
        if (ambiguousDates && !given) notices.push(ambiguousNotice(column.name));
        return { ...column, type: given ?? decided.type, ...(timeForm && { timeForm }) };
      });
      const batchProfiles = await profileColumns(database, typed, scans, either);
      for (const [index, column] of typed.entries()) {
        settled.set(column.name, column);
        profiles.set(column.name, batchProfiles[index]!);
      }
      ready(batchProfiles, profiles.size);
    }
  } catch (error) {
    if (!stop.aborted || signal?.aborted) throw error;
  }
  return {
    columns: columns.map((column) => settled.get(column.name) ?? column),
    profiles: columns.flatMap(({ name }) => profiles.get(name) ?? []),
    notices,
  };
}

function ambiguousNotice(column: string): Notice {
  return { severity: 'info', message: `Dates in “${column}” are read month first (03/04 as 4 March): no value tells whether the day or the month comes first.` };
}
