import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApplyRecord, settleDecisions, wantsHash } from '../../src/core/applied.ts';
import type { Decision } from '../../src/core/decision.ts';
import type { RowKey } from '../../src/core/rowKey.ts';

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;
const comment = (second: number, row: RowKey, more: Partial<Decision> = {}): Decision => ({ id: `D${second}`, row, act: 'comment', at: at(second), ...more });
const apply = (second: number, before: string, after: string, more: Partial<ApplyRecord> = {}): ApplyRecord => ({
  id: `A${second}`,
  row: {},
  act: 'apply',
  at: at(second),
  applied: [`D${second - 1}`],
  before,
  after,
  ...more,
});
const key = (hash: string): RowKey => ({ '#': hash });

test('the file that an apply made has gone through it, and so has one that was changed since', () => {
  const list = [comment(1, key('a')), apply(2, 'h0', 'h1')];
  for (const version of ['h1', 'other', null]) assert.deepEqual([...settleDecisions(list, version).applied], ['D1']);
  assert.deepEqual(settleDecisions(list, 'h1').decisions.map(({ act }) => act), ['comment']);
});

test('a file that was put back to what it was before has not gone through the apply, nor through later ones', () => {
  const list = [comment(1, key('a')), apply(2, 'h0', 'h1'), comment(3, key('b')), apply(4, 'h1', 'h2')];
  assert.deepEqual([...settleDecisions(list, 'h0').applied], []);
  assert.deepEqual([...settleDecisions(list, 'h1').applied], ['D1']);
  assert.deepEqual([...settleDecisions(list, 'h2').applied], ['D1', 'D3']);
});

test('of a file that came back to an earlier content the newest apply that ends in it counts', () => {
  const list = [comment(1, key('a')), apply(2, 'h0', 'h1'), comment(3, key('a')), apply(4, 'h1', 'h0')];
  assert.deepEqual([...settleDecisions(list, 'h0').applied], ['D1', 'D3']);
});

test('an apply that was begun counts once the file is what it was to make, or another apply went on from there', () => {
  const begun = apply(2, 'h0', 'h1', { begun: true });
  for (const [version, applied] of [
    ['h0', []],
    ['h1', ['D1']],
    ['other', []],
  ] as const)
    assert.deepEqual([...settleDecisions([comment(1, key('a')), begun], version).applied], applied);
  assert.deepEqual([...settleDecisions([comment(1, key('a')), begun, apply(4, 'h1', 'h2')], 'other').applied], ['D1', 'D3']);
});

test('a retracted apply counts no more', () => {
  const list = [comment(1, key('a')), apply(2, 'h0', 'h1'), comment(3, {}, { act: 'retract', retracts: 'A2' })];
  assert.deepEqual([...settleDecisions(list, 'h1').applied], []);
});

test('keys are followed through the applies that a decision does not know', () => {
  const moved = [[key('a'), key('b')], [key('x'), null]] as const;
  const list = [
    comment(1, key('a')),
    apply(2, 'h0', 'h1', { moved }),
    comment(3, key('a'), { since: 'A2' }),
    comment(4, key('a')),
    comment(5, key('x')),
    apply(6, 'h1', 'h2', { moved: [[key('b'), key('c')]] }),
  ];
  const { decisions, gone } = settleDecisions(list, 'h2');
  assert.deepEqual(decisions.map(({ id, row }) => [id, row['#']]), [['D1', 'c'], ['D3', 'a'], ['D4', 'c'], ['D5', 'x']]);
  assert.deepEqual([...gone], ['D5']);
});

test('beside a file that was put back, later decisions get the keys from before', () => {
  const list = [apply(2, 'h0', 'h1', { moved: [[key('a'), key('b')]] }), comment(3, key('b'), { since: 'A2' })];
  assert.deepEqual(settleDecisions(list, 'h0').decisions.map(({ row }) => row), [key('a')]);
  const retracted = [...list, comment(4, {}, { act: 'retract', retracts: 'A2' })];
  assert.deepEqual(settleDecisions(retracted, 'h0').decisions[0]!.row, key('a'));
});

test('the file is read through only where its size could be that of a version before', () => {
  const list = [apply(2, 'h0', 'h1', { sizes: [10, 12] })];
  assert.deepEqual([10, 12, 13].map((size) => wantsHash(list, size)), [true, false, false]);
  assert.equal(wantsHash([apply(2, 'h0', 'h1', { sizes: [10, 12], begun: true })], 12), true);
  assert.equal(wantsHash([comment(1, key('a'))], 10), false);
});
