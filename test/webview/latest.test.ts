import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abortError } from '../../src/protocol/rpc.ts';
import { Latest } from '../../webview/latest.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('the same question is asked once, and its answer stays', async () => {
  let asked = 0;
  let changed = 0;
  const latest = new Latest<number>(() => changed++);
  const ask = (): Promise<number> => Promise.resolve(++asked);
  assert.deepEqual(latest.ask('a', ask), { value: null, current: false, error: null });
  latest.ask('a', ask);
  await turn();
  assert.deepEqual(latest.ask('a', ask), { value: 1, current: true, error: null });
  assert.deepEqual([asked, changed], [1, 1]);
});

test('a newer question cancels the older, whose late answer is not taken', async () => {
  const latest = new Latest<string>(() => undefined);
  let answerOld: (value: string) => void = () => undefined;
  let oldSignal: AbortSignal | undefined;
  latest.ask('old', (signal) => {
    oldSignal = signal;
    return new Promise((resolve) => { answerOld = resolve; });
  });
  latest.ask('new', () => Promise.resolve('new'));
  answerOld('old');
  await turn();
  assert.ok(oldSignal?.aborted);
  assert.equal(latest.ask('new', never).value, 'new');
});

test('while a new question is open the old answer can be shown, marked as such', async () => {
  const latest = new Latest<string>(() => undefined);
  latest.ask('a', () => Promise.resolve('A'));
  await turn();
  assert.deepEqual(latest.ask('b', () => new Promise(() => undefined)), { value: 'A', current: false, error: null });
});

test('an error is kept in words; a cancelled question is none', async () => {
  const latest = new Latest<string>(() => undefined);
  latest.ask('a', () => Promise.reject(new Error('The engine stopped.')));
  await turn();
  assert.equal(latest.ask('a', never).error, 'The engine stopped.');
  latest.ask('b', () => Promise.reject(abortError()));
  await turn();
  assert.equal(latest.ask('b', never).error, null);
});
