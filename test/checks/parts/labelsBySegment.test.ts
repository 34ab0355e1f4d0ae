import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openForChecks } from '../support.ts';

test('of very many segments the largest are looked at, and the finding says so', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-segments-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const rows = ['label,shop'];
  for (let shop = 0; shop < 2100; shop++) rows.push(`sold,shop ${shop}`, `returned,shop ${shop}`);
  for (let more = 0; more < 300; more++) rows.push('sold,shop 2099', `returned,shop ${more}`);
  const path = join(folder, 'shops.csv');
  await writeFile(path, `${rows.join('\n')}\n`);
  const file = await openForChecks(path, { roles: { label: 'label', segments: ['shop'] } });
  context.after(() => file.close());
  const { findings, skipped } = await file.run({ only: ['rare-segment'] });
  assert.deepEqual(skipped, []);
  assert.deepEqual(findings.map(({ message, segment, rows: found }) => ({ message, segment, rows: [...found] })), [{
    message: 'Where “shop” is “shop 2099” (302 rows), “returned” has 1 row, where its 50 % of all rows would be 151, of the 2,000 largest of 2,100 segments.',
    segment: { column: 'shop', value: 'shop 2099' },
    rows: [4200],
  }]);
});
