import type { WinnowConfig } from '../core/config.ts';
import type { Notice } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { Roles } from '../core/roles.ts';
import { isContentShape } from '../core/rowKey.ts';
import { isUniqueKey } from './keys.ts';
import type { OpenTable } from './openTable.ts';

export interface RowIdentity {
  /** Columns that tell all rows apart; empty: their content does. */
  readonly key: readonly string[];
  readonly notices: readonly Notice[];
}

/** What decisions point at: the key of `winnow.json`, else the id column, each only if it tells all rows apart, else the content. */
export async function settleIdentity(
  table: OpenTable,
  config: WinnowConfig,
  roles: Roles,
  profiles: readonly ColumnProfile[],
  signal?: AbortSignal,
): Promise<RowIdentity> {
  const notices: Notice[] = [];
  const given = config.key ?? [];
  if (given.length > 0) {
    const absent = given.filter((name) => !table.columns.some((column) => column.name === name));
    if (absent.length > 0) {
      notices.push({ severity: 'warning', message: `winnow.json names ${quote(absent)} in the key, and the file has no such column.` });
    } else if (isUsable(given) && (await isUniqueKey(table, given, signal))) {
      return { key: given, notices };
    } else {
      notices.push({
        severity: 'warning',
        message: `The key ${quote(given)} of winnow.json does not tell all rows apart: values repeat or are missing.`,
      });
    }
  }
  const profile = profiles.find(({ column }) => column === roles.id);
  if (profile && isUsable([profile.column]) && (await isUniqueColumn(table, profile, signal))) return { key: [profile.column], notices };
  if (notices.length > 0) return { key: [], notices: [...notices, { severity: 'info', message: 'Rows are told apart by their content.' }] };
  return { key: [], notices };
}

/** A key of these columns would read as a content hash. */
const isUsable = (columns: readonly string[]): boolean => !isContentShape(columns);

async function isUniqueColumn(table: OpenTable, profile: ColumnProfile, signal?: AbortSignal): Promise<boolean> {
  if (profile.rows === 0 || profile.nulls > 0 || profile.blanks > 0) return false;
  if (profile.distinctIsExact) return profile.distinct === profile.rows;
  return isUniqueKey(table, [profile.column], signal);
}

const quote = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');
