import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { runCli } from '../runCli.ts';

const table = `id,text,label,country,split
${Array.from({ length: 40 }, (_, row) => `${row + 1},"a secret text that is number ${row}",${row % 2 ? 'good' : 'b|ad <b>'},${['DE', 'FR'][row % 2]},${row < 30 ? 'train' : 'test'}`).join('\n')}
`;

async function folderWith(context: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-card-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

test('card writes what is measured, without texts of rows, and the same again when nothing changed', async (context) => {
  const folder = await folderWith(context, { 'data.csv': table });
  const { code, out, messages } = await runCli(['card', 'data.csv'], folder);
  assert.equal(code, 0, messages);
  assert.match(out, /data\.csv\.card\.md: written\ndata\.csv\.croissant\.json: written/);
  const [card, croissant] = await Promise.all(['data.csv.card.md', 'data.csv.croissant.json'].map((name) => readFile(join(folder, name), 'utf8')));
  assert.match(card!, /^40 rows of 5 columns \(csv, [\d,]+ bytes\)/m);
  assert.match(card!, /^\| b\\\|ad &lt;b&gt; \| 20 \| 50\.0 % \|$/m);
  assert.match(card!, /^\| train \| 30 \| 75\.0 % \| 50\.0 % \| 50\.0 % \|$/m);
  assert.match(card!, /^\| DE \| 20 \| 50\.0 % \|/m);
  for (const heading of ['Purpose', 'Composition', 'Segments', 'Splits', 'Annotation process', 'Label quality', 'Known issues', 'Versions'])
    assert.match(card!, new RegExp(`^## ${heading}$`, 'm'));
  assert.doesNotMatch(card! + croissant!, /secret/);
  await runCli(['card', 'data.csv'], folder);
  assert.deepEqual(await Promise.all(['data.csv.card.md', 'data.csv.croissant.json'].map((name) => readFile(join(folder, name), 'utf8'))), [card, croissant]);
});

test('a card says that decisions which are not in the file are in none of its counts, and those that cannot be laid over it are not meant', async (context) => {
  const line = (id: string, fields: object, last: string): string =>
    JSON.stringify({ row: { id }, ...fields, by: 'Ada', at: '2026-01-01T00:00:00Z', id: `01JAAAAAAAAAAAAAAAAAAAAAA${last}` });
  const lines = [
    '{"winnow":1,"dataset":"data.csv","key":["id"]}',
    line('3', { act: 'exclude' }, 'A'),
    line('4', { act: 'set', column: 'country', from: 'FR', to: 'PL' }, 'B'),
    line('5', { act: 'set', column: 'country', from: 'other', to: 'PL' }, 'C'),
    line('99', { act: 'exclude' }, 'D'),
    line('6', { act: 'accept' }, 'E'),
    '',
  ];
  const folder = await folderWith(context, { 'data.csv': table, 'data.csv.winnow.jsonl': lines.join('\n') });
  assert.equal((await runCli(['card', 'data.csv'], folder)).code, 0);
  const card = await readFile(join(folder, 'data.csv.card.md'), 'utf8');
  assert.match(
    card,
    /^2 decisions are not applied to the file yet\. Columns, labels, segments and splits are counted as the file has them; label quality, findings and evaluation count them\.$/m,
  );
});

test('check says that the card is stale once the file has changed, and nothing before', async (context) => {
  const folder = await folderWith(context, { 'data.csv': table });
  await runCli(['card', 'data.csv'], folder);
  assert.doesNotMatch((await runCli(['check', 'data.csv'], folder)).messages, /card/);
  await writeFile(join(folder, 'data.csv'), table.replace('number 7', 'number x'));
  const changed = await runCli(['check', 'data.csv', '--format', 'json'], folder);
  assert.match(changed.messages, /data\.csv\.card\.md: the card describes another version of data\.csv, of 40 rows\. Write it again: winnow card data\.csv/);
  assert.doesNotMatch(changed.out, /card describes/);
  await runCli(['card', 'data.csv'], folder);
  assert.doesNotMatch((await runCli(['check', 'data.csv'], folder)).messages, /card/);
});

test('what people wrote into a card stays when it is written again', async (context) => {
  const folder = await folderWith(context, { 'data.csv': table });
  await runCli(['card', 'data.csv'], folder);
  const path = join(folder, 'data.csv.card.md');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/\*What was the dataset made for[^*]*\*/, 'Made to sort complaints.'));
  await appendFile(join(folder, 'data.csv'), '41,"one more",good,DE,test\n');
  const { out } = await runCli(['card', 'data.csv'], folder);
  assert.match(out, /brought up to date/);
  const card = await readFile(path, 'utf8');
  assert.match(card, /^Made to sort complaints\.$/m);
  assert.match(card, /^41 rows of 5 columns/m);
});

test('a card whose markers do not match is told with its line, and neither file is touched', async (context) => {
  const damaged = '# Mine\n\n<!-- winnow:begin issues -->\nmine or not?\n';
  const folder = await folderWith(context, { 'data.csv': table, 'data.csv.card.md': damaged });
  const { code, messages } = await runCli(['card', 'data.csv'], folder);
  assert.equal(code, 2);
  assert.match(messages, /data\.csv\.card\.md:3: The section “issues” has no end/);
  assert.equal(await readFile(join(folder, 'data.csv.card.md'), 'utf8'), damaged);
  await assert.rejects(readFile(join(folder, 'data.csv.croissant.json')));
});

test('a JSON file that is no description in Croissant is not written over', async (context) => {
  const folder = await folderWith(context, { 'data.csv': table, 'data.csv.croissant.json': '{"mine": 1}' });
  const { code, messages } = await runCli(['card', 'data.csv'], folder);
  assert.equal(code, 2);
  assert.match(messages, /data\.csv\.croissant\.json: It is there already and is no description in JSON-LD/);
});

test('a file without a label, segments or git has a card that says so', async (context) => {
  const folder = await folderWith(context, { 'data.csv': 'a,b\n1,2\n3,4\n' });
  assert.equal((await runCli(['card', 'data.csv'], folder)).code, 0);
  const card = await readFile(join(folder, 'data.csv.card.md'), 'utf8');
  for (const words of [
    /No column has the role label\./,
    /No column has the role split\./,
    /Wrong labels could not be estimated/,
    /in no git repository/,
  ])
    assert.match(card, words);
});

test('a file that is not there is told as such', async (context) => {
  const { code, messages } = await runCli(['card', 'none.csv'], await folderWith(context, {}));
  assert.equal(code, 2);
  assert.match(messages, /none\.csv: There is no such file/);
});

test('columns and labels that look like markers or HTML are shown, and the card can still be written again', async (context) => {
  const marker = '<!-- winnow:end composition -->';
  const rows = Array.from({ length: 20 }, (_, row) => `text of row ${row},"${row % 2 ? `${marker}` : `a\n${marker}\n<script>`}"`).join('\n');
  const folder = await folderWith(context, { 'data.csv': `${marker},label\n${rows}\n`, 'winnow.json': '{"roles":{"label":"label"}}' });
  for (const words of [/card\.md: written/, /card\.md: brought up to date/]) assert.match((await runCli(['card', 'data.csv'], folder)).out, words);
  const card = await readFile(join(folder, 'data.csv.card.md'), 'utf8');
  assert.equal(card.split(marker).length, 2);
  assert.doesNotMatch(card, /<script/);
  assert.match(card, /^\| &lt;!-- winnow:end composition --&gt; \| 10 \| 50\.0 % \|$/m);
});
