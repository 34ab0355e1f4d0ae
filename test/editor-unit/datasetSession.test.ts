import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OpenResult } from '../../src/protocol/engineMethods.ts';
import { DisconnectedError } from '../../src/protocol/rpc.ts';
import { DatasetSession, type SessionEngine } from '../../src/editor/datasetSession.ts';

/** An engine host that keeps what it was asked and can lose its process. */
class FakeEngine {
  generation = 0;
  readonly asked: string[] = [];
  #stopped: ((error: Error) => void)[] = [];
  #restarted: (() => void)[] = [];

  call(method: string, params: { id?: number }): Promise<unknown> {
    this.asked.push(`${method} ${params.id ?? ''}`.trim());
    if (method !== 'row' || this.generation > 0) return Promise.resolve(`${method} of process ${this.generation}`);
    return new Promise((_, reject) => this.#stopped.push(reject));
  }

  newerThan(generation: number): Promise<void> {
    return this.generation > generation ? Promise.resolve() : new Promise((resolve) => this.#restarted.push(resolve));
  }

  stop(): void {
    for (const reject of this.#stopped) reject(new DisconnectedError('The data engine stopped'));
  }

  restart(): void {
    this.generation++;
    for (const resolve of this.#restarted) resolve();
  }
}

const opened = (id: number): Promise<OpenResult> => Promise.resolve({ id } as OpenResult);
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function session(): { engine: FakeEngine; dataset: DatasetSession } {
  const engine = new FakeEngine();
  return { engine, dataset: new DatasetSession(engine as unknown as SessionEngine) };
}

describe('datasetSession', () => {
  it('lets whoever asks wait until the dataset is open', async () => {
    const { engine, dataset } = session();
    let open: (result: OpenResult) => void = () => undefined;
    dataset.begin(new Promise((resolve) => (open = resolve)));
    const answer = dataset.call('keys', { rows: [1] });
    await soon();
    assert.deepEqual(engine.asked, []);
    open({ id: 7 } as OpenResult);
    assert.equal(await answer, 'keys of process 0');
    assert.deepEqual(engine.asked, ['keys 7']);
  });

  it('answers with the reason why the dataset could not be opened', async () => {
    const { dataset } = session();
    dataset.begin(Promise.reject(new Error('a.csv is empty')));
    await assert.rejects(dataset.call('keys', { rows: [1] }), /a\.csv is empty/);
  });

  it('asks again once the engine has been started anew and the dataset opened in it', async () => {
    const { engine, dataset } = session();
    dataset.begin(opened(1));
    const answer = dataset.call('row', { row: 1 });
    await soon();
    engine.stop();
    await soon();
    dataset.begin(opened(2));
    engine.restart();
    assert.equal(await answer, 'row of process 1');
    assert.deepEqual(engine.asked.filter((call) => call.startsWith('row')), ['row 1', 'row 2']);
  });

  it('closes what it opened before, but nothing of a process that is gone', async () => {
    const { engine, dataset } = session();
    dataset.begin(opened(1));
    await soon();
    dataset.begin(opened(2));
    await soon();
    assert.deepEqual(engine.asked, ['close 1']);
    engine.restart();
    dataset.begin(opened(1));
    await soon();
    assert.deepEqual(engine.asked, ['close 1']);
    dataset.close();
    await soon();
    assert.deepEqual(engine.asked, ['close 1', 'close 1']);
  });

  it('does not ask for what was cancelled while it waited', async () => {
    const { engine, dataset } = session();
    const controller = new AbortController();
    dataset.begin(opened(1));
    controller.abort();
    await assert.rejects(dataset.call('keys', { rows: [1] }, { signal: controller.signal }), { name: 'AbortError' });
    assert.deepEqual(engine.asked, []);
  });
});
