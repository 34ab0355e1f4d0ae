import { fewNumbers } from '../../../core/drift.ts';
import type { Roles } from '../../../core/roles.ts';
import { isNumeric, isTemporal } from '../../../core/schema.ts';
import type { SideColumn } from './driftSide.ts';

export type ColumnKind = 'number' | 'time' | 'category' | 'text';

/** A label with more values than this is a quantity or a text, and no class. */
const mostClasses = 10_000;

/**
 * How the values of a column are compared; null where they are not: what names a row or is nested says nothing by how it
 * is spread. Numbers with few values are categories, as Evidently has it.
 */
export function kindOfColumn({ name, type, distinct, categorical }: SideColumn, roles: Roles): ColumnKind | null {
  if (type === 'list' || type === 'struct' || type === 'binary' || type === 'empty') return null;
  if (name === roles.id || name === roles.group) return null;
  if (type === 'boolean') return 'category';
  if (isNumeric(type)) return distinct > fewNumbers && !(name === roles.label && categorical) ? 'number' : 'category';
  if (isTemporal(type)) return 'time';
  return categorical || (name === roles.label && distinct <= mostClasses) ? 'category' : 'text';
}
