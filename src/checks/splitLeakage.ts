import { defineCheck, type RawFinding } from './check.ts';
import { contentColumn, type ContentGroup, contentGroups, contentOf, needsContent, repetitiveContent, sameContent } from './parts/contentGroups.ts';
import { splitKind, type SplitKind, splitKinds } from './parts/splits.ts';
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
    const rest: number[] = [];
    const copies: number[] = [];
    let found = 0;
    for await (const group of contentGroups(context, 'several splits')) {
      const sides = sidesOf(group);
      if (sides.length < 2) continue;
      if (found++ < context.options.maxFindings) {
        yield leakFinding(columns, sides, group.identical);
        continue;
      }
      for (const { rows } of sides) for (const row of rows) rest.push(row);
      for (const { rows } of sides.slice(0, -1)) for (const row of rows) copies.push(row);
    }
    if (rest.length === 0) return;
    yield {
      scope: 'rows', score: 0.9, rows: rest,
      message: `${countOf(rest.length, 'more row')} have content that is in more than one split.`,
      suggestion: { act: 'exclude', rows: copies },
      evidence: { count: rest.length, copies: copies.length },
    };
  },
});

interface Side {
  readonly kind: SplitKind;
  readonly rows: readonly number[];
}

/** The group's rows by split, train first; rows of no split that is known are left out. */
function sidesOf({ rows }: ContentGroup): Side[] {
  return splitKinds
    .map((kind) => ({ kind, rows: rows.filter(({ split }) => splitKind(split) === kind).map(({ row }) => row) }))
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
    rows: sides.flatMap(({ rows }) => rows),
    suggestion: { act: 'exclude', rows: others.flatMap(({ rows }) => rows), keep: kept.rows[0]! },
    evidence: { identical, columns, ...Object.fromEntries(sides.map(({ kind, rows }) => [kind, rows])) },
  };
}
