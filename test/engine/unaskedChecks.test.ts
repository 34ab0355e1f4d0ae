import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { mostUnaskedRows, waitingWords } from '../../src/checks/unasked.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const signal = new AbortController().signal;

async function open(t: test.TestContext, rows: number): Promise<DatasetSession> {
  const path = join(await temporaryFolder(t), 'reviews.csv');
  const lines = Array.from(
    { length: rows },
    (_, row) => `${row},${row % 3 === 0 ? 'good' : 'bad'},it was a ${row % 3 === 0 ? 'good' : 'bad'} day number ${row} of many`,
  );
  await writeFile(path, `id,label,text\n${lines.join('\n')}\n`);
  const session = await DatasetSession.open({ path, config: { roles: { label: 'label', content: ['text'], id: 'id' } }, memoryLimit: 512 });
  t.after(() => session.close());
  return session;
}

test('in a large file nobody waits for what takes long before it was asked for, and is told', async (t) => {
  const session = await open(t, mostUnaskedRows + 1);
  const told: string[] = [];
  const { skipped } = await session.found.check(undefined, signal, ({ words }) => told.push(words), true);
  const why = new Map(skipped.map((one) => [one.check, one.why]));
  assert.match(why.get('label-error') ?? '', /^learning the labels of 200,001 rows takes some .*minute.*press Check$/);
  assert.match(why.get('near-duplicate') ?? '', /^comparing 200,001 rows takes some .*exact copies alone$/);
  assert.ok(!why.has('missing-value') && !told.includes('Learning the labels'));
});

test('in a small file all checks run unasked', async (t) => {
  const session = await open(t, 300);
  const { skipped } = await session.found.check(undefined, signal, () => undefined, true);
  assert.deepEqual(skipped.filter(({ check }) => ['label-error', 'near-duplicate'].includes(check)), []);
});

test('the time that it takes is said in whole minutes', () => {
  assert.match(waitingWords({ rows: 210_000 }, 'comparing'), /takes some (minute|\d+ minutes), so/);
  assert.match(waitingWords({ rows: 3_000_000 }, 'comparing'), /takes some \d+ minutes, so/);
});
