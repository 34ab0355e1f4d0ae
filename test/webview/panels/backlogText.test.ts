import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backlogCsv, backlogMarkdown } from '../../../webview/panels/backlogText.ts';

const item = { id: '1', checks: ['label-variant'], act: 'relabel', title: 'Rename “a|b” to “c”', rows: 3, decided: 1, findings: 1, cost: 2.5000001, severity: 'warning', filters: [] } as const;

test('a copied backlog is a table of Markdown', () => {
  assert.equal(backlogMarkdown([item]), '| fix | check | rows | decided | expected cost |\n| --- | --- | ---: | ---: | ---: |\n| Rename “a\\|b” to “c” | label-variant | 3 | 1 | 2.5 |\n');
});

test('a copied backlog for a spreadsheet holds no formula', () => {
  assert.equal(backlogCsv([{ ...item, title: '=1+1, "x"' }]), 'fix,check,rows,decided,expected cost\r\n"\'=1+1, ""x""",label-variant,3,1,2.5\r\n');
});
