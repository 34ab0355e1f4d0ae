import type { Notice } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { ColumnType } from '../core/schema.ts';
import { askScan, decideType, type ColumnScan } from './columnScan.ts';
import { nameValues } from './columnValues.ts';
import type { Database } from './duckdb.ts';
import { asking, completeProfiles, profileColumns, smallTable } from './profile.ts';
import { Questions } from './questions.ts';
import { isTextStorage, type StoredColumn } from './sql.ts';
import { surveyColumns, type Settle } from './surveyColumns.ts';
import { findTypeCandidates, type TypeCandidates } from './typeCandidates.ts';

export interface ProfiledBatch {
  readonly columns: readonly StoredColumn[];
  readonly profiles: readonly ColumnProfile[];
  readonly notices: readonly Notice[];
}

/**
 * Settles the types of some columns over all of their rows, and profiles them: small tables exactly, large ones with
 * what a scan and a sample tell. `forChecks`: small ones without what only a person looks at.
 */
export async function profileBatch(
  database: Database,
  columns: readonly StoredColumn[],
  records: number,
  overrides: Readonly<Record<string, ColumnType>>,
  signal: AbortSignal,
  forChecks = false,
): Promise<ProfiledBatch> {
  const settle: Settle = (column, candidates, counts) => {
    const given = Object.hasOwn(overrides, column.name) ? overrides[column.name] : undefined;
    if (!candidates) return { column: given ? { ...column, type: given } : column };
    const decided = decideType(counts, candidates.forms);
    return {
      column: { ...column, type: given ?? decided.type, ...(decided.timeForm && { timeForm: decided.timeForm }) },
      ...(!given && { decided }),
    };
  };
  return records > smallTable
    ? profileLarge(database, columns, records, settle, signal)
    : profileSmall(database, columns, records, settle, signal, forChecks);
}

async function profileSmall(
  database: Database,
  columns: readonly StoredColumn[],
  records: number,
  settle: Settle,
  signal: AbortSignal,
  forChecks: boolean,
): Promise<ProfiledBatch> {
  const untyped = columns.filter((column) => isTextStorage(column.storage) && column.type === 'text');
  const found = await findTypeCandidates(database, untyped, records, signal);
  const candidates = columns.map((column): TypeCandidates | null => found[untyped.indexOf(column)] ?? null);
  const questions = new Questions(columns);
  const answers = columns.map((column, index) => askScan(questions, column, nameValues(questions, column), candidates[index]!, false));
  await questions.run(asking(database, signal));
  const scans = answers.map((scan): ColumnScan => scan());
  const settled = columns.map((column, index) => settle(column, candidates[index]!, scans[index]!));
  const typed = settled.map(({ column }) => column);
  return { columns: typed, profiles: await profileColumns(database, typed, scans, signal, forChecks), notices: ambiguities(settled) };
}

async function profileLarge(
  database: Database,
  columns: readonly StoredColumn[],
  records: number,
  settle: Settle,
  signal: AbortSignal,
): Promise<ProfiledBatch> {
  const surveyed = await surveyColumns(database, columns, records, settle, signal);
  const held = surveyed.filter(({ holds }) => holds);
  const others = surveyed.filter(({ holds }) => !holds);
  const profiles = [
    ...(await completeProfiles(database, held, signal)),
    ...(others.length > 0
      ? await profileColumns(
          database,
          others.map(({ column }) => column),
          others.map(({ scan }) => scan),
          signal,
        )
      : []),
  ];
  const byName = new Map(profiles.map((profile) => [profile.column, profile]));
  return {
    columns: surveyed.map(({ column }) => column),
    profiles: columns.map(({ name }) => byName.get(name)!),
    notices: ambiguities(surveyed),
  };
}

function ambiguities(settled: readonly ReturnType<Settle>[]): Notice[] {
  return settled.filter(({ decided }) => decided?.ambiguousDates).map(({ column }) => ({
    severity: 'info',
    message: `Dates in “${column.name}” are read month first (03/04 as 4 March): no value tells whether the day or the month comes first.`,
  }));
}
