import assert from 'node:assert/strict';
import test from 'node:test';
import type { Act, Decision } from '../../src/core/decision.ts';
import type { RowKey } from '../../src/core/rowKey.ts';
import type { DatasetSession } from '../../src/engine/session.ts';
import { openText } from './openText.ts';

let minute = 0;
function decide(row: RowKey, act: Act, more: Partial<Decision> = {}): Decision {
  minute++;
  return { id: `d${String(minute).padStart(4, '0')}`, row, act, at: new Date(minute * 60_000).toISOString(), by: 'Ada', ...more };
}

const rowsKeyed = async (session: DatasetSession, count: number): Promise<RowKey[]> =>
  (await session.keys(Array.from({ length: count }, (_, index) => index + 1))).map(({ key }) => key);

const reviews = 'text,label\ngood,pos\nbad,neg\ngood,pos\ngood,\n"good",pos\n';

test('content keys number exact duplicates in file order, and tell missing from empty', async (t) => {
  const session = await openText(t, reviews);
  const keys = await rowsKeyed(session, 5);
  const hash = keys[0]!['#'];
  assert.match(String(hash), /^[0-9a-f]{24}$/);
  assert.deepEqual(keys.map((key) => [key['#'] === hash, key['n']]), [[true, 1], [false, undefined], [true, 2], [false, undefined], [true, 3]]);
  assert.deepEqual(keys.map(({ of }) => of), [3, undefined, 3, undefined, 3]);
  const again = await openText(t, `label,text\npos,good\n${'pos,other\n'.repeat(30)}pos,good\n`);
  assert.deepEqual((await again.row(32)).key, { '#': hash!, n: 2, of: 2 });
  assert.deepEqual((await rowsKeyed(again, 32))[31], { '#': hash!, n: 2, of: 2 });
  const empty = await openText(t, 'text,label\ngood,""\n');
  assert.notEqual((await empty.row(1)).key['#'], keys[3]!['#']);
});

test('keys do not change with what beside them could be taken for a border', async (t) => {
  const session = await openText(t, 'a,b\nx,yz\nxy,z\n"x:t1","y"\n');
  assert.equal(new Set((await rowsKeyed(session, 3)).map((key) => key['#'])).size, 3);
});

test('decisions find their rows after rows were inserted, deleted and sorted', async (t) => {
  const first = await openText(t, reviews);
  const [key] = (await rowsKeyed(first, 2)).slice(1);
  const moved = await openText(t, 'text,label\nnew,pos\ngood,pos\nbad,neg\n');
  const status = await moved.decide([decide(key!, 'exclude'), decide({ '#': 'f'.repeat(24) }, 'exclude'), decide({ '#': String(key!['#']), n: 2 }, 'exclude')]);
  assert.deepEqual([status.decidedRows, status.orphans.length], [1, 2]);
  assert.deepEqual((await moved.row(3)).decisions.map(({ act }) => act), ['exclude']);
  const view = await moved.resolve({ filters: [{ kind: 'decided', decided: true }] });
  assert.deepEqual([...view.rows(0, 9)], [3]);
  const rest = await moved.resolve({ filters: [{ kind: 'decided', decided: false }] });
  assert.deepEqual([...rest.rows(0, 9)], [1, 2]);
});

test('keys of columns are found by the columns they name, and only where one row has them', async (t) => {
  const session = await openText(t, `id,user,label\n1,u1,a\n2,u1,b\n"3'; --",u2,a\n`);
  assert.deepEqual(session.dataset.key, ['id']);
  const status = await session.decide([
    decide({ id: '2' }, 'exclude'),
    decide({ id: "3'; --" }, 'exclude'),
    decide({ user: 'u2' }, 'ambiguous'),
    decide({ user: 'u1' }, 'exclude'),
    decide({ nobody: 'x' }, 'exclude'),
    decide({ id: '9' }, 'exclude'),
  ]);
  assert.deepEqual([status.decidedRows, status.orphans.map(({ row }) => row)], [2, [{ user: 'u1' }, { nobody: 'x' }, { id: '9' }]]);
});

test('unreadable records have keys of their own', async (t) => {
  const session = await openText(t, 'id,label\n1,a\nx,y,z\n2,b\nx,y,z\n');
  const keys = await rowsKeyed(session, 4);
  assert.deepEqual([keys[0], keys[1]!['#'] === keys[3]!['#'], keys[3]!['n']], [{ id: '1' }, true, 2]);
  await session.decide([decide(keys[3]!, 'exclude')]);
  assert.equal((await session.row(4)).decisions.length, 1);
});

test('the grid shows decided values, and a decision whose cell has changed since is a conflict', async (t) => {
  const session = await openText(t, 'id,label\n1,pos\n2,neg\n3,pos\n4,\n');
  const decisions = [
    decide({ id: '1' }, 'relabel', { column: 'label', from: 'pos', to: 'neg' }),
    decide({ id: '2' }, 'relabel', { column: 'label', from: 'pos', to: 'neutral' }),
    decide({ id: '3' }, 'relabel', { column: 'label', from: 'neg', to: 'pos' }),
    decide({ id: '4' }, 'set', { column: 'label', from: null, to: 'pos' }),
    decide({ id: '4' }, 'comment', { note: 'odd' }),
  ];
  const status = await session.decide(decisions);
  assert.equal(status.decidedRows, 4);
  assert.deepEqual(status.conflicts, [{ row: 2, decision: decisions[1], fileText: 'neg' }]);
  const { marks } = await session.window({ view: { filters: [] }, offset: 0, limit: 9, columns: ['label'] });
  assert.deepEqual(marks.map(({ row, decided }) => [row, decided]), [
    [1, [{ act: 'relabel', column: 'label', to: 'neg' }]],
    [2, [{ act: 'relabel', column: 'label', to: 'neutral', conflict: true }]],
    [3, [{ act: 'relabel', column: 'label', to: 'pos' }]],
    [4, [{ act: 'set', column: 'label', to: 'pos' }, { act: 'comment' }]],
  ]);
});

test('two people who disagree on a cell are both shown, and the newer one is in force', async (t) => {
  const session = await openText(t, 'id,label\n1,x\n2,x\n');
  const ada = decide({ id: '1' }, 'relabel', { column: 'label', from: 'x', to: 'a' });
  const bob = decide({ id: '1' }, 'relabel', { column: 'label', from: 'x', to: 'b', by: 'Bob' });
  const status = await session.decide([bob, ada]);
  assert.deepEqual(status.conflicts, [{ row: 1, decision: bob, other: ada }]);
  assert.deepEqual((await session.row(1)).decisions, [bob]);
  assert.deepEqual((await session.decide([ada, bob, decide({}, 'retract', { retracts: ada.id })])).conflicts, []);
});

const labelled = `id,text,label,split\n${Array.from({ length: 40 }, (_, index) => `${index + 1},"this is text number ${index}",${index % 2 ? 'pos' : 'neg'},train`).join('\n')}
41,the very same,pos,train
42,the very same,neg,train
43,the very same,pos,train
44,what is this,,train
`;

test('decisions close findings, in the grid, in the summary and in the list, and retracting opens them', async (t) => {
  const session = await openText(t, labelled);
  const summary = await session.found.check(['conflicting-label', 'exact-duplicate'], new AbortController().signal, () => undefined);
  const group = summary.groups.find(({ check }) => check === 'conflicting-label')!;
  assert.deepEqual([group.findings, group.rows, group.closed], [1, 3, 0]);
  const view = { filters: [{ kind: 'flagged' as const, check: 'conflicting-label' }] };
  assert.deepEqual((await session.window({ view, offset: 0, limit: 9, columns: ['label'] })).rows, [41, 42, 43]);
  const page = await session.found.page({ check: 'conflicting-label', offset: 0, limit: 9, allRows: true });
  assert.deepEqual(
    page.findings[0]!.finding.rows.map(({ row, line, key }) => [row, line, key]),
    [
      [41, 42, { id: '41' }],
      [42, 43, { id: '42' }],
      [43, 44, { id: '43' }],
    ],
  );
  assert.equal(page.findings[0]!.preview, 'the very same');

  const relabel = decide({ id: '42' }, 'relabel', { column: 'label', from: 'neg', to: 'pos', why: 'conflicting-label' });
  const decided = await session.decide([relabel]);
  assert.deepEqual(decided.findings!.groups.find(({ check }) => check === 'conflicting-label')!.closed, 1);
  assert.deepEqual((await session.window({ view, offset: 0, limit: 9, columns: ['label'] })).rows, []);
  assert.equal((await session.found.page({ check: 'conflicting-label', offset: 0, limit: 9 })).total, 0);
  assert.equal((await session.row(41)).findings.find(({ finding }) => finding.check === 'conflicting-label')!.open, false);

  const retracted = await session.decide([relabel, decide({}, 'retract', { retracts: relabel.id })]);
  assert.equal(retracted.findings!.groups.find(({ check }) => check === 'conflicting-label')!.findings, 1);
  assert.deepEqual((await session.window({ view, offset: 0, limit: 9, columns: ['label'] })).rows, [41, 42, 43]);
});

test('what is decided stays decided when the checks run again, and a column is accepted as a whole', async (t) => {
  const session = await openText(t, labelled.replaceAll(',train', ',train,en').replace('split', 'split,language'));
  const signal = new AbortController().signal;
  const summary = await session.found.check(['constant-column', 'conflicting-label'], signal, () => undefined);
  assert.deepEqual(summary.groups.map(({ check, findings, closed }) => [check, findings, closed]), [['conflicting-label', 1, 0], ['constant-column', 1, 0]]);
  await session.decide([decide({ id: '41' }, 'accept', { why: 'conflicting-label' }), decide({}, 'accept', { why: 'constant-column', column: 'language' })]);
  const again = await session.found.check(['conflicting-label'], signal, () => undefined);
  assert.deepEqual(
    again.groups.map(({ check, findings, rows, closed }) => [check, findings, rows, closed]),
    [
      ['conflicting-label', 1, 2, 0],
      ['constant-column', 0, 0, 1],
    ],
  );
  assert.deepEqual(again.open, { error: 1, warning: 0, info: 0 });
  const flags = (await session.window({ view: { filters: [] }, offset: 40, limit: 3, columns: ['label'] })).marks;
  assert.deepEqual(flags.map(({ row, flags: marked }) => [row, Object.values(marked)]), [[41, []], [42, ['error']], [43, ['error']]]);
});

test('values are counted as rows will be once decisions are applied, missing ones included', async (t) => {
  const session = await openText(t, `id,label\n1,a\n2,a\n3,b\n4,\n5,c\n`);
  await session.decide([
    decide({ id: '1' }, 'relabel', { column: 'label', from: 'a', to: 'ab' }),
    decide({ id: '1' }, 'relabel', { column: 'label', from: 'a', to: 'new' }),
    decide({ id: '2' }, 'relabel', { column: 'label', from: 'a', to: 'a' }),
    decide({ id: '3' }, 'relabel', { from: 'b', to: 'new' }),
    decide({ id: '4' }, 'relabel', { column: 'label', from: null, to: 'c' }),
    decide({ id: '5' }, 'exclude'),
  ]);
  const counts = async (search?: string): Promise<unknown> =>
    (await session.values('label', search, 9, undefined, true)).values.map(({ value, count }) => [value, count]).sort();
  assert.deepEqual(await counts(), [['a', 1], ['c', 2], ['new', 2]]);
  assert.deepEqual(await counts('N'), [['new', 2]]);
  assert.deepEqual((await session.values('label', undefined, 9)).distinct, 4);
});
