import assert from 'node:assert/strict';
import test from 'node:test';
import { interleave } from './interleave.ts';

test('arms run in turn, and what they bring is kept by name', async () => {
  const order: string[] = [];
  const arm = (name: string): { name: string; run: () => Promise<{ ms: number; peakMB?: number }> } => ({
    name, run: async () => ({ ms: order.push(name), ...(name === 'a' && { peakMB: 7 }) }),
  });
  const samples = await interleave(3, [arm('a'), arm('b')], () => undefined);
  assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b']);
  assert.deepEqual([samples.values('a', 'ms'), samples.values('b', 'ms')], [[1, 3, 5], [2, 4, 6]]);
  assert.deepEqual([samples.values('a', 'peakMB'), samples.values('b', 'peakMB'), samples.values('c', 'ms')], [[7, 7, 7], [], []]);
});

test('an arm that fails is not tried again, is said, and holds up no other', async () => {
  let tries = 0;
  const said: string[] = [];
  const failing = { name: 'bad', run: () => (tries++, Promise.reject(new Error('No such file\nat all'))) };
  const samples = await interleave(2, [failing, { name: 'good', run: async () => ({ ms: 1 }) }], (line) => said.push(line));
  assert.equal(tries, 1);
  assert.equal(samples.failures.get('bad'), 'No such file');
  assert.deepEqual(samples.values('good', 'ms'), [1, 1]);
  assert.match(said[0]!, /bad failed: No such file/);
});
