import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { checkJson, runCli } from '../runCli.ts';

const table = `id,text,stars,label,country
${Array.from({ length: 60 }, (_, row) => `${row + 1},"a text that is number ${row}",${(row % 5) + 1},${row === 7 ? 'Good ' : row % 2 ? 'good' : 'bad'},${['DE', 'FR', 'GB'][row % 3]}`).join('\n')}
`;

async function folderWith(context: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-init-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const readJson = async (path: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;

test('init writes roles, key, labels and expectations of a file, and prints them alone when it is to be tried', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': table });
  const tried = await runCli(['init', 'reviews.csv', '--dry-run'], folder);
  assert.equal(tried.code, 0, tried.messages);
  await assert.rejects(readFile(join(folder, 'winnow.json')));
  const written = await runCli(['init', 'reviews.csv'], folder);
  assert.equal(written.code, 0, written.messages);
  assert.equal(await readFile(join(folder, 'winnow.json'), 'utf8'), tried.out);
  const { files } = await readJson(join(folder, 'winnow.json'));
  assert.deepEqual((files as Record<string, unknown>)['reviews.csv'], {
    roles: { label: 'label', id: 'id', content: ['text'], segments: ['stars', 'country'] },
    key: ['id'],
    // “Good ” is “good”, written differently.
    taxonomy: ['bad', 'good'],
    expectations: {
      columns: {
        id: { type: 'integer', required: true, unique: true },
        text: { type: 'text', required: true },
        stars: { type: 'integer', required: true, min: 1, max: 5 },
        label: { type: 'text', required: true },
        country: { type: 'text', required: true, values: ['DE', 'FR', 'GB'] },
      },
    },
  });
});

test('init says nothing anew, and what it wrote is understood', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': table });
  await runCli(['init', 'reviews.csv'], folder);
  const before = await readFile(join(folder, 'winnow.json'), 'utf8');
  const { code, messages } = await runCli(['init', 'reviews.csv'], folder);
  assert.equal(code, 0);
  assert.match(messages, /says everything already/);
  assert.equal(await readFile(join(folder, 'winnow.json'), 'utf8'), before);
  const checked = await runCli(['check', 'reviews.csv', '--skip', 'label-error,ambiguous-row'], folder);
  assert.doesNotMatch(checked.messages, /winnow\.json/);
});

test('init keeps what people wrote, with its comments, and adds what they did not say', async (context) => {
  const text = `{
\t// ours
\t"taxonomy": ["good", "bad", "neutral"],
\t"files": {
\t\t"reviews.csv": {
\t\t\t"roles": { "label": "stars" }, // not the label
\t\t\t"expectations": { "columns": { "stars": { "max": 6 } } }
\t\t}
\t}
}
`;
  const folder = await folderWith(context, { 'reviews.csv': table, 'winnow.json': text });
  const { code, messages } = await runCli(['init', 'reviews.csv'], folder);
  assert.equal(code, 0, messages);
  assert.match(messages, /Kept as it was: role label, taxonomy, expectations of 1 column/);
  const written = await readFile(join(folder, 'winnow.json'), 'utf8');
  for (const line of ['\t// ours', '\t"taxonomy": ["good", "bad", "neutral"],']) assert.ok(written.includes(line), line);
  assert.match(written, /"label": "stars".*\}, \/\/ not the label/s);
  const section = (
    JSON.parse(written.replaceAll(/\/\/.*/g, '')) as {
      files: Record<string, { roles: unknown; expectations: { columns: Record<string, unknown> } }>;
    }
  ).files['reviews.csv']!;
  assert.deepEqual(section.roles, { label: 'stars', id: 'id', content: ['text'], segments: ['country'] });
  assert.deepEqual(Object.keys(section.expectations.columns), ['stars', 'id', 'text', 'label', 'country']);
  assert.deepEqual(section.expectations.columns['stars'], { max: 6 });
});

test('init takes a pattern that all values match, and says what the file itself does not hold', async (context) => {
  const lines = Array.from(
    { length: 1500 },
    (_, row) =>
      `T-${String(row).padStart(5, '0')},${row === 1400 ? 'odd one' : `AB${1000 + row}`},${row % 100 === 7 ? 'n.n.' : row},a longer text that tells something of ${row}`,
  );
  const folder = await folderWith(context, { 'codes.csv': `ticket,code,amount,text\n${lines.join('\n')}\n` });
  const { code, messages } = await runCli(['init', 'codes.csv'], folder);
  assert.equal(code, 0, messages);
  assert.match(messages, /does not hold all that is expected of it \(amount: type\); winnow check shows the rows/);
  const { files } = (await readJson(join(folder, 'winnow.json'))) as {
    files: Record<string, { expectations: { columns: Record<string, { pattern?: string }> } }>;
  };
  const { columns } = files['codes.csv']!.expectations;
  assert.deepEqual(
    Object.entries(columns).map(([name, { pattern }]) => [name, pattern]),
    [
      ['ticket', 'T-\\d{5}'],
      ['code', undefined],
      ['amount', undefined],
      ['text', undefined],
    ],
  );
  const { json } = await checkJson(['codes.csv', '--skip', 'label-error,ambiguous-row,near-duplicate'], folder);
  assert.deepEqual([...new Set(json.files[0]!.findings.filter(({ check }) => check === 'schema-violation').map(({ column }) => column))], ['amount']);
});

test('init refuses a configuration that is not JSON, and says where', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': table, 'winnow.json': '{ "roles": { }' });
  const { code, messages } = await runCli(['init', 'reviews.csv'], folder);
  assert.equal(code, 2);
  assert.match(messages, /winnow\.json:1:15: not JSON here.*Mend the file, then run winnow init again/);
  assert.equal(await readFile(join(folder, 'winnow.json'), 'utf8'), '{ "roles": { }');
});

test('init of a file that is not there, and of two, is told', async (context) => {
  const folder = await folderWith(context, {});
  assert.match((await runCli(['init', 'none.csv'], folder)).messages, /none\.csv: There is no such file/);
  assert.match((await runCli(['init', 'a.csv', 'b.csv'], folder)).messages, /wants one file, not 2/);
});
