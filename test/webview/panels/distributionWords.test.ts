import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellDifference } from '../../../src/protocol/distributionMethods.ts';
import { markedWords } from '../../../webview/panels/distributionWords.ts';

const difference = (share: number): CellDifference => ({ segment: 0, value: 0, share, restShare: 0.5, effect: -1, p: 1e-9 });

test('what is said of the marks is what can be seen: a bar of no rows has no colour', () => {
  assert.equal(markedWords([difference(0.1)]), 'Its bar is amber.');
  assert.equal(markedWords([difference(0.1), difference(0.9)]), 'Their bars are amber.');
  assert.equal(markedWords([difference(0)]), 'Its figure has the mark ◂.');
  assert.equal(markedWords([difference(0), difference(0)]), 'Their figures have the mark ◂.');
  assert.equal(markedWords([difference(0.1), difference(0)]), 'Their bars are amber, and the figures of those without a row have the mark ◂.');
});
