import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../../webview/context.ts';
import { LongAnswer } from '../../webview/longAnswer.ts';

const never = (): Promise<never> => new Promise(() => undefined);

function longAnswer(): LongAnswer<number> {
  return new LongAnswer<number>({ store: { touch: () => undefined } } as unknown as Context);
}

test('what a question that was given up still reports is not how far the newer one is', () => {
  const answer = longAnswer();
  let reportOld: ((progress: WorkProgress) => void) | undefined;
  answer.ask('old', ({ onProgress }) => {
    reportOld = onProgress;
    return never();
  });
  reportOld!({ words: 'half of the old one', fraction: 0.5 });
  assert.match(JSON.stringify(answer.page('Comparing')), /half of the old one/);
  answer.ask('new', never);
  reportOld!({ words: 'all of the old one', fraction: 1 });
  assert.match(JSON.stringify(answer.page('Comparing')), /Comparing/);
  assert.doesNotMatch(JSON.stringify(answer.page('Comparing')), /old one/);
});

test('what a person stopped is cancelled, and asked again when somebody says so', () => {
  const answer = longAnswer();
  const signals: AbortSignal[] = [];
  const ask = (): unknown => answer.ask({ of: 'rows' }, ({ signal }) => {
    signals.push(signal!);
    return never();
  });
  ask();
  ask();
  answer.stop();
  assert.deepEqual([answer.stopped, signals.map(({ aborted }) => aborted)], [true, [true]]);
  answer.again();
  ask();
  assert.deepEqual([answer.stopped, signals.map(({ aborted }) => aborted)], [false, [true, false]]);
});

test('the same question is asked anew after the dataset has changed, and the answer before stays in sight meanwhile', async () => {
  const answer = longAnswer();
  answer.ask('rows', () => Promise.resolve(1));
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(answer.last, { value: 1, current: true, error: null });
  answer.renew();
  assert.deepEqual(answer.ask('rows', never), { value: 1, current: false, error: null });
});
