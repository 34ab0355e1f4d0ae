import { marginOf, rowsForMargin } from '../stats/rowsForMargin.ts';
import { wilson } from '../stats/wilson.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { literals, rowsWhereEach } from './parts/ask.ts';
import { splitKindSql } from './parts/splits.ts';
import { type ClassInTest, needsTestSplit, readTestSplit, type TestClasses } from './parts/testClasses.ts';
import { countOf, formatCount, formatNumber, formatShare, listed, quoted } from './parts/words.ts';

const defaults = { accuracyMargin: 0.05, recallMargin: 0.2, assumed: 0.9, maxFindings: 50 };
type Context = CheckContext<typeof defaults>;

/**
 * A test split that cannot tell what it is asked: the 95 % interval (Wilson's) of the accuracy reaches farther than
 * `accuracyMargin` to either side, or that of a label's recall farther than `recallMargin`. Both are measured where there
 * are predictions, else taken to be `assumed`. Says how many rows would halve the interval.
 */
export const tooFewTestRows = defineCheck({
  id: 'too-few-test-rows',
  title: 'Too few test rows',
  description: 'Test splits, or labels in them, of so few rows that what is measured on them is hardly known.',
  severity: 'warning',
  defaults,
  needs: needsTestSplit,
  async *run(context: Context): AsyncGenerator<RawFinding> {
    const { options } = context;
    const found = await readTestSplit(context);
    if (typeof found === 'string') return context.skip(found);
    const { label, split, test } = found;
    const whole = shareOf(test.right, test.predicted, test.rows, options.assumed);
    if (marginOf(whole.share, whole.rows) > options.accuracyMargin) yield accuracyFinding(split, whole, options);
    if (test.classes.length < 2) return;
    const few = test.classes.map((each) => ({ ...each, recall: shareOf(each.right, each.predicted, each.rows, options.assumed) }))
      .filter(({ recall }) => marginOf(recall.share, recall.rows) > options.recallMargin);
    if (few.length > options.maxFindings) yield gatheredFinding(label, few, options);
    else yield* classFindings(context, label, split, few, test);
  },
});

/** A share of right predictions, and whether it was measured. */
interface Share {
  readonly share: number;
  readonly rows: number;
  readonly measured: boolean;
}

type FewRows = ClassInTest & { readonly recall: Share };

function shareOf(right: number, predicted: number, rows: number, assumed: number): Share {
  return predicted > 0 ? { share: right / predicted, rows: predicted, measured: true } : { share: Math.min(1, Math.max(0, assumed)), rows, measured: false };
}

function accuracyFinding(split: string, whole: Share, { accuracyMargin }: typeof defaults): RawFinding {
  return {
    scope: 'dataset', column: split, rows: [],
    score: Math.min(1, 2 * marginOf(whole.share, whole.rows)),
    message: `The test split has ${countOf(whole.rows, 'labelled row')}${whole.measured ? ' with a prediction' : ''}: ${intervalWords('accuracy', whole)}.`,
    evidence: { ...evidenceOf(whole), margin: accuracyMargin },
  };
}

async function* classFindings(
  { dataset, relation, signal, options }: Context,
  label: string,
  split: string,
  few: readonly FewRows[],
  test: TestClasses,
): AsyncGenerator<RawFinding> {
  const isTest = `${splitKindSql(relation, split)} = ${relation.dialect.literal('test')}`;
  const rows = await rowsWhereEach(
    relation,
    few.map(({ written }) => `${isTest} AND ${relation.dialect.text(label)} IN ${literals(relation, written)}`),
    dataset.records,
    signal,
  );
  for (const [index, { name, rows: count, recall }] of few.entries()) {
    yield {
      scope: 'dataset',
      column: label,
      rows: rows[index]!,
      // Which label: two of them are accepted one by one.
      segment: { column: label, value: name },
      score: Math.min(1, 2 * marginOf(recall.share, recall.rows)),
      message:
        count === 0
          ? `No test row has the label ${quoted(name)}: its recall cannot be measured; ${formatCount(rowsForMargin(options.assumed, options.recallMargin))} rows would tell one of ${formatShare(options.assumed)} to within ${points(options.recallMargin)}.`
          : `${formatCount(count)} of ${formatCount(test.rows)} test rows ${count === 1 ? 'has' : 'have'} the label ${quoted(name)}: ${intervalWords('recall', recall)}.`,
      evidence: { label: name, ...evidenceOf(recall), margin: options.recallMargin },
    };
  }
}

/** Where so many labels are rare, nobody reads them one by one. */
function gatheredFinding(label: string, few: readonly FewRows[], { recallMargin }: typeof defaults): RawFinding {
  const rarest = [...few].sort((a, b) => a.rows - b.rows || (a.name < b.name ? -1 : 1));
  return {
    scope: 'dataset', column: label, rows: [],
    score: 1,
    message: `${formatCount(few.length)} labels have too few test rows for their recall to be known to within ${points(recallMargin)}: ${listed(rarest.map(({ name, rows }) => `${quoted(name)} has ${formatCount(rows)}`))}.`,
    evidence: { labels: rarest.map(({ name, rows }) => ({ label: name, rows })), margin: recallMargin },
  };
}

/** `an accuracy of 90 % would lie between 79.9 % and 95.3 %, with 95 % confidence; 236 rows would halve that`. */
function intervalWords(what: string, { share, rows, measured }: Share): string {
  const { low, high } = wilson(share * rows, rows);
  const halved = rowsForMargin(share, marginOf(share, rows) / 2);
  const place = `between ${formatShare(low)} and ${formatShare(high)}`;
  const said = measured
    ? `the measured ${what} of ${formatShare(share)} lies ${place}`
    : `${what === 'accuracy' ? 'an' : 'a'} ${what} of ${formatShare(share)} would be known to lie ${place}`;
  return `${said} (95 % interval); ${formatCount(halved)} rows would halve that`;
}

function evidenceOf({ share, rows, measured }: Share): Record<string, number | boolean> {
  const { low, high } = wilson(share * rows, rows);
  return { rows, share, measured, low, high, ...(rows > 0 && { rowsToHalve: rowsForMargin(share, marginOf(share, rows) / 2) }) };
}

function points(share: number): string {
  const count = formatNumber(Number((share * 100).toPrecision(3)));
  return `${count} ${count === '1' ? 'point' : 'points'}`;
}
