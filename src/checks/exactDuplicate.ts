import { defineCheck, type RawFinding } from './check.ts';
import { contentColumn, type ContentGroup, contentGroups, contentOf, needsContent, repetitiveContent, sameContent } from './parts/contentGroups.ts';
import { classLabel, readVariants } from './parts/labels.ts';
import { hasConflict } from './parts/labelVariants.ts';
import { RowList } from './parts/rowList.ts';
import { kindsOf } from './parts/splits.ts';
import { countOf, listedRows } from './parts/words.ts';

/**
 * Rows with the same content, as groups. A group whose labels conflict is `conflicting-label`'s, and a content that
 * train shares with validation or test is `split-leakage`'s: of that one, only copies within one split are listed here.
 * Beyond `maxFindings` groups, the smaller ones are one finding.
 */
export const exactDuplicate = defineCheck({
  id: 'exact-duplicate',
  title: 'Same content again',
  description: 'Rows whose content repeats that of another row: they weigh double in training, and in every measure.',
  severity: 'warning',
  defaults: { maxFindings: 1000 },
  needs: needsContent,
  async *run(context): AsyncGenerator<RawFinding> {
    const repetitive = await repetitiveContent(context, 'duplicates');
    if (repetitive) return yield repetitive;
    const columns = contentOf(context.dataset);
    const hasClasses = classLabel(context) !== null;
    const variants = await readVariants(context);
    const rest = new RowList();
    const copies = new RowList();
    let listed = 0;
    for await (const group of contentGroups(context)) {
      if (hasClasses && hasConflict(group.labels, variants)) continue;
      for (const { rows, keep } of withinSplits(group)) {
        const others = rows.filter((row) => row !== keep);
        if (listed++ < context.options.maxFindings) {
          yield duplicateFinding(columns, rows, others, keep, group.identical);
          continue;
        }
        rest.add(rows);
        copies.add(others);
      }
    }
    if (rest.length > 0) yield restFinding(rest.toArray(), copies.toArray());
  },
});

/** Rows that are copies of each other, and which of them to keep: the first with a label. */
interface Copies {
  readonly rows: Int32Array;
  readonly keep: number;
}

/** The group as it is, or its copies within each split where it spans several. */
function withinSplits({ rows, labels, splits }: ContentGroup): Copies[] {
  const kinds = kindsOf(splits);
  const present = [...new Set(kinds)];
  const one = (isIn: (index: number) => boolean): Copies => {
    const members = rows.filter((_, index) => isIn(index));
    const labelled = labels.findIndex((label, index) => label !== null && isIn(index));
    return { rows: members, keep: rows[labelled] ?? members[0]! };
  };
  if (present.filter((kind) => kind !== null).length < 2) return [one(() => true)];
  return present.map((kind) => one((index) => kinds[index] === kind)).filter((copies) => copies.rows.length > 1);
}

function duplicateFinding(columns: readonly string[], rows: Int32Array, others: Int32Array, keep: number, identical: boolean): RawFinding {
  const which = listedRows(rows);
  return {
    scope: 'rows',
    score: 1 - 1 / rows.length,
    ...contentColumn(columns),
    message: `${which[0]!.toUpperCase()}${which.slice(1)} have ${sameContent(columns, identical)}.`,
    rows,
    suggestion: { act: 'exclude', rows: others, keep },
    evidence: { count: rows.length, identical, keep, columns },
  };
}

function restFinding(rows: Int32Array, copies: Int32Array): RawFinding {
  return {
    scope: 'rows',
    score: 0.5,
    message: `${countOf(rows.length, 'more row')} have the content of another one; excluding ${countOf(copies.length, 'row')} leaves one of each.`,
    rows,
    suggestion: { act: 'exclude', rows: copies },
    evidence: { count: rows.length, copies: copies.length },
  };
}
