import { defineCheck, type RawFinding } from './check.ts';
import { contentColumn, contentOf, needsContent } from './parts/contentGroups.ts';
import { classLabel, readVariants } from './parts/labels.ts';
import { hasConflict } from './parts/labelVariants.ts';
import { contentLabels, nearContents, nearDefaults, type NearGroup, nearWords } from './parts/nearContents.ts';
import { proseColumns } from './parts/nearTexts.ts';
import { RowList } from './parts/rowList.ts';
import { kindsOf } from './parts/splits.ts';
import { countOf, formatCount, listedRows } from './parts/words.ts';
import { waitingWords, waitsToBeAsked } from './unasked.ts';

/**
 * Rows with almost the same content, as groups: by their text, and by an embedding column where there is one. Rows with
 * the very same content are `exact-duplicate`'s: of each content one row is listed. A group whose labels conflict is
 * `conflicting-label`'s, and one that train shares with validation or test is `split-leakage`'s: of that one, only rows
 * within one split are listed here.
 */
export const nearDuplicate = defineCheck({
  id: 'near-duplicate',
  title: 'Almost the same content',
  description: 'Rows whose content is almost that of another row: copies with a word changed, which weigh double as true copies do.',
  severity: 'warning',
  defaults: { ...nearDefaults, maxFindings: 1000 },
  needs: needsContent,
  async *run(context): AsyncGenerator<RawFinding> {
    if (context.unasked && waitsToBeAsked(context.dataset)) {
      return context.skip(`${waitingWords(context.dataset, 'comparing')}. Till then, other checks look at exact copies alone`);
    }
    const { groups, limits } = await nearContents(context);
    const columns = proseColumns(context);
    const { embedding } = context.dataset.roles;
    const hasClasses = classLabel(context) !== null;
    const variants = await readVariants(context);
    const rest = new RowList();
    const copies = new RowList();
    let listed = 0;
    for (const group of groups) {
      if (hasClasses && hasConflict(contentLabels(group, variants), variants)) continue;
      for (const members of withinSplits(group)) {
        const { keep, why } = rowToKeep(group, members);
        const rows = members.map((index) => group.rows[index]!);
        const others = rows.filter((row) => row !== keep);
        if (listed++ < context.options.maxFindings) {
          yield {
            scope: 'rows',
            score: 0.8 * group.similarity * (1 - 1 / rows.length) + 0.1,
            ...contentColumn(group.by === 'text' ? columns : contentOf(context.dataset)),
            message: `${capital(listedRows(rows))} have ${nearWords(group, columns, embedding)}; of ${rows.length === 2 ? 'both' : `the ${formatCount(rows.length)}`}, row ${formatCount(keep)} ${why}.`,
            rows,
            suggestion: { act: 'exclude', rows: others, keep },
            evidence: { count: rows.length, similarity: rounded(group.similarity), by: group.by, keep, why },
          };
          continue;
        }
        rest.add(rows);
        copies.add(others);
      }
    }
    if (rest.length > 0) yield restFinding(rest.toArray(), copies.toArray());
    for (const words of limits) yield { severity: 'info', scope: 'dataset', score: 0, message: `${words}.`, rows: [], evidence: {} };
  },
});

/** Places in the group of one row of each content, of the group as it is, or within each split where it spans several. */
function withinSplits({ rows, contents, splits }: NearGroup): Int32Array[] {
  const kinds = kindsOf(splits);
  const present = [...new Set(kinds)];
  const several = present.filter((kind) => kind !== null).length > 1;
  const one = (isIn: (index: number) => boolean): Int32Array => {
    const seen = new Set<number>();
    const places = Int32Array.from(rows.keys()).filter((index) => {
      if (!isIn(index) || seen.has(contents[index]!)) return false;
      seen.add(contents[index]!);
      return true;
    });
    return places;
  };
  const parts = several ? present.map((kind) => one((index) => kinds[index] === kind)) : [one(() => true)];
  return parts.filter((members) => members.length > 1);
}

/** The row that is worth most: one with a label, then with the fewest missing cells, then the first. */
function rowToKeep({ rows, labels, blanks }: NearGroup, members: Int32Array): { readonly keep: number; readonly why: string } {
  const labelled = members.filter((index) => labels[index] !== null);
  const rivals = labelled.length > 0 ? labelled : members;
  const fewest = rivals.reduce((least, index) => Math.min(least, blanks[index]!), Infinity);
  const best = rivals.find((index) => blanks[index] === fewest)!;
  const isMoreComplete = rivals.some((index) => blanks[index]! > fewest);
  const why = labelled.length < members.length && labelled.length > 0 ? 'has a label' : isMoreComplete ? 'has the fewest missing values' : 'comes first';
  return { keep: rows[best]!, why };
}

function restFinding(rows: Int32Array, copies: Int32Array): RawFinding {
  return {
    scope: 'rows',
    score: 0.3,
    message: `${countOf(rows.length, 'more row')} have almost the content of another one; excluding ${countOf(copies.length, 'row')} leaves one of each group.`,
    rows,
    suggestion: { act: 'exclude', rows: copies },
    evidence: { count: rows.length, copies: copies.length },
  };
}

const capital = (words: string): string => `${words[0]!.toUpperCase()}${words.slice(1)}`;
const rounded = (share: number): number => Math.round(share * 1000) / 1000;
