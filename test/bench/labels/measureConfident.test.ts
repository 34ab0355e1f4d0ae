import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../../../scripts/host/paths.ts';
import { buildBench } from '../build.ts';
import { confidentInput } from './confidentInput.ts';
import { measureConfident } from './measureConfident.ts';

test('confident learning is measured by itself, in words, where Python has no cleanlab', async (t) => {
  const built = join(root, 'node_modules', '.cache', 'winnow', `bench-test-${process.pid}`);
  const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-test-'));
  t.after(() => [built, folder].forEach((each) => rmSync(each, { recursive: true, force: true })));
  await buildBench(built);
  const log: string[] = [];
  const measurements = await measureConfident(
    { size: 1, runs: 2, folder, built, memoryLimit: 512, python: 'no-python-is-called-so', log: (line) => log.push(line) },
    [{ rows: 3000, classes: 4 }],
  );
  assert.deepEqual(
    measurements.map(({ name, values, yardstick }) => [name, values.length, yardstick]),
    [
      ['3,000 × 4, low_self_confidence', 2, undefined],
      ['3,000 × 4, prune_by_noise_rate', 2, undefined],
    ],
  );
  for (const { note } of measurements) assert.match(note ?? '', /^\d+ rows found; without cleanlab, which the Python does not have$/);
  assert.match(log[0]!, /has no cleanlab/);
});

test('what confident learning is measured on is the same each time, and rows sum to 1', async (t) => {
  const folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), 'winnow-bench-test-'))));
  t.after(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })));
  const [first, second] = await Promise.all(folders.map(async (folder) => readFile(await confidentInput(folder, { rows: 500, classes: 6 }))));
  assert.ok(first!.equals(second!));
  const values = new Float64Array(Uint8Array.from(first!.subarray(500 * 4)).buffer);
  for (let row = 0; row < 500; row++) assert.ok(Math.abs(values.subarray(row * 6, row * 6 + 6).reduce((a, b) => a + b) - 1) < 1e-9);
});
