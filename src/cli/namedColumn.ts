import { listed, quoted } from '../checks/parts/words.ts';
import type { Dataset } from '../core/dataset.ts';
import { nearestName } from '../core/nearestName.ts';
import { singleRoles } from '../core/roles.ts';

/** The column that a person names: by its own name, else by its role (`label`, `split`). Throws in words where there is none. */
export function namedColumn({ columns, roles }: Pick<Dataset, 'columns' | 'roles'>, given: string): string {
  if (columns.some((column) => column.name === given)) return given;
  const role = singleRoles.find((known) => known === given);
  const column = role && roles[role];
  if (column !== undefined) return column;
  if (role) throw new Error(`No column has the role ${role}. Name the column, or give it the role in winnow.json.`);
  const nearest = nearestName(given, [...columns.map((known) => known.name), ...singleRoles]);
  const names = listed(columns.map(({ name }) => quoted(name)), 12);
  throw new Error(`There is no column ${quoted(given)}${nearest === undefined ? `; there are ${names}.` : `: did you mean ${quoted(nearest)}?`}`);
}
