import assert from 'node:assert/strict';
import test from 'node:test';
import type { Filter, Sort } from '../../src/core/filter.ts';
import { readCrossTab, readValues } from '../../src/engine/crossTab.ts';
import type { DatasetSession } from '../../src/engine/session.ts';
import { openText } from './openText.ts';

async function rowsOf(session: DatasetSession, filters: readonly Filter[], sort?: Sort): Promise<number[]> {
  const view = await session.resolve({ filters, ...(sort && { sort }) });
  return [...view.rows(0, view.total)];
}

const people = `id,name,age,joined,country
1,Ada,36,2024-01-05,UK
2,bob,9,2023-12-31,
3,"Cy
the second",,2024-02-01,DE
4,ada,100,,DE
5,Ünal,NA,2024-01-05,"  "
`;

test('rows that are listed stand in the order of the list, once each, and in that of the column where one sorts them', async (t) => {
  const session = await openText(t, people, 'people.csv');
  const listed: Filter = { kind: 'listed', title: 'some people', rows: [4, 1, 5, 99, 0, 2.5, 1] };
  assert.deepEqual((await rowsOf(session, [listed])).slice().sort(), [1, 4, 5]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'listed', title: 'some people', rows: [4, 1, 5] }]), [4, 1, 5]);
  assert.deepEqual(
    await rowsOf(session, [
      { kind: 'listed', title: 'some people', rows: [4, 1, 5] },
      { kind: 'values', column: 'joined', values: ['2024-01-05'] },
    ]),
    [1, 5],
  );
  assert.deepEqual(await rowsOf(session, [{ kind: 'listed', title: 'some people', rows: [4, 1, 5] }], { column: 'id', descending: true }), [5, 4, 1]);
});

test('the whole file is seen in its own order, with texts as they are', async (t) => {
  const session = await openText(t, people, 'people.csv');
  const { dataset } = session;
  assert.deepEqual(
    [dataset.name, dataset.format, dataset.records, dataset.rows, dataset.unreadable, dataset.hasLines, dataset.key],
    ['people.csv', 'csv', 5, 5, 0, true, ['id']],
  );
  assert.deepEqual(dataset.columns.map(({ type }) => type), ['integer', 'text', 'integer', 'date', 'text']);
  const window = await session.window({ view: { filters: [] }, offset: 1, limit: 3, columns: ['country', 'name'] });
  assert.deepEqual(window.rows, [2, 3, 4]);
  assert.deepEqual(window.cells, [{ text: ['', 'DE', 'DE'], codes: new Uint8Array([1, 0, 0]) }, { text: ['bob', 'Cy\nthe second', 'ada'] }]);
  assert.deepEqual(await session.table.lines([5, 1, 3]), [7, 2, 4]);
  const row = await session.row(3);
  assert.deepEqual(
    [row.line, row.key, row.cells[1], row.cells[2]],
    [4, { id: '3' }, { column: 'name', text: 'Cy\nthe second' }, { column: 'age', text: null }],
  );
  await assert.rejects(session.row(6), /There is no row 6/);
  assert.deepEqual((await session.window({ view: { filters: [] }, offset: 99, limit: 3, columns: ['id'] })).rows, []);
});

test('numbers sort as numbers, dates by time, texts without case; what is missing comes last both ways', async (t) => {
  const session = await openText(t, people, 'people.csv');
  assert.deepEqual(await rowsOf(session, [], { column: 'age', descending: false }), [2, 1, 4, 5, 3]);
  assert.deepEqual(await rowsOf(session, [], { column: 'age', descending: true }), [4, 1, 2, 5, 3]);
  assert.deepEqual(await rowsOf(session, [], { column: 'joined', descending: false }), [2, 1, 5, 3, 4]);
  assert.deepEqual(await rowsOf(session, [], { column: 'name', descending: false }), [1, 4, 2, 3, 5]);
  assert.deepEqual(await rowsOf(session, [], { column: 'country', descending: true }), [1, 3, 4, 2, 5]);
  const view = await session.resolve({ filters: [], sort: { column: 'age', descending: false } });
  assert.deepEqual([view.position(4), view.position(99)], [2, null]);
});

test('filters keep the rows that pass all of them', async (t) => {
  const session = await openText(t, people, 'people.csv');
  assert.deepEqual(await rowsOf(session, [{ kind: 'values', column: 'country', values: ['DE'] }]), [3, 4]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'values', column: 'country', values: ['DE', null] }]), [2, 3, 4, 5]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'values', column: 'country', values: ['DE'], exclude: true }]), [1, 2, 5]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'values', column: 'country', values: [null], exclude: true }]), [1, 3, 4]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'missing', column: 'country' }]), [2, 5]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'contains', text: 'ADA' }]), [1, 4]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'contains', column: 'name', text: 'ü' }]), [5]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'contains', text: '.*' }]), []);
  assert.deepEqual(await rowsOf(session, [{ kind: 'range', column: 'age', min: 9, max: 100 }]), [1, 2]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'range', column: 'age', min: 36, max: 100, closed: true }]), [1, 4]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'range', column: 'joined', min: Date.UTC(2024, 0, 1) }]), [1, 3, 5]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'range', column: 'name', min: 4 }]), [3, 5]);
  assert.deepEqual(
    await rowsOf(
      session,
      [
        { kind: 'contains', text: 'a' },
        { kind: 'values', column: 'country', values: ['DE'] },
      ],
      { column: 'age', descending: true },
    ),
    [4],
  );
  await assert.rejects(rowsOf(session, [{ kind: 'missing', column: "x'; DROP TABLE data" }]), /There is no column/);
});

test('hostile names and values are only names and values', async (t) => {
  const session = await openText(t, `"a'; DROP TABLE data; --","<img src=x>",_row,a,A\n"'); --","<script>",7,x,y\n`, 'hostile.csv');
  const names = session.dataset.columns.map(({ name }) => name);
  const window = await session.window({ view: { filters: [], sort: { column: names[0]!, descending: true } }, offset: 0, limit: 9, columns: names });
  assert.deepEqual(window.cells.map(({ text }) => text[0]), ["'); --", '<script>', '7', 'x', 'y']);
  assert.deepEqual(await rowsOf(session, [{ kind: 'values', column: names[0]!, values: ["'); --"] }, { kind: 'values', column: 'A', values: ['y'] }]), [1]);
  assert.deepEqual(await session.find({ filters: [] }, "'); --", -1, false, names), { position: 0, row: 1, column: names[0] });
});

test('unreadable records stand in their place, last when sorted, and never where a cell filter is', async (t) => {
  const session = await openText(t, 'id,label\n1,b\n2,x,surplus\n3,a\n', 'ragged.csv');
  assert.deepEqual([session.dataset.records, session.dataset.rows, session.dataset.unreadable], [3, 2, 1]);
  const window = await session.window({ view: { filters: [] }, offset: 0, limit: 9, columns: ['label', 'id'] });
  assert.deepEqual(window.rows, [1, 2, 3]);
  assert.deepEqual(window.cells, [
    { text: ['b', '2,x,surplus', 'a'], codes: new Uint8Array([0, 3, 0]) },
    { text: ['1', '', '3'], codes: new Uint8Array([0, 3, 0]) },
  ]);
  assert.deepEqual(await rowsOf(session, [], { column: 'label', descending: false }), [3, 1, 2]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'contains', text: 'surplus' }]), []);
  assert.deepEqual(await session.find({ filters: [] }, 'SURPLUS', -1, false, ['label', 'id']), { position: 1, row: 2, column: 'label' });
  const row = await session.row(2);
  assert.deepEqual([row.cells, row.unreadable?.line, row.unreadable?.text], [[], 3, '2,x,surplus']);
  await session.found.check(['unreadable-row'], new AbortController().signal, () => undefined);
  assert.deepEqual(await rowsOf(session, [{ kind: 'flagged' }]), [2]);
  assert.deepEqual(await rowsOf(session, [{ kind: 'flagged' }], { column: 'id', descending: true }), [2]);
});

test('absent cells of JSON are told from null and from empty', async (t) => {
  const session = await openText(t, '{"a": 1, "b": null}\n{"a": ""}\n{"b": {"deep": [1, "x"]}, "c": "late"}\n', 'rows.jsonl');
  const window = await session.window({ view: { filters: [] }, offset: 0, limit: 9, columns: ['c', 'a', 'b'] });
  assert.deepEqual(window.cells.map(({ text }) => text), [['', '', 'late'], ['1', '', ''], ['', '', '{"deep":[1,"x"]}']]);
  assert.deepEqual(window.cells.map(({ codes }) => [...(codes ?? [])]), [[2, 2, 0], [0, 0, 2], [1, 2, 0]]);
  const row = await session.row(2);
  assert.deepEqual(row.cells, [{ column: 'a', text: '' }, { column: 'b', text: null, absent: true }, { column: 'c', text: null, absent: true }]);
});

test('long texts are cut in windows and whole in the row', async (t) => {
  const long = '😀'.repeat(500);
  const session = await openText(t, `id,text\n1,${long}\n2,${'x'.repeat(400)}\n`, 'long.csv');
  const window = await session.window({ view: { filters: [] }, offset: 0, limit: 2, columns: ['text'] });
  assert.deepEqual(window.cells[0]!.text, [`${'😀'.repeat(400)}…`, 'x'.repeat(400)]);
  assert.equal((await session.row(1)).cells[1]!.text, long);
  const huge = await openText(t, `id,text\n1,${'y'.repeat(1_000_005)}\n`, 'huge.csv');
  const cell = (await huge.row(1)).cells[1]!;
  assert.deepEqual([cell.text!.length, cell.length], [1_000_000, 1_000_005]);
});

test('finding goes both ways in the order of the view, and stops at its ends', async (t) => {
  const session = await openText(t, people, 'people.csv');
  const view = { filters: [], sort: { column: 'age', descending: false } };
  const columns = ['name', 'country'];
  assert.deepEqual(await session.find(view, 'ada', -1, false, columns), { position: 1, row: 1, column: 'name' });
  assert.deepEqual(await session.find(view, 'ada', 1, false, columns), { position: 2, row: 4, column: 'name' });
  assert.equal(await session.find(view, 'ada', 2, false, columns), null);
  assert.deepEqual(await session.find(view, 'ada', 99, true, columns), { position: 2, row: 4, column: 'name' });
  assert.deepEqual(await session.find(view, 'de', -1, false, columns), { position: 2, row: 4, column: 'country' });
  assert.equal(await session.find(view, '2024', -1, false, columns), null);
  assert.equal(await session.find(view, '', -1, false, columns), null);
});

test('counts of values, overall and by segment, add up and take missing cells together', async (t) => {
  const lines = Array.from({ length: 40 }, (_, index) => `${['pos', 'neg', 'pos', ''][index % 4]},${['DE', 'FR', ' '][index % 3]}`);
  const session = await openText(t, `label,country\n${lines.join('\n')}\n`, 'labels.csv');
  const { table } = session;
  assert.deepEqual(await readValues(table, 'label', undefined, 9), {
    values: [
      { value: 'pos', count: 20 },
      { value: 'neg', count: 10 },
      { value: null, count: 10 },
    ],
    distinct: 3,
  });
  assert.deepEqual(await readValues(table, 'label', 'NE', 9), { values: [{ value: 'neg', count: 10 }], distinct: 1 });
  const cross = await readCrossTab(table, 'label', 'country', await session.whereOf([]), 2);
  assert.deepEqual([cross.values, cross.overall, cross.overallRest, cross.rows], [['pos', 'neg'], [20, 10], 10, 40]);
  assert.deepEqual(cross.segments.map(({ value }) => value), ['DE', 'FR', null]);
  for (const { rows, counts, rest } of cross.segments) assert.equal(counts.reduce((a, b) => a + b) + rest, rows);
  const filtered = await readCrossTab(table, 'label', undefined, await session.whereOf([{ kind: 'missing', column: 'country' }]), 9);
  assert.equal(filtered.rows, 13);
  assert.equal(filtered.overall.reduce((a, b) => a + b), 13);
});

test('roles and key can be corrected without reading the file again', async (t) => {
  const session = await openText(t, people, 'people.csv');
  const dataset = await session.configure({ roles: { label: 'country', id: null } });
  assert.deepEqual([dataset.roles.label, dataset.roles.id, dataset.key], ['country', undefined, []]);
  const repeated = await session.configure({ key: ['country'] });
  assert.deepEqual(repeated.key, ['id']);
  assert.match(repeated.notices[0]!.message, /“country”.*does not tell all rows apart/);
  assert.match((await session.configure({ key: ['nobody'] })).notices[0]!.message, /no such column/);
  assert.match((await session.configure({ roles: { label: 'nobody' } })).notices[0]!.message, /the role label to “nobody”.*no such column/);
  assert.deepEqual((await session.configure({ key: ['name', 'id'] })).key, ['name', 'id']);
  assert.deepEqual((await session.row(1)).key, { name: 'Ada', id: '1' });
});

test('a cancelled question rejects with an AbortError', async (t) => {
  const session = await openText(t, people, 'people.csv');
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(session.resolve({ filters: [], sort: { column: 'age', descending: true } }, controller.signal), { name: 'AbortError' });
  await assert.rejects(session.found.check(undefined, controller.signal, () => undefined), { name: 'AbortError' });
});

test('a table of very many columns is opened, asked, and its rows have keys', async (t) => {
  const columns = 1100;
  const line = (row: number): string => Array.from({ length: columns }, (_, column) => (column % 3 === 0 ? '' : `${row * column}`)).join(',');
  const session = await openText(
    t,
    `${Array.from({ length: columns }, (_, column) => `c${column}`).join(',')}\n${line(1)}\n${line(2)}\n${line(1)}\n`,
    'wide.csv',
  );
  assert.equal(session.dataset.columns.length, columns);
  assert.deepEqual([session.profiles[0]!.type, session.profiles[1]!.type], ['empty', 'integer']);
  const [first, , third] = await session.keys([1, 2, 3]);
  assert.deepEqual(third!.key, { ...first!.key, n: 2 });
  assert.equal((await session.row(2)).cells[1099]!.text, '2198');
  assert.deepEqual(await rowsOf(session, [{ kind: 'contains', text: '2198' }]), [2]);
});

test('a cell of ten megabytes is shown from its start, and counted whole', async (t) => {
  const session = await openText(t, `id,text\n1,${'z'.repeat(10_000_000)}\n2,short\n`, 'big-cell.csv');
  const window = await session.window({ view: { filters: [] }, offset: 0, limit: 2, columns: ['text'] });
  assert.deepEqual(window.cells[0]!.text, [`${'z'.repeat(400)}…`, 'short']);
  assert.equal(session.profiles[1]!.maxLength, 10_000_000);
  assert.equal((await session.row(1)).cells[1]!.length, 10_000_000);
});
