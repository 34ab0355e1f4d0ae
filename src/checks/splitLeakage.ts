import { defineCheck, type RawFinding } from './check.ts';
import { contentColumn, type ContentGroup, contentGroups, contentOf, needsContent, repetitiveContent, sameContent } from './parts/contentGroups.ts';
import { RowList } from './parts/rowList.ts';
import { kindsOf, type SplitKind, splitKinds } from './parts/splits.ts';
import { countOf, listed, listedRows } from './parts/words.ts';

/**
 * Content that is in more than one of train, validation and test (as the values of the split column say, see `splits.ts`).
 * Suggests to exclude the copies that are learnt from, so that the measure stays what it was: those in train, and of
 * content shared by validation and test alone, which is a warning, those in validation.
 */
export const splitLeakage = defineCheck({
  id: 'split-leakage',
  title: 'Test row also in train',
  description: 'Rows of test or validation whose content is also in train: the model has seen the answer, and measures look better than they are.',
  severity: 'error',
  defaults: { maxFindings: 1000 },
  needs: (dataset) => (dataset.roles.split === undefined ? 'no column has the role split' : needsContent(dataset)),
  async *run(context): AsyncGenerator<RawFinding> {
    const repetitive = await repetitiveContent(context, 'rows shared by splits');
    if (repetitive) return yield repetitive;
    const columns = contentOf(context.dataset);
    const rest = new RowList();
    const copies = new RowList();
    let found = 0;
    for await (const group of contentGroups(context, 'several splits')) {
      const sides = sidesOf(group);
      if (sides.length < 2) continue;
      if (found++ < context.options.maxFindings) {
        yield leakFinding(columns, sides, group.identical);
        continue;
      }
      for (const { rows } of sides) rest.add(rows);
      for (const { rows } of sides.slice(0, -1)) copies.add(rows);
    }
    if (rest.length === 0) return;
    yield {
      scope: 'rows', score: 0.9, rows: rest.toArray(),
      message: `${countOf(rest.length, 'more row')} have content that is in more than one split.`,
      suggestion: { act: 'exclude', rows: copies.toArray() },
      evidence: { count: rest.length, copies: copies.length },
    };
  },
});

/** Rows of a split that the evidence names. */
const namedRows = 100;

interface Side {
  readonly kind: SplitKind;
  readonly rows: Int32Array;
}

/** The group's rows by split, train first; rows of no split that is known are left out. */
function sidesOf({ rows, splits }: ContentGroup): Side[] {
  const kinds = kindsOf(splits);
  return splitKinds
    .map((kind) => ({ kind, rows: rows.filter((_, index) => kinds[index] === kind) }))
    .filter((side) => side.rows.length > 0);
}

function leakFinding(columns: readonly string[], sides: readonly Side[], identical: boolean): RawFinding {
  const kept = sides[sides.length - 1]!;
  const others = sides.slice(0, -1);
  const inTrain = others[0]!.kind === 'train';
  const also = listed(others.map(({ kind, rows }) => `${kind} (${listedRows(rows)})`));
  const name = kept.kind === 'test' ? 'Test' : 'Validation';
  const which = listedRows(kept.rows);
  return {
    ...(!inTrain && { severity: 'warning' as const }),
    scope: 'rows',
    score: (inTrain ? 1 : 0.6) - (identical ? 0 : 0.05),
    ...contentColumn(columns),
    message: `${name} ${which} ${kept.rows.length === 1 ? 'is' : 'are'} also in ${also}: ${sameContent(columns, identical)}.`,
    rows: together(sides),
    suggestion: { act: 'exclude', rows: together(others), keep: kept.rows[0]! },
    evidence: { identical, columns, ...Object.fromEntries(sides.map(({ kind, rows }) => [kind, [...rows.subarray(0, namedRows)]])) },
  };
}

function together(sides: readonly Side[]): Int32Array {
  const list = new RowList();
  for (const { rows } of sides) list.add(rows);
  return list.toArray();
}
