import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellDifference, Distribution } from '../../../src/protocol/distributionMethods.ts';
import { startingState } from '../../../src/protocol/methods.ts';
import { differenceWords, markedWords } from '../../../webview/panels/distributionWords.ts';

const difference = (share: number): CellDifference => ({ segment: 0, value: 0, share, restShare: 0.5, effect: -1, p: 1e-9 });

test('what is said of the marks is what can be seen: a bar of no rows has no colour', () => {
  assert.equal(markedWords([difference(0.1)]), 'Its bar is amber.');
  assert.equal(markedWords([difference(0.1), difference(0.9)]), 'Their bars are amber.');
  assert.equal(markedWords([difference(0)]), 'Its figure has the mark ◂.');
  assert.equal(markedWords([difference(0), difference(0)]), 'Their figures have the mark ◂.');
  assert.equal(markedWords([difference(0.1), difference(0)]), 'Their bars are amber, and the figures of those without a row have the mark ◂.');
});

test('nothing is said of all segments together where no bar has enough rows', () => {
  const table: Distribution = {
    of: { column: 'stars', how: 'values' }, by: [{ column: 'shop', how: 'values' }], values: [], overall: [], overallRest: 0, segments: [], allSegments: 3,
    matching: 3, differences: [], tested: 0, untested: 12, test: { statistic: 14, degrees: 6, p: 0.03, correctedV: 0.87 },
    counted: { rows: 7, of: 7, filtered: false, partial: false }, notes: [],
  };
  const said = (shown: Distribution): string => JSON.stringify(differenceWords(shown, startingState));
  assert.match(said(table), /Too few rows to say whether segments differ/);
  assert.doesNotMatch(said(table), /Cramér/);
  assert.match(said({ ...table, tested: 4 }), /Cramér/);
});
