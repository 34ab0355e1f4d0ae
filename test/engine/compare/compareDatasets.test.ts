import assert from 'node:assert/strict';
import test from 'node:test';
import { join } from 'node:path';
import { createEngineService } from '../../../src/engine/service.ts';
import { comparePaths, compareTexts, csv } from './compareFiles.ts';

const columns = ['id', 'text', 'label', 'price'];
const rows = [
  ['r1', 'The best coffee in town', 'positive', '1.50'],
  ['r2', 'I waited for an hour', 'negative', '2'],
  ['r3', 'It is a table', 'neutral', '3.25'],
  ['r4', 'Never again, sorry', 'negative', '4'],
  ['r5', 'Lovely people', 'positive', '5'],
];

test('rows are matched by their key: added, removed, changed cells, and rows that moved are no change', async (t) => {
  const after = [
    rows[4]!,
    rows[0]!,
    ['r2', 'I waited for an hour', 'neutral', '2'],
    ['r4', 'Never again', 'positive', '4'],
    ['r6', 'New here', 'neutral', '6'],
  ];
  const { comparison, rows: list } = await compareTexts(t, csv(columns, rows), csv(columns, after));
  assert.deepEqual(comparison.key, ['id']);
  assert.deepEqual(comparison.rows, { same: 2, changed: 2, added: 1, removed: 1 });
  assert.equal(comparison.moved, 1);
  assert.equal(comparison.same, false);
  assert.deepEqual(comparison.columns, [{ column: 'label', cells: 2 }, { column: 'text', cells: 1 }]);
  assert.deepEqual(
    (await list('changed')).map(({ before, after: now, beforeLine, cells }) => [
      before,
      now,
      beforeLine,
      cells.map(({ column }) => column),
    ]),
    [
      [2, 3, 3, ['label']],
      [4, 4, 5, ['label', 'text']],
    ],
  );
  assert.deepEqual((await list('added')).map(({ after: row }) => row), [5]);
  assert.deepEqual(
    (await list('removed')).map(({ before, name, cells }) => [before, name[0]!.before, cells[0]]),
    [[3, 'r3', { column: 'label', before: 'neutral' }]],
  );
});

test('labels that flipped make a matrix, whose cells lead to their rows', async (t) => {
  const after = rows.map(([id, text, label, price]) => [id!, text!, id === 'r2' || id === 'r4' ? 'positive' : label!, price!]);
  const { comparison, rows: list } = await compareTexts(t, csv(columns, rows), csv(columns, after));
  const label = comparison.label!;
  assert.equal(label.flipped, 2);
  assert.equal(label.flips[label.labels.indexOf('negative')]![label.labels.indexOf('positive')], 2);
  assert.deepEqual(label.histogram.find(({ value }) => value === 'negative'), { value: 'negative', before: 2, after: 0 });
  assert.deepEqual((await list('changed', { flip: { from: 'negative', to: 'positive' } })).map(({ after: row }) => row), [2, 4]);
  assert.deepEqual(await list('changed', { flip: { from: 'positive' } }), []);
});

test('without a key, a flipped label and a changed cell are found by the rest of the row', async (t) => {
  const without = rows.map((row) => row.slice(1));
  const after = [
    without[3]!,
    ['The best coffee in town', 'negative', '1.50'],
    without[1]!,
    ['It is a table', 'neutral', '9.99'],
    ['Something new', 'neutral', '7'],
  ];
  const { comparison, rows: list } = await compareTexts(t, csv(columns.slice(1), without), csv(columns.slice(1), after));
  assert.deepEqual(comparison.key, []);
  assert.deepEqual(comparison.rows, { same: 2, changed: 2, added: 1, removed: 1 });
  assert.deepEqual((await list('changed')).map(({ before, after: row, cells }) => [before, row, cells]), [
    [1, 2, [{ column: 'label', before: 'positive', after: 'negative' }]], [3, 4, [{ column: 'price', before: '3.25', after: '9.99' }]],
  ]);
});

test('of duplicates, as many as there are less are removed', async (t) => {
  const [first, second] = [['Same text', 'positive'], ['Other text', 'negative']];
  const { comparison } = await compareTexts(t, csv(['text', 'label'], [first!, first!, second!, first!]), csv(['text', 'label'], [second!, first!, first!]));
  assert.deepEqual(comparison.rows, { same: 3, changed: 0, added: 0, removed: 1 });
});

test('a key that repeats in one version is not used, and that is said', async (t) => {
  const after = [...rows, ['r1', 'A second row with the id of the first', 'neutral', '8']];
  const { comparison } = await compareTexts(t, csv(columns, rows), csv(columns, after), { config: { key: ['id'] } });
  assert.deepEqual(comparison.key, []);
  assert.deepEqual(comparison.rows, { same: 5, changed: 0, added: 1, removed: 0 });
  assert.match(comparison.notes.join(' '), /“id” does not tell all rows of the version after apart/);
});

test('columns that came, went, were renamed or have another type are told', async (t) => {
  const old = csv(['id', 'text', 'score', 'gone'], rows.map(([id, text, , price], at) => [id!, text!, price!, `g${at}`]));
  const now = csv(['id', 'score', 'message', 'new'], rows.map(([id, text, , price]) => [id!, `about ${price}`, text!, 'x']));
  const { comparison } = await compareTexts(t, old, now);
  assert.deepEqual(comparison.schema.added.map(({ column }) => column), ['message', 'new']);
  assert.deepEqual(comparison.schema.removed.map(({ column }) => column), ['text', 'gone']);
  assert.deepEqual(comparison.schema.renamed, [{ from: 'text', to: 'message', share: 1 }]);
  assert.deepEqual(comparison.schema.retyped, [{ column: 'score', from: 'number', to: 'text' }]);
  assert.deepEqual(comparison.columns, [{ column: 'score', cells: 5 }]);
});

test('values that formats spell in their own way are the same between them, and that is said', async (t) => {
  const old =
    'id,price,when,flag,tags\na,1.0,2024-01-02T00:00:00Z,True,"[1, 2]"\nb,0.10000000000000000,2024-01-03T10:00:00Z,false,[]\nc,,2024-01-04T00:00:00Z,true,[3]\nd,12345678901234567,2024-01-05T00:00:00Z,true,[3]\n';
  const now = [
    { id: 'a', price: 1, when: '2024-01-02 00:00:00', flag: true, tags: [1, 2] }, { id: 'b', price: 0.1, when: '2024-01-03 10:00:00', flag: false, tags: [] },
    { id: 'c', price: null, when: '2024-01-04 00:00:00', flag: true, tags: [3] },
  ].map((row) => JSON.stringify(row)).concat('{"id":"d","price":12345678901234568,"when":"2024-01-05 00:00:00","flag":true,"tags":[3]}').join('\n');
  const { comparison } = await compareTexts(t, old, now, { names: ['before.csv', 'after.jsonl'] });
  assert.deepEqual(comparison.columns, [{ column: 'price', cells: 1 }]);
  assert.deepEqual(comparison.rows, { same: 3, changed: 1, added: 0, removed: 0 });
  assert.match(comparison.notes.join(' '), /“price”.* compared by value/);
});

test('within one format every difference of the text is a change', async (t) => {
  const { comparison } = await compareTexts(t, 'id,price\na,1.0\nb,2\n', 'id,price\na,1\nb,2\n');
  assert.deepEqual(comparison.columns, [{ column: 'price', cells: 1 }]);
});

test('unreadable records are counted apart and make versions differ', async (t) => {
  const bad = '{"id":"a","text":"one"}\n{"id":"b", oops\n{"id":"c","text":"three"}\n';
  const good = '{"id":"a","text":"one"}\n{"id":"c","text":"three"}\n';
  const { comparison } = await compareTexts(t, bad, good, { names: ['before.jsonl', 'after.jsonl'] });
  assert.deepEqual(comparison.rows, { same: 2, changed: 0, added: 0, removed: 0 });
  assert.deepEqual([comparison.before.unreadable, comparison.after.unreadable, comparison.same], [1, 0, false]);
  assert.match(comparison.notes.join(' '), /1 record of the version before could not be read/);
});

test('the same rows in another order are the same', async (t) => {
  const { comparison } = await compareTexts(t, csv(columns, rows), csv(columns, rows.toReversed()));
  assert.equal(comparison.same, true);
  assert.equal(comparison.moved, 4);
});

test('files without a common column cannot be compared, and the error names their columns', async (t) => {
  await assert.rejects(compareTexts(t, 'a,b\n1,2\n', 'c,d\n1,2\n'), /no column in common: before “a”, “b”, after “c”, “d”/);
});

test('a key that only one version has is refused in words', async (t) => {
  await assert.rejects(compareTexts(t, 'a,b\n1,2\n', 'a,c\n1,2\n', { key: ['b'] }), /cannot be matched by “b”: not both versions have such a column/);
});

const samples = join(import.meta.dirname, '../../../samples');

for (const format of ['parquet', 'arrow', 'jsonl']) {
  test(`the sample as CSV and as ${format} is one dataset`, async (t) => {
    const { comparison } = await comparePaths(t, join(samples, 'support-tickets.csv'), join(samples, `support-tickets.${format}`));
    assert.deepEqual([comparison.rows, comparison.same], [{ same: 1998, changed: 0, added: 0, removed: 0 }, true]);
  });
}

test('unreadable records that are others make versions differ, and that is said', async (t) => {
  const text = (bad: string): string => `{"id":"a","text":"one"}\n${bad}\n{"id":"c","text":"three"}\n`;
  const { comparison } = await compareTexts(t, text('{"id":"b", oops'), text('{"id":"b", ooops'), { names: ['before.jsonl', 'after.jsonl'] });
  assert.equal(comparison.same, false);
  assert.match(comparison.notes.join(' '), /Records that could not be read are not the same ones/);
});

test('rows are asked for after a comparison, and a comparison that is stopped leaves the one before', async (t) => {
  const { comparison, rows: list, service, id } = await compareTexts(t, csv(columns, rows), csv(columns, rows.slice(1)));
  const stopped = AbortSignal.abort();
  await assert.rejects(async () => service.handlers.compare({ id, before: id }, { signal: stopped, progress: () => undefined }), { name: 'AbortError' });
  assert.equal((await list('removed')).length, comparison.rows.removed);
  const other = createEngineService();
  t.after(() => other.dispose());
  const { id: alone } = await other.handlers.open(
    { path: join(samples, 'support-tickets.csv'), config: {}, memoryLimit: 1024 },
    { signal: new AbortController().signal, progress: () => undefined },
  );
  await assert.rejects(
    async () =>
      other.handlers.comparedRows(
        { id: alone, kind: 'added', offset: 0, limit: 10 },
        { signal: new AbortController().signal, progress: () => undefined },
      ),
    /compare it first/,
  );
});

test('long texts are shown from where they differ', async (t) => {
  const long = 'The same words again and again. '.repeat(100);
  const { rows: list } = await compareTexts(
    t,
    csv(
      ['id', 'text'],
      [
        ['1', `${long}one end`],
        ['2', 'x'],
      ],
    ),
    csv(
      ['id', 'text'],
      [
        ['1', `${long}another end`],
        ['2', 'x'],
      ],
    ),
  );
  const [cell] = (await list('changed'))[0]!.cells;
  assert.match(cell!.before!, /^….*again\. one end$/);
  assert.match(cell!.after!, /^….*again\. another end$/);
});
