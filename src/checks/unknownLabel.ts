import type { LabelDefinition } from '../core/taxonomy.ts';
import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { literals, numberIn } from './parts/ask.ts';
import { type LabelCount, needsLabel } from './parts/labels.ts';
import { findLabelVariants, type LabelVariant } from './parts/labelVariants.ts';
import { isSurelyMissing } from './parts/sentinels.ts';
import { countOf, listed, quoted } from './parts/words.ts';

/** Labels of the taxonomy are right, however few rows have them: no spelling of the file is as frequent. */
const inTaxonomy = Number.MAX_SAFE_INTEGER;

/**
 * Labels that the taxonomy of `winnow.json` does not have: a finding per label, with its rows. Suggests the label that
 * it probably is, where one is alike.
 */
export const unknownLabel = defineCheck({
  id: 'unknown-label',
  title: 'Label outside the taxonomy',
  description: 'Labels that winnow.json does not define: a model learns them as classes of their own, and nobody knows what they mean.',
  severity: 'error',
  defaults: {},
  needs: needsLabel,
  async *run(context): AsyncGenerator<RawFinding> {
    const { config: { taxonomy = [] }, dataset: { roles: { label: column } }, relation, signal } = context;
    if (column === undefined) return;
    if (taxonomy.length === 0) return context.skip('winnow.json has no taxonomy');
    const unknown = await unknownLabels(context, column, taxonomy);
    if (unknown.length === 0) return;
    const nearest = nearestLabels(unknown, taxonomy);
    const text = relation.dialect.text(column);
    // All at once, in the order of the labels: their counts say whose rows are whose.
    const all = await relation.integers(
      `SELECT CAST(_row AS INTEGER) FROM ${relation.name} WHERE ${outside(context, column, taxonomy)} ORDER BY ${text}, _row`,
      signal,
    );
    let from = 0;
    for (const { value, count } of unknown) {
      const rows = all.slice(from, (from += count));
      if (isSurelyMissing(value)) continue;
      const variant = nearest.get(value);
      yield {
        scope: 'rows', score: 1, column, rows,
        message: `${quoted(value)} is no label of the taxonomy: ${countOf(count, 'row')}. ${variant ? `It looks like ${quoted(variant.to)} (${listed(variant.differences)}).` : `There are ${listed(taxonomy.map(({ name }) => quoted(name)))}.`}`,
        suggestion: variant ? { act: 'relabel', column, to: variant.to } : { act: 'review' },
        evidence: { label: value, count, ...(variant && { to: variant.to, differences: variant.differences }) },
      };
    }
  },
});

type Asked = Pick<CheckContext, 'relation' | 'signal'>;

/** A condition for SQL: the label is there, and the taxonomy has no such. */
function outside({ relation }: Asked, column: string, taxonomy: readonly LabelDefinition[]): string {
  return `NOT ${relation.dialect.missing(column)} AND ${relation.dialect.text(column)} NOT IN ${literals(relation, taxonomy.map(({ name }) => name))}`;
}

/** In the order of their text, as the engine sorts it. */
async function unknownLabels(context: Asked, column: string, taxonomy: readonly LabelDefinition[]): Promise<LabelCount[]> {
  const { relation, signal } = context;
  const rows = await relation.query(
    `SELECT ${relation.dialect.text(column)} AS label, count(*) AS n FROM ${relation.name} WHERE ${outside(context, column, taxonomy)} GROUP BY 1 ORDER BY 1`,
    [],
    signal,
  );
  return rows.map((row) => ({ value: String(row['label']), count: numberIn(row['n']) }));
}

/** The label of the taxonomy that each unknown one probably is. */
function nearestLabels(unknown: readonly LabelCount[], taxonomy: readonly LabelDefinition[]): ReadonlyMap<string, LabelVariant> {
  const names = new Set(taxonomy.map(({ name }) => name));
  const variants = findLabelVariants([...taxonomy.map(({ name }) => ({ value: name, count: inTaxonomy })), ...unknown]);
  return new Map([...variants].filter(([value, { to }]) => !names.has(value) && names.has(to)));
}
