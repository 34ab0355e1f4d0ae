import type { WinnowConfig } from '../core/config.ts';
import type { Dataset, Notice } from '../core/dataset.ts';
import { inferRoles } from '../core/inferRoles.ts';
import type { ColumnProfile } from '../core/profile.ts';
import { mergeRoles, strayRoles } from '../core/roles.ts';
import { RowKeys } from './keys.ts';
import type { LoadedDataset } from './loadedDataset.ts';
import { settleIdentity } from './rowIdentity.ts';

/** A loaded file with what its columns mean, and what tells its rows apart. */
export interface DescribedDataset {
  readonly dataset: Dataset;
  readonly keys: RowKeys;
}

/** Settles what depends on the configuration: roles and what tells rows apart. */
export async function describeDataset(
  loaded: LoadedDataset,
  profiles: readonly ColumnProfile[],
  config: WinnowConfig,
  signal?: AbortSignal,
): Promise<DescribedDataset> {
  const { path, format, compression, bytes, content, notices, table } = loaded;
  const { columns, records, rows, unreadableTotal, hasLines, text, partial } = content;
  const { roles: inferred, inference } = inferRoles(profiles, rows);
  const names = new Set(columns.map(({ name }) => name));
  const roles = mergeRoles(inferred, config.roles, names);
  const strays = strayRoles(config.roles, names).map(({ role, column }): Notice => ({
    severity: 'warning',
    message: `winnow.json gives the role ${role} to “${column}”, and the file has no such column.`,
  }));
  // A column that tells the first rows apart may not tell all of them apart: their content does, for it is counted from the first.
  const identity = await settleIdentity(table, config, roles, partial ? [] : profiles, signal);
  const dataset: Dataset = {
    path,
    name: path.split(/[\\/]/).pop() ?? path,
    format,
    bytes,
    ...(compression && { compression }),
    ...(text && { text }),
    ...(partial && { partial }),
    columns,
    records,
    rows,
    unreadable: unreadableTotal,
    hasLines,
    roles,
    inference,
    key: identity.key,
    notices: [...notices, ...strays, ...identity.notices],
  };
  return { dataset, keys: new RowKeys(table, identity.key, { partial: partial !== undefined }) };
}
