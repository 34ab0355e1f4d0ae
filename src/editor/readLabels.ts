import { findLabelVariants } from '../checks/parts/labelVariants.ts';
import type { ValueCount } from '../core/profile.ts';
import { inTaxonomyOrder } from '../core/taxonomy.ts';
import type { DatasetDocument } from './document.ts';

/** Labels that are offered, at most. */
const most = 200;

/**
 * The labels that rows can be given by key: those of the taxonomy in its order, then the others, most frequent first;
 * none without a label column. A name that is probably another one written differently is left out: its key would be
 * the wrong one to press.
 */
export async function readLabels(document: DatasetDocument): Promise<readonly ValueCount[]> {
  const column = document.state.dataset?.roles.label;
  if (column === undefined) return [];
  const { values } = await document.call('values', { column, limit: most });
  const named = values.flatMap(({ value, count }) => (value === null || value.trim() === '' ? [] : [{ value, count }]));
  const { taxonomy } = document.state;
  const defined = new Set(taxonomy.map(({ name }) => name));
  const variants = findLabelVariants(named);
  return inTaxonomyOrder(named.filter(({ value }) => defined.has(value) || !variants.has(value)), taxonomy, (value) => ({ value, count: 0 }));
}
