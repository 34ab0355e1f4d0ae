import { defineCheck, type RawFinding } from './check.ts';
import { contentColumn, type ContentGroup, contentGroups, contentOf, type ContentRow, needsContent, repetitiveContent, sameContent } from './parts/contentGroups.ts';
import { classLabel, readVariants } from './parts/labels.ts';
import { hasConflict } from './parts/labelVariants.ts';
import { splitKind } from './parts/splits.ts';
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
    const rest: number[] = [];
    const copies: number[] = [];
    let listed = 0;
    for await (const group of contentGroups(context)) {
      if (hasClasses && hasConflict(group.rows.map(({ label }) => label), variants)) continue;
      for (const rows of withinSplits(group)) {
        const keep = (rows.find(({ label }) => label !== null) ?? rows[0]!).row;
        const numbers = rows.map(({ row }) => row);
        const others = numbers.filter((row) => row !== keep);
        if (listed++ < context.options.maxFindings) {
          yield duplicateFinding(columns, numbers, others, keep, group.identical);
          continue;
        }
        for (const row of numbers) rest.push(row);
        for (const row of others) copies.push(row);
      }
    }
    if (rest.length > 0) yield restFinding(rest, copies);
  },
});

/** The group as it is, or its copies within each split where it spans several. */
function withinSplits({ rows }: ContentGroup): (readonly ContentRow[])[] {
  const kinds = new Set(rows.map(({ split }) => splitKind(split)));
  const recognised = [...kinds].filter((kind) => kind !== null);
  if (recognised.length < 2) return [rows];
  return [...kinds].map((kind) => rows.filter(({ split }) => splitKind(split) === kind)).filter((copies) => copies.length > 1);
}

function duplicateFinding(columns: readonly string[], rows: readonly number[], others: readonly number[], keep: number, identical: boolean): RawFinding {
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

function restFinding(rows: readonly number[], copies: readonly number[]): RawFinding {
  return {
    scope: 'rows',
    score: 0.5,
    message: `${countOf(rows.length, 'more row')} have the content of another one; excluding ${countOf(copies.length, 'row')} leaves one of each.`,
    rows,
    suggestion: { act: 'exclude', rows: copies },
    evidence: { count: rows.length, copies: copies.length },
  };
}
