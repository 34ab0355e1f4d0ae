import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { type ContentGroup, contentGroups, contentOf, needsContent, repetitiveContent, sameContent } from './parts/contentGroups.ts';
import { classLabel, needsLabel, readVariants } from './parts/labels.ts';
import { canonicalLabel, hasConflict, type LabelVariant } from './parts/labelVariants.ts';
import { contentLabels, nearContents, nearWords } from './parts/nearContents.ts';
import { proseColumns } from './parts/nearTexts.ts';
import { RowList } from './parts/rowList.ts';
import { countOf, listed, listedRows, quoted } from './parts/words.ts';

/**
 * Rows with the same content and different labels, across splits too; with almost the same, that is a warning. Labels
 * that `label-variant` takes for one are one; a missing label conflicts with none. Suggests the label that most of the
 * rows have; where two lead, a review.
 */
export const conflictingLabel = defineCheck({
  id: 'conflicting-label',
  title: 'Same content, different labels',
  description: 'Rows with the same content but different labels: at least one of them is wrong, or the labels overlap.',
  severity: 'error',
  defaults: { near: true, maxFindings: 1000 },
  needs: (dataset) => needsLabel(dataset) ?? needsContent(dataset),
  async *run(context): AsyncGenerator<RawFinding> {
    const { dataset, options } = context;
    const column = classLabel(context);
    if (column === null) return;
    const repetitive = await repetitiveContent(context, 'conflicts');
    if (repetitive) return yield repetitive;
    const columns = contentOf(dataset);
    const variants = await readVariants(context);
    const rest = new RowList();
    let found = 0;
    for await (const group of contentGroups(context, 'several labels')) {
      if (!hasConflict(group.labels, variants)) continue;
      if (found++ < options.maxFindings) yield conflictFinding(column, group, variants, sameContent(columns, group.identical));
      else rest.add(group.rows);
    }
    if (rest.length > 0) yield restFinding(column, rest.toArray(), 'the content');
    if (options.near) yield* nearConflicts(context, column, variants);
  },
});

/** Contents that agree in themselves, are almost the same, and have different labels. */
async function* nearConflicts(
  context: CheckContext<{ near: boolean; maxFindings: number }>,
  column: string,
  variants: ReadonlyMap<string, LabelVariant>,
): AsyncGenerator<RawFinding> {
  const columns = proseColumns(context);
  const rest = new RowList();
  let found = 0;
  for (const group of (await nearContents(context)).groups) {
    if (!hasConflict(contentLabels(group, variants), variants)) continue;
    if (found++ >= context.options.maxFindings) {
      rest.add(group.rows);
      continue;
    }
    const finding = conflictFinding(column, group, variants, nearWords(group, columns, context.dataset.roles.embedding));
    yield {
      ...finding,
      severity: 'warning',
      score: 0.8 * group.similarity * finding.score,
      evidence: { ...finding.evidence, similarity: Math.round(group.similarity * 1000) / 1000, by: group.by },
    };
  }
  if (rest.length > 0) yield { ...restFinding(column, rest.toArray(), 'almost the content'), severity: 'warning' };
}

function restFinding(column: string, rows: Int32Array, what: string): RawFinding {
  return {
    scope: 'rows', score: 0.5, column, rows,
    message: `${countOf(rows.length, 'more row')} have ${what} of another row but not its label.`,
    evidence: { count: rows.length },
  };
}

function conflictFinding(
  column: string,
  { rows, labels }: Pick<ContentGroup, 'rows' | 'labels'>,
  variants: ReadonlyMap<string, LabelVariant>,
  same: string,
): RawFinding {
  const counts = new Map<string, number>();
  for (const label of labels) {
    if (label === null) continue;
    const name = canonicalLabel(variants, label);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const labelled = ranked.reduce((sum, [, count]) => sum + count, 0);
  const [majority, most] = ranked[0]!;
  const isTie = ranked[1]![1] === most;
  const share = most / labelled;
  const which = listedRows(rows);
  return {
    scope: 'rows',
    // A tie is worst: nothing speaks for either label.
    score: Math.max(0.5, Math.min(1, 2 * (1 - share))),
    column,
    message: `${which[0]!.toUpperCase()}${which.slice(1)} have ${same}, and different labels: ${listed(ranked.map(([label, count]) => `${quoted(label)} (${countOf(count, 'row')})`))}.`,
    rows,
    suggestion: isTie ? { act: 'review' } : { act: 'relabel', column, to: majority, share },
    evidence: { labels: Object.fromEntries(ranked), ...(!isTie && { majority, share }) },
  };
}
