import { findLabelVariants } from '../checks/parts/labelVariants.ts';
import { effectiveDecisions } from '../core/decision.ts';
import type { ValueCount } from '../core/profile.ts';
import { inTaxonomyOrder } from '../core/taxonomy.ts';
import type { DatasetDocument } from './document.ts';

/** Labels that are offered, at most. */
const most = 1000;

/**
 * The labels that rows can be given by key: those of the taxonomy in its order, then the others, most frequent first,
 * last those that people gave and no row of the file has;
 * none without a label column. A name that is probably another one written differently is left out: its key would be
 * the wrong one to press.
 */
export async function readLabels(document: DatasetDocument): Promise<readonly ValueCount[]> {
  const column = document.state.dataset?.roles.label;
  if (column === undefined) return [];
  const { values } = await document.call('values', { column, limit: most });
  const inFile = values.flatMap(({ value, count }) => (value === null || value.trim() === '' ? [] : [{ value, count }]));
  const known = new Set(inFile.map(({ value }) => value));
  const named = [...inFile, ...decidedLabels(document, column).filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }))];
  const { taxonomy } = document.state;
  const defined = new Set(taxonomy.map(({ name }) => name));
  const variants = findLabelVariants(named);
  return inTaxonomyOrder(named.filter(({ value }) => defined.has(value) || !variants.has(value)), taxonomy, (value) => ({ value, count: 0 }));
}

/** What rows have been relabelled, in the order in which each was given first. */
function decidedLabels(document: DatasetDocument, label: string): string[] {
  const relabels = effectiveDecisions(document.decisions.log.all()).filter(({ act, column = label }) => act === 'relabel' && column === label);
  return [...new Set(relabels.flatMap(({ to }) => (typeof to === 'string' && to.trim() !== '' ? [to] : [])))];
}
