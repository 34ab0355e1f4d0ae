import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AcceptedFinding, parseBaseline, serialiseBaseline } from '../../src/core/baseline.ts';

const entries: readonly AcceptedFinding[] = [
  { file: 'b.csv', check: 'exact-duplicate', column: 'text', row: { '#': 'ab12', n: 2 } },
  { file: 'a.csv', check: 'class-imbalance', column: 'label', segment: { column: 'country', value: null } },
  { file: 'a.csv', check: 'conflicting-label', column: 'label', row: { id: '2' } },
  { file: 'a.csv', check: 'conflicting-label', column: 'label', row: { id: '10' } },
];

test('a baseline is JSON, sorted, one line an entry, and reads back as it was', () => {
  const text = serialiseBaseline(entries);
  assert.equal(text, `{"winnow":1,"accepted":[
{"file":"a.csv","check":"class-imbalance","column":"label","segment":{"column":"country","value":null}},
{"file":"a.csv","check":"conflicting-label","column":"label","row":{"id":"10"}},
{"file":"a.csv","check":"conflicting-label","column":"label","row":{"id":"2"}},
{"file":"b.csv","check":"exact-duplicate","column":"text","row":{"#":"ab12","n":2}},
null]}
`);
  assert.equal(JSON.parse(text).accepted.length, 5);
  const { accepted, damaged } = parseBaseline(text);
  assert.deepEqual(damaged, []);
  assert.equal(serialiseBaseline(accepted), text);
  assert.equal(serialiseBaseline([...accepted, ...accepted]), text);
});

test('of a merge that git gave up on both sides are read, and damaged lines are named', () => {
  const [head, first, second, ...rest] = serialiseBaseline(entries).split('\n');
  const { accepted, damaged } = parseBaseline(
    [
      head,
      '<<<<<<< HEAD',
      first,
      '=======',
      second,
      '>>>>>>> theirs',
      'nonsense',
      '{"file":1},',
      '{"file":"a","check":"b","row":{"x":[]}},',
      ...rest,
    ].join('\r\n'),
  );
  assert.equal(accepted.length, 4);
  assert.deepEqual(damaged, [7, 8, 9]);
});
