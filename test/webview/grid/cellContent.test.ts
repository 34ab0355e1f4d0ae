import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowMark } from '../../../src/protocol/engineMethods.ts';
import { cellContent, isExcluded, isUnreadable, markWords, rowDot, unreadableText } from '../../../webview/grid/cellContent.ts';
import { visibleLines, visibleText } from '../../../webview/grid/cellText.ts';
import type { GridColumn } from '../../../webview/grid/columns.ts';
import type { Page } from '../../../webview/grid/pages.ts';

const column = (name: string, role: GridColumn['role'] = 'other'): GridColumn => ({ name, type: 'text', role, numeric: false, width: 100, profile: undefined });
const page: Page = {
  start: 0,
  rows: [1, 2, 3, 4, 5],
  epoch: 0,
  marks: new Map(),
  cells: new Map([
    ['label', { text: ['refund', '', '', '', 'a,"b'], codes: Uint8Array.of(0, 0, 1, 2, 3) }],
    ['other', { text: ['x', 'x', 'x', 'x', ''], codes: Uint8Array.of(0, 0, 0, 0, 3) }],
  ]),
};
const mark = (flags: RowMark['flags'], decided: RowMark['decided'] = []): RowMark => ({ row: 1, flags, decided });

test('what cannot be seen is made visible', () => {
  assert.equal(visibleText('plain text'), 'plain text');
  assert.equal(visibleText('one\ntwo\r\nthree\rfour'), 'one⏎two⏎three⏎four');
  assert.equal(visibleText('a\tb\u0000\u0007\u007f'), 'a⇥b␀␇␡');
  assert.equal(visibleText('refund '), 'refund␣');
  assert.equal(visibleText('  a\u00a0'), '␣␣a⍽');
  assert.equal(visibleText('   '), '␣␣␣');
  assert.equal(visibleText('a\u202eb\u200bc'), 'a[U+202E]b[U+200B]c');
});

test('text in a script that is read from the right, and joined signs, stay as they are', () => {
  for (const text of ['שלום עולם', 'مرحبا', '👨‍👩‍👧', 'می‌خواهم']) assert.equal(visibleText(text), text);
});

test('over several lines the line breaks stay', () => {
  assert.equal(visibleLines('one\r\ntwo\tthree\u0000'), 'one\ntwo\tthree␀');
});

test('null, absent and empty cells are told apart', () => {
  const kinds = [0, 1, 2, 3].map((index) => cellContent(page, index, column('label'), undefined)).map(({ text, kind }) => [text, kind]);
  assert.deepEqual(kinds, [['refund', 'value'], ['empty', 'empty'], ['missing', 'null'], ['—', 'absent']]);
});

test('a column that has not been fetched is pending, not empty', () => {
  assert.deepEqual(cellContent(page, 0, column('elsewhere'), undefined), { text: '…', kind: 'pending', dot: null, was: null });
});

test('an unreadable record is one, and shows its own text', () => {
  assert.deepEqual([isUnreadable(page, 0), isUnreadable(page, 4), unreadableText(page, 4)], [false, true, 'a,"b']);
});

test('a decided cell shows the new value, the old one and a mark', () => {
  const content = cellContent(page, 0, column('label', 'label'), mark({}, [{ act: 'relabel', column: 'label', to: 'returns' }]));
  assert.deepEqual(content, { text: 'returns', kind: 'value', dot: 'decided', was: 'refund' });
  assert.equal(cellContent(page, 0, column('other'), mark({}, [{ act: 'relabel', column: 'label', to: 'returns' }])).was, null);
  assert.equal(markWords('decided', 'refund'), 'decided; the file says refund');
});

test('a cell that was decided to be missing shows null', () => {
  assert.deepEqual(cellContent(page, 0, column('other'), mark({}, [{ act: 'set', column: 'other', to: null }])), {
    text: 'missing',
    kind: 'null',
    dot: 'decided',
    was: 'x',
  });
});

test('the label carries the worst of its own findings and of those of the whole row', () => {
  const flags = { '': 'error', 'label': 'warning', 'other': 'info' } as const;
  assert.equal(cellContent(page, 0, column('label', 'label'), mark(flags)).dot, 'error');
  assert.equal(cellContent(page, 0, column('other'), mark(flags)).dot, 'info');
});

test('the row number shows the worst finding that no cell in sight shows', () => {
  const flags = { '': 'warning', 'far': 'error', 'near': 'info' } as const;
  const inSight = (...names: string[]) => (name: string): boolean => names.includes(name);
  assert.equal(rowDot(mark(flags), 'label', inSight('label', 'near', 'far')), null);
  assert.equal(rowDot(mark(flags), 'label', inSight('label', 'near')), 'error');
  assert.equal(rowDot(mark(flags), 'label', inSight('near', 'far')), 'warning');
  assert.equal(rowDot(mark(flags), undefined, inSight('near', 'far')), 'warning');
  assert.equal(rowDot(undefined, undefined, inSight()), null);
});

test('a conflict comes before findings, and findings before what was settled', () => {
  const label = column('label', 'label');
  const decided = [{ act: 'relabel', column: 'label', to: 'returns', conflict: true }] as const;
  assert.equal(cellContent(page, 0, label, mark({ label: 'error' }, decided)).dot, 'conflict');
  assert.equal(cellContent(page, 0, label, mark({ label: 'error' }, [{ act: 'accept' }])).dot, 'error');
  assert.equal(cellContent(page, 0, label, mark({}, [{ act: 'accept' }])).dot, 'accepted');
  assert.equal(cellContent(page, 0, label, mark({}, [{ act: 'ambiguous' }])).dot, 'ambiguous');
});

test('columns with names that every object has are not taken for marks', () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    const odd: Page = { ...page, cells: new Map([[name, { text: ['x'] }]]) };
    assert.deepEqual(cellContent(odd, 0, column(name), mark({})), { text: 'x', kind: 'value', dot: null, was: null });
  }
});

test('an excluded row is known by its decision', () => {
  assert.deepEqual([isExcluded(undefined), isExcluded(mark({})), isExcluded(mark({}, [{ act: 'exclude' }]))], [false, false, true]);
});
