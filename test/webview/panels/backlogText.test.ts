import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backlogCsv, backlogMarkdown, costsBeside } from '../../../webview/panels/backlogText.ts';

const item = {
  id: '1',
  checks: ['label-variant'],
  act: 'relabel',
  title: 'Rename “a|b” to “c”',
  rows: 3,
  decided: 1,
  findings: 1,
  cost: 2.5000001,
  severity: 'warning',
  filters: [],
} as const;

test('a copied backlog is a table of Markdown', () => {
  assert.equal(
    backlogMarkdown([item]),
    '| fix | check | rows | decided | expected cost |\n| --- | --- | ---: | ---: | ---: |\n| Rename “a\\|b” to “c” | label-variant | 3 | 1 | 2.5 |\n',
  );
});

test('a copied backlog for a spreadsheet holds no formula', () => {
  assert.equal(backlogCsv([{ ...item, title: '=1+1, "x"' }]), 'fix,check,rows,decided,expected cost\r\n"\'=1+1, ""x""",label-variant,3,1,2.5\r\n');
});

test('costs that stand below each other have as many places', () => {
  assert.deepEqual([14, 1.862, 0.0903, 0.04, 0].map(costsBeside(14)), ['14.0', '1.9', '0.1', '< 0.1', '0.0']);
  assert.deepEqual([12345.6, 99.5, 0.2].map(costsBeside(12345.6)), ['12,346', '100', '< 1']);
  assert.deepEqual([0.00421, 0.001].map(costsBeside(0.00421)), ['0.00421', '0.00100']);
});
