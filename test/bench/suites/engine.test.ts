import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../../../scripts/host/paths.ts';
import { buildBench } from '../build.ts';
import { checkTime } from '../engine/checkTime.ts';
import { firstRows } from '../engine/firstRows.ts';
import { load } from '../engine/load.ts';
import { questions } from '../engine/questions.ts';
import { windows } from '../engine/windows.ts';
import { renderTable } from '../renderTable.ts';
import { measureParts } from './engine.ts';

/** Brought by some formats, while they load, alone. */
const optional = /first rows loaded after|first window after/;
/** Only systems that tell what another process uses have these. */
const told = /CPU time|engine's peak/;

test('every kind of measurement of the engine brings numbers', async (t) => {
  const built = join(root, 'node_modules', '.cache', 'winnow', `bench-test-${process.pid}`);
  const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-test-'));
  t.after(() => [built, folder].forEach((each) => rmSync(each, { recursive: true, force: true })));
  await buildBench(built);
  const log: string[] = [];
  const measurements = await measureParts(
    { size: 1_000_000, runs: 1, folder, built, memoryLimit: 512, python: 'no-python-is-called-so', log: (line) => log.push(line) },
    [firstRows('csv'), load('csv'), load('arrow'), windows, questions, checkTime('exact-duplicate')],
  );
  assert.deepEqual(log.filter((line) => /failed/.test(line)), []);
  assert.deepEqual(
    [...new Set(measurements.map(({ group }) => group))],
    ['First rows', 'Load and profile', 'Memory', 'Windows of 100 rows at random offsets', 'Questions over all rows', 'Checks'],
  );
  for (const { group, name, values, yardstick, note } of measurements) {
    const where = `${group}: ${name}, ${yardstick?.name ?? 'alone'}`;
    assert.ok([...values, ...(yardstick?.values ?? [])].every((value) => Number.isFinite(value) && value >= 0), where);
    assert.ok(yardstick === undefined || yardstick.values.length > 0, where);
    if (!optional.test(name) && (process.platform === 'linux' || !told.test(name))) assert.ok(values.length > 0, `${where}: ${note ?? ''}`);
  }
  assert.match(measurements.at(-2)?.note ?? '', /rows\/s, \d+ findings$/);
  assert.match(renderTable(measurements), /CSV, second time/);
});
