import type { Dataset } from '../../core/dataset.ts';
import { type ColumnProfile, isCategorical } from '../../core/profile.ts';
import { handlingColumns } from '../../core/roles.ts';
import { isNumeric } from '../../core/schema.ts';

/** Names of the columns with numbers or categories that say what a row is about, in the order of the file. */
export function featureColumns({ columns, roles }: Pick<Dataset, 'columns' | 'roles'>, profiles: ReadonlyMap<string, ColumnProfile>): string[] {
  const apart = new Set([...handlingColumns(roles), roles.embedding, roles.group]);
  return columns.map(({ name }) => name).filter((name) => {
    const profile = profiles.get(name);
    return profile !== undefined && !apart.has(name) && profile.distinct > 1 && (isNumeric(profile.type) || isCategorical(profile));
  });
}
