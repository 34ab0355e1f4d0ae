import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { runCli } from '../runCli.ts';

const tickets = (): string =>
  `id,label,country\n${Array.from({ length: 60 }, (_, row) => `${row + 1},${row % 4 === 0 ? 'no' : 'yes'},${row % 2 === 0 ? 'AT' : 'DE'}\n`).join('')}`;

test('sample draws so many rows of each combination, writes them as they are, and says where there are fewer', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'tickets.csv'), tickets());
  const args = ['sample', 'tickets.csv', '--per', 'label', '--by', 'country', '--count', '10', '--write', 'out.csv'];
  const { code, out } = await runCli(args, folder);
  assert.equal(code, 0);
  assert.match(
    out,
    /^tickets\.csv: 30 rows of 60: 10 of each label × country, seed 1 \(3 cells\)\n1 cell has fewer rows than 10:\n {2}no × DE: 0\nWrote out\.csv: 30 rows, \d+ bytes\.\n$/,
  );
  const written = (await readFile(join(folder, 'out.csv'), 'utf8')).split('\n').filter((line) => line !== '');
  assert.equal(written.length, 31);
  assert.equal(written[0], 'id,label,country');
  const again = await runCli(args, folder);
  assert.equal(again.code, 2);
  assert.match(again.messages, /out\.csv is there already\. Choose another name, or add --force\./);
});

test('sample says that it counts rows as the file has them while decisions wait', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'tickets.csv'), tickets());
  await writeFile(
    join(folder, 'tickets.csv.winnow.jsonl'),
    `{"winnow":1,"dataset":"tickets.csv","key":["id"]}\n{"row":{"id":"1"},"act":"exclude","at":"2026-01-01T00:00:00Z","id":"01J00000000000000000000000"}\n`,
  );
  const { out } = await runCli(['sample', 'tickets.csv', '--per', 'country', '--count', '2'], folder);
  assert.match(out, /^Rows are counted as the file has them: 1 decision that would change this is not applied yet\.$/m);
});

test('sample gives programs the same as JSON, and names a column that is not there', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'tickets.csv'), tickets());
  const { out } = await runCli(['sample', 'tickets.csv', '--per', 'country', '--count', '40', '--seed', '7', '--format', 'json'], folder);
  assert.deepEqual(JSON.parse(out), {
    winnow: 1, path: 'tickets.csv', rowsOfFile: 60, unreadable: 0, sample: { columns: ['country'], count: 40, seed: 7 }, drawn: 60, rows: 60, cells: 2,
    short: [{ values: ['AT'], rows: 30 }, { values: ['DE'], rows: 30 }], shortTotal: 2, absentUncounted: false, notes: [],
  });
  const wrong = await runCli(['sample', 'tickets.csv', '--per', 'contry'], folder);
  assert.equal(wrong.code, 2);
  assert.match(wrong.messages, /tickets\.csv: There is no column “contry”: did you mean “country”\?/);
});
