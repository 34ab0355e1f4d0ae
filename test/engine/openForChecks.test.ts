import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import type { ColumnProfile } from '../../src/core/profile.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const rows = Array.from(
  { length: 300 },
  (_, row) => `${row},text number ${row},${['yes', 'no', ''][row % 3]!},2024-01-${String(1 + (row % 28)).padStart(2, '0')},${row / 7}`,
);

/** What checks and reports read of a profile. */
function ofChecks({ median: _median, histogram: _histogram, ...profile }: ColumnProfile): Omit<ColumnProfile, 'median' | 'histogram'> {
  return profile;
}

test('what is opened for checks alone has the findings and the profiles of any other, without medians and histograms', async (t) => {
  const path = join(await temporaryFolder(t), 'data.csv');
  await writeFile(path, ['id,text,label,day,score', ...rows, rows[0]!].join('\n'));
  const open = async (forChecks: boolean): Promise<DatasetSession> => {
    const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256, forChecks });
    t.after(() => session.close());
    return session;
  };
  const [shown, checked] = [await open(false), await open(true)];
  assert.deepEqual(checked.profiles.map(ofChecks), shown.profiles.map(ofChecks));
  assert.ok(shown.profiles.every(({ histogram, top }) => histogram.length > 0 || top.length > 0));
  assert.ok(checked.profiles.every(({ histogram, median }) => histogram.length === 0 && median === undefined));
  assert.deepEqual(checked.dataset, shown.dataset);
  const findings = [shown, checked].map(async (session) => {
    await session.found.check(undefined, new AbortController().signal, () => undefined);
    return (await session.found.page({ offset: 0, limit: 100 })).findings.map(({ finding }) => finding);
  });
  assert.deepEqual(await findings[1], await findings[0]);
  assert.ok((await findings[0])!.length > 0);
});

test('what is opened for checks alone is not cached, and one thread works on each question where its rows are one group', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'data.csv');
  await writeFile(path, ['id,text,label,day,score', ...rows].join('\n'));
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256, cacheFolder: join(folder, 'cache'), forChecks: true });
  t.after(() => session.close());
  assert.deepEqual(await session.table.database.columns(`SELECT current_setting('threads')::INTEGER`), [[1]]);
  assert.deepEqual(await readdir(folder), ['data.csv']);
});
