import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neutral } from '../../../src/core/spreadsheetText.ts';
import { formatRows, type CopiedRows } from '../../../webview/grid/clipboard.ts';

const copied: CopiedRows = {
  columns: ['text', 'label, given'],
  rows: [
    ['two\nlines and a "quote"', 'refund'],
    ['=HYPERLINK("http://example.org")', null],
    ['a | b <script>', '-12.5'],
  ],
};

test('CSV is quoted where it must be, and formulas are made text', () => {
  assert.equal(formatRows(copied, 'csv'), [
    'text,"label, given"',
    '"two\nlines and a ""quote""",refund',
    `"'=HYPERLINK(""http://example.org"")",`,
    'a | b <script>,-12.5',
  ].map((line) => `${line}\r\n`).join(''));
});

test('TSV has no header, and formulas are made text there too', () => {
  assert.equal(formatRows(copied, 'tsv'), [
    '"two\nlines and a ""quote"""\trefund',
    `"'=HYPERLINK(""http://example.org"")"\t`,
    'a | b <script>\t-12.5',
  ].join('\n'));
});

test('JSON keeps every text as it is and missing values as null', () => {
  assert.deepEqual(JSON.parse(formatRows(copied, 'json')), copied.rows.map(([text, label]) => ({ text, 'label, given': label })));
});

test('Markdown cells cannot break the table or become markup', () => {
  const lines = formatRows(copied, 'markdown').split('\n');
  assert.equal(lines[0], '| text | label, given |');
  assert.equal(lines[1], '| --- | --- |');
  assert.equal(lines[2], '| two<br>lines and a "quote" | refund |');
  assert.equal(lines[4], '| a \\| b \\<script\\> | -12.5 |');
});

test('only what a spreadsheet would run is changed', () => {
  for (const harmless of ['-1', '+1.5', '-.5', '1e-3', '-1e9', 'a=b', '', ' text']) assert.equal(neutral(harmless), harmless);
  for (const formula of ['=1+1', '+cmd|x', '-1+1', '@SUM(A1)', '\t=1', '- item']) assert.equal(neutral(formula), `'${formula}`);
});
