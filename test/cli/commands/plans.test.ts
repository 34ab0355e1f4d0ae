import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { NextToLabel } from '../../../src/core/nextToLabel.ts';
import type { PlannedRow, RedundancyPlan } from '../../../src/core/redundancyPlan.ts';
import { createRandom } from '../../../src/learn/random.ts';
import { runCli } from '../runCli.ts';

const rows = 150;
const words = { cat: ['purr', 'whiskers', 'meow', 'claws', 'mouse'], dog: ['bark', 'fetch', 'leash', 'bone', 'walk'] };

/** Texts about cats and dogs; in a column of splits, every fifth row is to be tested on, and rows 11 and 12 say the same. */
function animals(unlabelled: (row: number) => boolean): string {
  const random = createRandom(8);
  const lines = Array.from({ length: rows }, (_, index) => {
    const row = index + 1;
    const label = Math.floor(index / 2) % 2 === 0 ? 'cat' : 'dog';
    const text = Array.from({ length: 7 }, () => words[random() < 0.3 ? 'cat' : label][Math.floor(random() * 5)]!).join(' ');
    return `=${row},"${row === 11 || row === 12 ? 'these two, say the same' : `${text}, ${row}`}",${unlabelled(row) ? '' : label},${row % 5 === 0 ? 'test' : 'train'}`;
  });
  return `id,text,label,split\r\n${lines.join('\r\n')}`;
}

async function written(context: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-plans-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'animals.csv'), text);
  await writeFile(join(folder, 'winnow.json'), JSON.stringify({ roles: { id: 'id', label: 'label', content: ['text'], split: 'split' } }));
  return join(folder, 'animals.csv');
}

test('next lists unlabelled rows with why, for people and for programs', async (context) => {
  const path = await written(context, animals((row) => row % 3 === 0));
  const { code, out } = await runCli(['next', path, '--count', '5']);
  assert.equal(code, 0);
  assert.match(out, /150 rows · 50 without a label in label · 100 with one/);
  assert.match(out, /right for \d+\.\d % of 100 labelled rows/);
  const json = JSON.parse((await runCli(['next', path, '--count', '5', '--format', 'json'])).out) as NextToLabel;
  assert.equal(json.rows.length, 5);
  assert.ok(json.rows.every(({ row, likely, margin }) => row % 3 === 0 && likely.length === 2 && margin! >= 0 && margin! <= 1));
  for (const { row, why } of json.rows) assert.ok(out.includes(why), `row ${row}: ${why}`);
});

test('what was labelled or set aside in the sidecar is not listed', async (context) => {
  const path = await written(context, animals((row) => row <= 3));
  const decided = [1, 2].map((row) =>
    JSON.stringify({
      row: { id: `=${row}` },
      act: row === 1 ? 'relabel' : 'exclude',
      ...(row === 1 && { column: 'label', from: null, to: 'cat' }),
      by: 'Ada',
      at: '2026-01-01T00:00:00Z',
      id: `01J000000000000000000000${row}A`,
    }),
  );
  await writeFile(`${path}.winnow.jsonl`, [JSON.stringify({ winnow: 1, dataset: 'animals.csv', key: ['id'] }), ...decided, ''].join('\n'));
  const json = JSON.parse((await runCli(['next', path, '--format', 'json'])).out) as NextToLabel;
  assert.deepEqual(json.rows.map(({ row }) => row), [3]);
});

test('next says why there is nothing to label, and wants a count that it can keep to', async (context) => {
  const path = await written(context, animals(() => false));
  const { code, out, messages } = await runCli(['next', path]);
  assert.deepEqual([code, out], [2, '']);
  assert.match(messages, /There is no row to label next: every row has a label in “label”, or was set aside\./);
  assert.match((await runCli(['next', path, '--count', '0'])).messages, /--count wants a number from 1 to 1000, not “0”/);
  const none = await runCli(['next', await written(context, animals(() => true)), '--count', '3']);
  assert.equal(none.code, 0);
  assert.match(none.out, /no row has a label yet/);
});

test('a plan counts labels and segments as they are decided upon, and says so', async (context) => {
  const path = await written(context, animals(() => false));
  await writeFile(join(dirname(path), 'winnow.json'), JSON.stringify({ roles: { id: 'id', label: 'label', content: ['text'], segments: ['split'] } }));
  const made = { by: 'Ada', at: '2026-01-01T00:00:00Z' };
  const decided = [
    { row: { id: '=1' }, act: 'relabel', column: 'label', from: 'cat', to: 'dog', ...made, id: '01J0000000000000000000001A' },
    { row: { id: '=2' }, act: 'set', column: 'split', from: 'train', to: 'extra', ...made, id: '01J0000000000000000000002A' },
  ];
  await writeFile(`${path}.winnow.jsonl`, [{ winnow: 1, dataset: 'animals.csv', key: ['id'] }, ...decided].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { out } = await runCli(['plan', path, '--keep', '90%', '--format', 'json']);
  const plan = JSON.parse(out) as RedundancyPlan;
  assert.deepEqual(plan.classes.map(({ label, before }) => [label, before]), [['cat', 59], ['dog', 61]]);
  assert.deepEqual(plan.columns.find(({ as }) => as === 'segment')!.values.map(({ value, before }) => [value, before]), [['train', 119], ['extra', 1]]);
  assert.match(
    plan.notes.join(' '),
    /Labels and segments of 2 rows count as decisions that are not applied to the file yet will make them; other columns, and a file of the rows that are kept, are as the file is\./,
  );
});

test('plan writes the rows kept to the byte, and a list of keys, and changes nothing of the file', async (context) => {
  const path = await written(context, animals(() => false));
  const [subset, list] = [`${path}.kept.csv`, `${path}.plan.jsonl`];
  const before = await readFile(path, 'utf8');
  const { code, out, messages } = await runCli(['plan', path, '--keep', '75%', '--floor', '10', '--write', subset, '--column', list]);
  assert.equal(code, 0, messages);
  assert.match(out, /^Keep 90 of 120 rows \(75\.0 %\), leave 30 out:$/m);
  assert.match(out, /^ {2}1 say the same as a row that is kept$/m);
  assert.match(out, /^30 rows of validation and test \(“split”\) are kept whole: measuring takes them all\.$/m);
  assert.match(out, /^label +rows +kept +share kept +goes first$/m);
  assert.equal(await readFile(path, 'utf8'), before);
  const planned = (await readFile(list, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as PlannedRow);
  const dropped = new Set(planned.filter(({ keep }) => !keep).map(({ row }) => row['id']));
  assert.deepEqual([planned.length, dropped.size], [120, 30]);
  assert.deepEqual(planned.filter(({ why }) => why === 'copy').map(({ row }) => row['id']), ['=12']);
  const kept = before.split('\r\n').filter((line) => !dropped.has(line.split(',')[0]!));
  assert.equal((await readFile(subset, 'utf8')).trimEnd(), kept.join('\r\n'));
});

test('a plan is not written over a file that is there, unless that is asked for', async (context) => {
  const path = await written(context, animals(() => false));
  const [kept, other] = [`${path}.kept.csv`, `${path}.plan.jsonl`];
  await writeFile(other, 'notes');
  const refused = await runCli(['plan', path, '--keep', '75%', '--write', kept, '--column', other]);
  assert.equal(refused.code, 2);
  assert.match(refused.messages, /animals\.csv\.plan\.jsonl is there already\. Choose another name, or add --force\./);
  assert.equal(await readFile(other, 'utf8'), 'notes');
  await assert.rejects(readFile(kept), /ENOENT/);
  const forced = await runCli(['plan', path, '--keep', '75%', '--column', other, '--force']);
  assert.equal(forced.code, 0, forced.messages);
  assert.match(await readFile(other, 'utf8'), /^\{"row":/);
});

test('the same seed plans the same rows', async (context) => {
  const path = await written(context, animals((row) => row % 2 === 0));
  const [first, second] = [
    await runCli(['plan', path, '--keep', '0.5', '--format', 'json']),
    await runCli(['plan', path, '--keep', '50%', '--format', 'json']),
  ];
  assert.deepEqual(JSON.parse(first.out) as RedundancyPlan, JSON.parse(second.out) as RedundancyPlan);
});

test('plan is not written over the dataset or in another format, and says what share it wants', async (context) => {
  const path = await written(context, animals(() => false));
  const before = await readFile(path, 'utf8');
  const over = await runCli(['plan', path, '--keep', '80%', '--write', path]);
  assert.equal(over.code, 2);
  assert.match(over.messages, /A plan is not written over animals\.csv itself\. Name another file\./);
  const packed = await runCli(['plan', path, '--keep', '80%', '--write', `${path}.parquet`]);
  assert.equal(packed.code, 2);
  assert.match(packed.messages, /Rows are written in the format of animals\.csv\. Give animals\.csv\.parquet the ending \.csv\./);
  assert.equal(await readFile(path, 'utf8'), before);
  assert.match((await runCli(['plan', path, '--keep', '120%'])).messages, /--keep wants a share above 0 and up to 100%, such as 80% or 0\.8, not “120%”/);
  assert.match((await runCli(['plan', path])).messages, /winnow plan wants --keep/);
});
