import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createRpc, DisconnectedError, isAbort, type Handlers, type Method, type Port } from '../../src/protocol/rpc.ts';

interface Remote {
  add: Method<{ a: number; b: number }, number>;
  fail: Method<void, never>;
  count: Method<{ to: number }, number, number>;
  wait: Method<void, string>;
}
type Nothing = Record<never, never>;

function portOf(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(receive) {
      port.on('message', receive);
      return () => port.off('message', receive);
    },
  };
}

function connected(overrides: Partial<Handlers<Remote>> = {}) {
  const channel = new MessageChannel();
  const server = createRpc<Nothing, Remote>(portOf(channel.port1), {
    add: ({ a, b }) => a + b,
    fail: () => {
      throw new RangeError('row 7 is not there');
    },
    count: ({ to }, { progress }) => {
      for (let i = 1; i <= to; i++) progress(i);
      return to;
    },
    wait: (_params, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'))),
    ...overrides,
  });
  const client = createRpc<Remote, Nothing>(portOf(channel.port2), {});
  return {
    client,
    server,
    close() {
      channel.port1.close();
    },
  };
}

test('a call returns what the handler returns', async () => {
  const { client, close } = connected();
  assert.equal(await client.call('add', { a: 2, b: 3 }), 5);
  close();
});

test('an error keeps its name and its words', async () => {
  const { client, close } = connected();
  await assert.rejects(client.call('fail', undefined), { name: 'RangeError', message: 'row 7 is not there' });
  close();
});

test('progress arrives in order, before the result', async () => {
  const { client, close } = connected();
  const seen: number[] = [];
  assert.equal(await client.call('count', { to: 3 }, { onProgress: (value) => seen.push(value) }), 3);
  assert.deepEqual(seen, [1, 2, 3]);
  close();
});

test('a cancelled call rejects at once and aborts the handler', async () => {
  let stopped: () => void = () => undefined;
  const handlerStopped = new Promise<void>((resolve) => (stopped = resolve));
  const { client, close } = connected({
    wait: (_params, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => { stopped(); resolve('stopped'); })),
  });
  const controller = new AbortController();
  const call = client.call('wait', undefined, { signal: controller.signal });
  controller.abort();
  await assert.rejects(call, (error) => isAbort(error));
  await handlerStopped;
  close();
});

test('closing rejects the calls under way and says why', async () => {
  const { client, close } = connected();
  const call = client.call('wait', undefined);
  client.close('the engine stopped');
  await assert.rejects(call, (error) => error instanceof DisconnectedError && error.message === 'the engine stopped');
  await assert.rejects(client.call('add', { a: 1, b: 1 }), DisconnectedError);
  close();
});

test('an unknown method, and a name every object inherits, are errors and not calls', async () => {
  const { client, close } = connected();
  for (const name of ['nothing', 'toString', 'constructor']) {
    await assert.rejects((client.call as (method: string, params: unknown) => Promise<unknown>)(name, {}), { message: `Unknown method “${name}”` });
  }
  close();
});

test('messages that are not ours are passed over', async () => {
  const { client, close } = connected();
  const channel = new MessageChannel();
  const other = createRpc<Remote, Nothing>(portOf(channel.port2), {});
  for (const message of [null, 7, 'text', {}, { kind: 'reply' }, { kind: 'reply', id: 99, result: 1 }]) channel.port1.postMessage(message);
  assert.equal(await client.call('add', { a: 1, b: 1 }), 2);
  other.close('done');
  channel.port1.close();
  close();
});
