import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Work } from '../../src/protocol/methods.ts';
import { WorkList, type RunningWork } from '../../src/editor/workList.ts';

function list(): { works: WorkList; told: (readonly Work[])[] } {
  const told: (readonly Work[])[] = [];
  return { works: new WorkList((work) => told.push(work)), told };
}

describe('workList', () => {
  it('shows work while it runs, with its kind and its progress', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { works, told } = list();
    let running: RunningWork | undefined;
    let finish: () => void = () => undefined;
    const done = works.run('Checking', (work) => {
      running = work;
      return new Promise<void>((resolve) => (finish = resolve));
    }, { kind: 'check' });
    assert.deepEqual(told.at(-1), [{ id: '1', kind: 'check', words: 'Checking', cancellable: true }]);
    running?.progress({ fraction: 0.5, words: 'Texts' });
    running?.progress({ fraction: 0.75, words: 'Labels' });
    context.mock.timers.tick(1000);
    assert.deepEqual(told.slice(1), [[{ id: '1', kind: 'check', words: 'Labels', cancellable: true, fraction: 0.75 }]]);
    finish();
    await done;
    assert.deepEqual(told.at(-1), []);
    running?.progress({ words: 'too late' });
    assert.deepEqual(told.at(-1), []);
  });

  it('takes away work that fails, and hands on its error', async () => {
    const { works, told } = list();
    await assert.rejects(works.run('Reading', () => Promise.reject(new Error('no such file'))), /no such file/);
    assert.deepEqual(told.at(-1), []);
  });

  it('cancels one work by its id, or all of it', async () => {
    const { works } = list();
    const signals: AbortSignal[] = [];
    const hold = (work: RunningWork): Promise<never> => new Promise(() => signals.push(work.signal));
    void works.run('a', hold);
    void works.run('b', hold);
    await Promise.resolve();
    works.cancel('2');
    assert.deepEqual(signals.map(({ aborted }) => aborted), [false, true]);
    works.cancelAll();
    assert.deepEqual(signals.map(({ aborted }) => aborted), [true, true]);
  });
});
