import { defineCheck, type RawFinding } from './check.ts';
import { literals } from './parts/ask.ts';
import { classLabel, needsLabel, readLabels, variantsOf } from './parts/labels.ts';
import { variantDefaults } from './parts/labelVariants.ts';
import { countOf, formatCount, listed, quoted } from './parts/words.ts';

/** Labels that are probably one, written differently: a finding per odd spelling, with its rows. See `findLabelVariants`. */
export const labelVariant = defineCheck({
  id: 'label-variant',
  title: 'Label written differently',
  description: 'Labels that differ from a common one in letter case, white space, punctuation or one letter: a model learns them as classes of their own.',
  severity: 'warning',
  defaults: { ...variantDefaults },
  needs: needsLabel,
  async *run(context): AsyncGenerator<RawFinding> {
    const { config, relation, signal } = context;
    const column = classLabel(context);
    if (column === null) return;
    const variants = variantsOf(await readLabels(context, column), config);
    if (variants.size === 0) return;
    const label = relation.dialect.text(column);
    const places = [...variants.keys()].map((value, place) => `WHEN ${relation.dialect.literal(value)} THEN ${place}`);
    const inOrder = `CASE ${label} ${places.join(' ')} END`;
    // All at once, since there may be many odd spellings: their counts say whose rows are whose.
    const all = await relation.integers(
      `SELECT CAST(_row AS INTEGER) FROM ${relation.name} WHERE ${label} IN ${literals(relation, [...variants.keys()])} ORDER BY ${inOrder}, _row`,
      signal,
    );
    let from = 0;
    for (const { value, count, to, toCount, differences } of variants.values()) {
      yield {
        scope: 'rows',
        score: 1 - count / (count + toCount),
        column,
        message: `${quoted(value)} looks like ${quoted(to)} (${listed(differences)}): ${countOf(count, 'row')} against ${formatCount(toCount)}.`,
        rows: all.slice(from, (from += count)),
        suggestion: { act: 'relabel', column, to },
        evidence: { label: value, count, to, toCount, differences },
      };
    }
  },
});
