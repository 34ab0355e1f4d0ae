import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { DriftReport } from '../../../src/core/drift.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { createRandom } from '../../../src/learn/random.ts';

let folder = '';
before(async () => { folder = await mkdtemp(join(tmpdir(), 'winnow-stored-')); });
after(() => rm(folder, { recursive: true, force: true }));

const config = { roles: { label: 'label', id: 'key' } };
const never = new AbortController().signal;

interface Making {
  readonly seed: number;
  readonly unit?: number;
  readonly upper?: boolean;
  readonly comma?: boolean;
  readonly dates?: (iso: string) => string;
  readonly blank?: number;
  readonly bad?: number;
  readonly extra?: boolean;
}

async function make(
  name: string,
  { seed, unit = 1, upper = false, comma = false, dates = (iso) => iso, blank = 0, bad = 0.5, extra = false }: Making,
): Promise<string> {
  const random = createRandom(seed);
  const number = (value: number): string => (comma ? `"${value.toFixed(2).replace('.', ',')}"` : value.toFixed(2));
  const lines = Array.from({ length: 1500 }, (_, row) =>
    [
      `K${row}`,
      (unit * (20 + 60 * random())).toFixed(3),
      upper ? ['DE', 'FR', 'US'][row % 3] : ['de', 'fr', 'us'][row % 3],
      number(5 + 3 * random()),
      dates(`2024-0${1 + Math.floor(9 * random())}-${String(10 + Math.floor(18 * random()))}`),
      row < blank ? '' : ['a', 'b'][row % 2],
      random() < bad ? 'bad' : 'good',
      ...(extra ? ['x'] : []),
    ].join(','),
  );
  const path = join(folder, name);
  await writeFile(path, `key,size,country,price,born,kind,label${extra ? ',more' : ''}\n${lines.join('\n')}\n`);
  return path;
}

async function both(current: string, reference: string): Promise<{ stored: DriftReport; whole: DriftReport }> {
  const of = await DatasetSession.open({ path: reference, config, memoryLimit: 512 });
  await writeFile(join(folder, 'reference.profile.json'), await of.drift.profileText(never));
  await of.close();
  const session = await DatasetSession.open({ path: current, config, memoryLimit: 512 });
  try {
    const [stored, whole] = [
      await session.drift.report(join(folder, 'reference.profile.json'), never, () => undefined),
      await session.drift.report(reference, never, () => undefined),
    ];
    assert.ok(!('why' in stored) && !('why' in whole));
    return { stored, whole };
  } finally {
    await session.close();
  }
}

/** Without how the reference is called. */
const words = (report: DriftReport): unknown => JSON.parse(JSON.stringify([
  report.columns.map(({ column, drifted, spelling, unseenValues }) => [column, drifted, spelling !== undefined, unseenValues]).sort(),
  report.schema.map(({ kind, column, grave }) => [kind, column, grave]), report.missing.map(({ column }) => column), report.verdict.verdict,
]));

test('what drifts, is missing, came, went, or is written otherwise is found from a stored profile as from the file itself', async () => {
  const reference = await make('reference.csv', { seed: 1 });
  for (const [name, making] of Object.entries<Making>({
    same: { seed: 2 }, unit: { seed: 2, unit: 1000 }, upper: { seed: 2, upper: true }, comma: { seed: 2, comma: true }, labels: { seed: 2, bad: 0.8 },
    dates: { seed: 2, dates: (iso) => iso.split('-').reverse().join('/') }, missing: { seed: 2, blank: 400 }, schema: { seed: 2, extra: true },
  })) {
    const { stored, whole } = await both(await make(`${name}.csv`, making), reference);
    assert.deepEqual(words(stored), words(whole), name);
  }
});

test('numbers that a stored profile has as texts cannot be read out of it, and that is why they are not compared', async () => {
  const { stored, whole } = await both(await make('points.csv', { seed: 2 }), await make('commas.csv', { seed: 1, comma: true }));
  assert.match(whole.columns.find(({ column }) => column === 'price')!.spelling!, /decimal comma/);
  assert.equal(stored.columns.find(({ column }) => column === 'price'), undefined);
  assert.match(stored.notes.join(' '), /“price” was not compared: it holds texts in reference\.profile\.json, which stores none/);
});

test('a reference of a few rows has not seen much, and nothing follows from that', async () => {
  const few = join(folder, 'few.csv');
  await writeFile(few, 'key,size,country,price,born,kind,label\nK1,30,de,6,2024-01-10,a,good\n');
  const session = await DatasetSession.open({ path: await make('many.csv', { seed: 2 }), config, memoryLimit: 512 });
  const report = await session.drift.report(few, never, () => undefined);
  await session.close();
  assert.ok(!('why' in report));
  assert.equal(report.verdict.verdict, 'look');
  assert.ok(report.columns.every(({ unseenValues }) => unseenValues === 0));
});
