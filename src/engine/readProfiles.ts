import type { Notice } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { ColumnType } from '../core/schema.ts';
import type { Database } from './duckdb.ts';
import { profileBatch } from './profileBatch.ts';
import type { StoredColumn } from './sql.ts';

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

export interface ProfileOptions {
  /** Types that stand above those of the file, by column. */
  readonly overrides?: Readonly<Record<string, ColumnType>>;
  /** Checks alone are run on it: small tables are profiled without medians and histograms. */
  readonly forChecks?: boolean;
  readonly signal?: AbortSignal;
  /** Ends it where it is: columns that were not reached have no profile. */
  readonly stop?: AbortSignal;
  /** Names of the columns that come first: asked for before each batch, since a person may scroll. */
  preferred?(): readonly string[];
  /** Called with the profiles of each batch, and how many columns are done. */
  ready?(profiles: readonly ColumnProfile[], done: number): void;
}

/**
 * Settles the type of every column over all of its rows, and profiles it. Types that the file declares stand,
 * save that text may hold anything.
 */
export async function readProfiles(
  database: Database,
  columns: readonly StoredColumn[],
  records: number,
  options: ProfileOptions = {},
): Promise<ProfiledColumns> {
  const { overrides = {}, forChecks, signal, stop = new AbortController().signal } = options;
  const settled = new Map<string, StoredColumn>();
  const profiles = new Map<string, ColumnProfile>();
  const notices: Notice[] = [];
  const size = Math.min(mostColumns, Math.max(fewestColumns, Math.floor(batchCells / Math.max(1, records))));
  const either = signal ? AbortSignal.any([signal, stop]) : stop;
  try {
    while (profiles.size < columns.length) {
      const wanted = new Set(options.preferred?.());
      const open = columns.filter(({ name }) => !profiles.has(name));
      const batch = [...open.filter(({ name }) => wanted.has(name)), ...open.filter(({ name }) => !wanted.has(name))].slice(0, size);
      const profiled = await profileBatch(database, batch, records, overrides, either, forChecks);
      for (const [index, column] of profiled.columns.entries()) {
        settled.set(column.name, column);
        profiles.set(column.name, profiled.profiles[index]!);
      }
      notices.push(...profiled.notices);
      options.ready?.(profiled.profiles, profiles.size);
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
