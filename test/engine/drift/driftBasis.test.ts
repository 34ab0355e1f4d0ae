import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Basis } from '../../../src/core/finding.ts';
import { DatasetSession } from '../../../src/engine/session.ts';

let folder = '';
before(async () => { folder = await mkdtemp(join(tmpdir(), 'winnow-drift-basis-')); });
after(() => rm(folder, { recursive: true, force: true }));

const words = ['parcel', 'late', 'refund', 'order', 'broken', 'account', 'courier', 'street', 'invoice', 'login'];
async function make(
  name: string,
  rows: number,
  { opening = '', shift = 0, split = 'train' }: { opening?: string; shift?: number; split?: string } = {},
): Promise<string> {
  const path = join(folder, name);
  const text = (row: number): string =>
    `${opening} ${words[row % 10]} ${words[(row >> 3) % 10]} ${words[(row * 7) % 10]} number ${row}`.trim();
  await writeFile(
    path,
    `age,text,part\n${Array.from({ length: rows }, (_, row) => `${(row % 97) + shift},${text(row)},${row % 4 ? split : 'test'}`).join('\n')}\n`,
  );
  return path;
}

/** What each drift finding rests on, by its column; that of the whole dataset under an empty name. */
async function bases(path: string, reference: string): Promise<Map<string, Basis>> {
  const session = await DatasetSession.open({ path, config: { reference, roles: { content: ['text'], split: 'part' } }, memoryLimit: 512 });
  try {
    await session.found.check(['feature-drift'], new AbortController().signal, () => undefined);
    const { findings } = await session.found.page({ check: 'feature-drift', offset: 0, limit: 10 });
    return new Map(findings.map(({ finding }) => [finding.column ?? '', finding.basis]));
  } finally {
    await session.close();
  }
}

test('a finding on all rows says so, and one on a sample of texts says how many of both sides', async () => {
  const found = await bases(await make('now.csv', 3000, { opening: 'unpaid', shift: 60 }), await make('before.csv', 2500));
  assert.deepEqual(found.get('age'), { kind: 'all', rows: 3000 });
  assert.deepEqual(found.get('text'), { kind: 'sample', rows: 4000, of: 5500, seed: 1 });
  assert.deepEqual(found.get(''), found.get('text'), 'the dataset is as sure as its least sure column');
});

test('of a split, the rows are those of both sides', async () => {
  const path = await make('split.csv', 400);
  await writeFile(
    path,
    `age,text,part\n${Array.from({ length: 400 }, (_, row) => `${row % 4 ? row % 97 : 200 + (row % 9)},${words[row % 10]} number ${row},${row % 4 ? 'train' : row % 8 ? '' : 'test'}`).join('\n')}\n`,
  );
  assert.deepEqual((await bases(path, 'split:train')).get('age'), { kind: 'all', rows: 350 });
});
