import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from '../runCli.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-drift-'));
  const rows = ['2024-01', '2024-02', '2024-03'].flatMap((month, turn) =>
    Array.from(
      { length: 100 },
      (_, at) =>
        `${month}-${String((at % 28) + 1).padStart(2, '0')},${at < 60 - 15 * turn ? 'good' : 'bad'},${at + (turn === 2 ? 50 : 0)},${turn === 2 && at < 40 ? '' : 'abc'[at % 3]}`,
    ),
  );
  await writeFile(join(folder, 'data.csv'), `day,label,age,kind\n${rows.join('\n')}\n2024-03-01,good,7,a\nsoon,good,7,a\n`);
  await writeFile(join(folder, 'data.csv.winnow.json'), '{"roles": {"time": "day", "label": "label"}, "types": {"day": "date"}}');
  await writeFile(join(folder, 'steady.csv'), `day,label\n${rows.map((_, at) => `2024-0${1 + (at % 3)}-10,${at % 2 ? 'good' : 'bad'}`).join('\n')}\n`);
  await writeFile(join(folder, 'steady.csv.winnow.json'), '{"roles": {"time": "day", "label": "label"}}');
});
after(() => rm(folder, { recursive: true, force: true }));

test('columns are shown over time, with the periods that are far and what they rest on, and an exit code', async () => {
  const { code, out } = await runCli(['drift', 'data.csv', '--by', 'month'], folder);
  assert.equal(code, 1);
  assert.match(out, /^data\.csv: 3 months of day against 2024-01, over 301 rows; 1 without a date that can be read is left out\n/);
  assert.match(out, /\nage +quantiles +1 +\.\d\d +2024-03 +·▁█\n/);
  assert.match(out, /\nFar\n[\s\S]*2024-03 +age +\.\d\d +PSI [\d.]+ · 101 values\n/);
  assert.match(out, /2024-03 +kind +\.\d\d .*missing in 39\.6 %\n/);
  const steady = await runCli(['drift', 'steady.csv', '--by', 'month'], folder);
  assert.equal(steady.code, 0, steady.messages);
  assert.match(steady.out, /\nNone of 2 cells is far/);
});

test('as JSON each column has its figures in the order of the periods', async () => {
  const { code, out } = await runCli(['drift', 'data.csv', '--by', 'month', '--against', 'previous', '--format', 'json'], folder);
  assert.equal(code, 1);
  const read = JSON.parse(out) as {
    against: string;
    periods: { from: string; to: string; rows: number }[];
    columns: { column: string; distances: (number | null)[]; far: number[] }[];
  };
  assert.equal(read.against, 'the period before');
  assert.deepEqual(read.periods[2], { from: '2024-03-01', to: '2024-04-01', rows: 101, before: 1 });
  const age = read.columns.find(({ column }) => column === 'age')!;
  assert.deepEqual([age.distances[0], age.distances[1], age.far], [null, 0, [2]]);
});

test('another file is a reference, and what cannot be compared is said and ends with 2', async () => {
  const against = await runCli(['drift', 'data.csv', '--against', 'steady.csv'], folder);
  assert.match(against.out, /against steady\.csv/);
  assert.match(against.out, /steady\.csv does not have them: “age” and “kind”/);
  const missing = await runCli(['drift', 'data.csv', '--against', 'nowhere.csv'], folder);
  assert.deepEqual([missing.code, missing.out], [2, '']);
  assert.match(missing.messages, /^data\.csv: Its columns cannot be compared over time: there is no file .*nowhere\.csv to compare with\.\n$/);
  const wrong = await runCli(['drift', 'data.csv', '--by', 'year'], folder);
  assert.equal(wrong.code, 2);
  assert.match(wrong.messages, /--by wants day, week or month, not “year”/);
  await writeFile(join(folder, 'timeless.csv'), `a,b\n${'1,2\n'.repeat(20)}`);
  const timeless = await runCli(['drift', 'timeless.csv'], folder);
  assert.equal(timeless.code, 2);
  assert.match(timeless.messages, /no column has the role time/);
});
