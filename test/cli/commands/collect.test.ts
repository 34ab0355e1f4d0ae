import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { runCli } from '../runCli.ts';

async function folderWith(context: TestContext, config?: string): Promise<string> {
  const folder = await temporaryFolder(context);
  const rows = Array.from({ length: 60 }, (_, row) => `${row % 4 === 0 ? 'no' : row === 1 ? '' : 'yes'},${row % 2 === 0 ? 'AT' : 'DE'},text ${row}\n`);
  await writeFile(join(folder, 'tickets.csv'), `label,country,text\n${rows.join('')}`);
  if (config !== undefined) await writeFile(join(folder, 'winnow.json'), config);
  return folder;
}

test('collect lists the cells that miss rows, and ends with 1 where there are any', async (context) => {
  const folder = await folderWith(context);
  const { code, out } = await runCli(['collect', 'tickets.csv', '--by', 'country', '--target', 'floor=20'], folder);
  assert.equal(code, 1);
  assert.match(
    out,
    /^tickets\.csv: 30 rows are missing in 3 of 4 cells of “label” × “country”, of which each should have at least 20 rows; counts are exact, from 59 rows\.\n1 row without a value in “label” or “country” is in no cell\.\n/,
  );
  assert.match(out, /^no +DE +0 +20 +20$/m);
  assert.equal((await runCli(['collect', 'tickets.csv', '--by', 'country', '--target', 'floor=0'], folder)).code, 2);
});

test('collect writes CSV and Markdown, and programs get JSON', async (context) => {
  const folder = await folderWith(context);
  const args = ['collect', 'tickets.csv', '--by', 'country', '--target', 'parity', '--format'];
  assert.equal((await runCli([...args, 'csv'], folder)).out, 'label,country,rows,target,missing\r\nno,DE,0,29,29\r\n');
  assert.match((await runCli([...args, 'markdown'], folder)).out, /^\| no \| DE \| 0 \| 29 \| 29 \|$/m);
  const plan = JSON.parse((await runCli([...args, 'json'], folder)).out) as { missing: number; cells: unknown[] };
  assert.deepEqual([plan.missing, plan.cells.length], [29, 1]);
});

test('the production mix of winnow.json is the target where there is one, and told where it sums to something else', async (context) => {
  const folder = await folderWith(context, '{"collect": {"mix": {"country": {"AT": 0.5, "DE": 0.5}}}}');
  const { out } = await runCli(['collect', 'tickets.csv'], folder);
  assert.match(out, /cells of “label” × “country”, of which each should have its share in production; counts/);
  await writeFile(join(folder, 'winnow.json'), '{"collect": {"mix": {"country": {"AT": 0.5, "DE": 0.4}}}}');
  const wrong = await runCli(['collect', 'tickets.csv'], folder);
  assert.equal(wrong.code, 2);
  assert.match(wrong.messages, /winnow\.json:1:33: the mix of “country” sums to 0\.9, and shares sum to 1/);
});

test('collect says what is missing where it cannot count', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'plain.csv'), 'a,b\n1,2\n');
  const { code, messages } = await runCli(['collect', 'plain.csv'], folder);
  assert.equal(code, 2);
  assert.match(messages, /What to collect cannot be counted: no column has the role label\./);
});
