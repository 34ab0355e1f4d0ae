import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { contentColumn, contentGroups, contentOf, needsContent, repetitiveContent, sameContent } from './parts/contentGroups.ts';
import { entityLeaks } from './parts/entityLeaks.ts';
import { LeakListing, type Side, sidesOf, spansContents, together } from './parts/leakSides.ts';
import { nearContents, type NearGroup, nearWords } from './parts/nearContents.ts';
import { proseColumns } from './parts/nearTexts.ts';
import { timeLeaks } from './parts/timeLeaks.ts';
import { listed, listedRows } from './parts/words.ts';

const defaults = { near: true, entities: true, time: true, maxFindings: 1000 };
type Leaking = CheckContext<typeof defaults>;

/**
 * Content that is in more than one of train, validation and test (as the values of the split column say, see `splits.ts`).
 * Suggests to exclude the copies that are learnt from, so that the measure stays what it was: those in train, and of
 * content shared by validation and test alone, which is a warning, those in validation. Warnings too: content that is
 * almost the same, things that the group column names on both sides, and test rows from before the end of training.
 */
export const splitLeakage = defineCheck({
  id: 'split-leakage',
  title: 'Test row also in train',
  description: 'Rows of test or validation whose content is also in train: the model has seen the answer, and measures look better than they are.',
  severity: 'error',
  defaults,
  needs: (dataset) => {
    const { split, group, time } = dataset.roles;
    if (split === undefined) return 'no column has the role split';
    return group === undefined && time === undefined ? needsContent(dataset) : null;
  },
  async *run(context: Leaking): AsyncGenerator<RawFinding> {
    if (context.options.entities) yield* entityLeaks(context);
    if (context.options.time) yield* timeLeaks(context);
    if (needsContent(context.dataset) !== null) return;
    const repetitive = await repetitiveContent(context, 'rows shared by splits');
    if (repetitive) return yield repetitive;
    yield* contentLeaks(context);
    if (context.options.near) yield* nearLeaks(context);
  },
});

async function* contentLeaks(context: Leaking): AsyncGenerator<RawFinding> {
  const columns = contentOf(context.dataset);
  const listing = new LeakListing(context.options.maxFindings);
  for await (const group of contentGroups(context, 'several splits')) {
    const sides = sidesOf(group);
    if (sides.length > 1 && listing.hasRoom(sides)) yield leakFinding(columns, sides, group.identical);
  }
  yield* listing.rest('content', 0.9);
}

/** Rows of different contents that are almost the same, on both sides. */
async function* nearLeaks(context: Leaking): AsyncGenerator<RawFinding> {
  const columns = proseColumns(context);
  const listing = new LeakListing(context.options.maxFindings);
  for (const group of (await nearContents(context)).groups) {
    const sides = sidesOf(group);
    if (sides.length > 1 && spansContents(group) && listing.hasRoom(sides)) yield nearLeakFinding(columns, sides, group, context.dataset.roles.embedding);
  }
  for (const finding of listing.rest('almost the content of rows', 0.5)) yield { ...finding, severity: 'warning' };
}

/** Rows of a split that the evidence names. */
const namedRows = 100;

function leakFinding(columns: readonly string[], sides: readonly Side[], identical: boolean): RawFinding {
  const inTrain = sides[0]!.kind === 'train';
  const { kept, others, where } = wordsOf(sides);
  return {
    ...(!inTrain && { severity: 'warning' as const }),
    scope: 'rows',
    score: (inTrain ? 1 : 0.6) - (identical ? 0 : 0.05),
    ...contentColumn(columns),
    message: `${where} also in ${others}: ${sameContent(columns, identical)}.`,
    rows: together(sides),
    suggestion: { act: 'exclude', rows: together(sides.slice(0, -1)), keep: kept.rows[0]! },
    evidence: { identical, columns, ...namedBy(sides) },
  };
}

function nearLeakFinding(columns: readonly string[], sides: readonly Side[], group: NearGroup, embedding: string | undefined): RawFinding {
  const { kept, others, where } = wordsOf(sides);
  return {
    severity: 'warning',
    scope: 'rows',
    score: 0.8 * group.similarity * (sides[0]!.kind === 'train' ? 1 : 0.6),
    ...(group.by === 'text' ? contentColumn(columns) : {}),
    message: `${where} almost what is in ${others}: ${nearWords(group, columns, embedding)}.`,
    rows: together(sides),
    suggestion: { act: 'exclude', rows: together(sides.slice(0, -1)), keep: kept.rows[0]! },
    evidence: { similarity: Math.round(group.similarity * 1000) / 1000, by: group.by, ...namedBy(sides) },
  };
}

/** `Test row 9 is`, and `train (row 1) and validation (row 4)`. */
function wordsOf(sides: readonly Side[]): { readonly kept: Side; readonly where: string; readonly others: string } {
  const kept = sides[sides.length - 1]!;
  const others = listed(sides.slice(0, -1).map(({ kind, rows }) => `${kind} (${listedRows(rows)})`));
  const name = kept.kind === 'test' ? 'Test' : 'Validation';
  return { kept, where: `${name} ${listedRows(kept.rows)} ${kept.rows.length === 1 ? 'is' : 'are'}`, others };
}

const namedBy = (sides: readonly Side[]): Record<string, readonly number[]> =>
  Object.fromEntries(sides.map(({ kind, rows }) => [kind, [...rows.subarray(0, namedRows)]]));
