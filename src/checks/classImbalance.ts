import { defineCheck, type RawFinding } from './check.ts';
import { literals, rowsWhere } from './parts/ask.ts';
import { classLabel, needsLabel, readLabels, variantsOf } from './parts/labels.ts';
import { canonicalLabel } from './parts/labelVariants.ts';
import { formatCount, formatShare, ofRows, quoted } from './parts/words.ts';

/**
 * Rare classes, each by name. Labels that `label-variant` takes for another one count as that one, and not as classes;
 * shares are of the labelled rows.
 */
export const classImbalance = defineCheck({
  id: 'class-imbalance',
  title: 'Rare class',
  description: 'Classes with a tenth of an even share of the rows, or too few rows to learn from or to measure.',
  severity: 'warning',
  defaults: { evenShare: 0.1, minRows: 10 },
  needs: needsLabel,
  async *run(context): AsyncGenerator<RawFinding> {
    const { options, relation, signal } = context;
    const column = classLabel(context);
    if (column === null) return;
    const labels = await readLabels(context, column);
    const variants = variantsOf(labels, context.config);
    const classes = new Map<string, { count: number; values: string[] }>();
    for (const { value, count } of labels) {
      const name = canonicalLabel(variants, value);
      const known = classes.get(name);
      classes.set(name, { count: (known?.count ?? 0) + count, values: [...(known?.values ?? []), value] });
    }
    if (classes.size < 2) return;
    const total = labels.reduce((sum, { count }) => sum + count, 0);
    const threshold = options.evenShare / classes.size;
    for (const [name, { count, values }] of classes) {
      const isSmall = count / total < threshold;
      if (!isSmall && count >= options.minRows) continue;
      const why = isSmall
        ? `below ${formatShare(threshold)}, which is ${formatShare(options.evenShare)} of an even share over ${formatCount(classes.size)} classes`
        : `fewer than ${formatCount(options.minRows)}`;
      yield {
        scope: 'dataset',
        score: 1 - Math.min(1, (count / total) * classes.size),
        column,
        // Which class: two rare classes are accepted one by one.
        segment: { column, value: name },
        message: `${quoted(name)} is the label of ${ofRows(count, total)}: ${why}.`,
        rows: await rowsWhere(relation, `${relation.dialect.text(column)} IN ${literals(relation, values)}`, signal),
        evidence: { label: name, count, share: count / total, classes: classes.size, threshold, minRows: options.minRows },
      };
    }
  },
});
