import { defineCheck, type RawFinding } from './check.ts';
import { literals } from './parts/ask.ts';
import { classLabel, needsLabel, readLabels } from './parts/labels.ts';
import { findLabelVariants, variantDefaults } from './parts/labelVariants.ts';
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
    const { options, relation, signal } = context;
    const column = classLabel(context);
    if (column === null) return;
    const variants = findLabelVariants(await readLabels(context, column), options);
    if (variants.size === 0) return;
    const label = relation.dialect.text(column);
    const rows = new Map<string, number[]>([...variants.keys()].map((value) => [value, []]));
    const sql = `SELECT _row, ${label} AS label FROM ${relation.name} WHERE ${label} IN ${literals(relation, [...variants.keys()])} ORDER BY _row`;
    for await (const chunk of relation.stream(sql, [], signal)) {
      for (const row of chunk) rows.get(String(row['label']))?.push(Number(row['_row']));
    }
    for (const { value, count, to, toCount, differences } of variants.values()) {
      yield {
        scope: 'rows',
        score: 1 - count / (count + toCount),
        column,
        message: `${quoted(value)} looks like ${quoted(to)} (${listed(differences)}): ${countOf(count, 'row')} against ${formatCount(toCount)}.`,
        rows: rows.get(value) ?? [],
        suggestion: { act: 'relabel', column, to },
        evidence: { label: value, count, to, toCount, differences },
      };
    }
  },
});
