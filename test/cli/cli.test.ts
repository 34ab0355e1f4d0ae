import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { saveSidecar } from '../../src/sidecar/sidecarFile.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { builtCli, checkJson, runCli } from './runCli.ts';

const labels = ['good', 'bad'];
/** Twelve reviews: rows 11 and 12 say the same, row 12 under another label. */
const reviews = [
  'id,text,label',
  ...Array.from(
    { length: 11 },
    (_, index) => `r${index + 1},"The ${index + 1}th time I sat in this cinema, and it was ${labels[index % 2]}",${labels[index % 2]}`,
  ),
  'r12,"The 11th time I sat in this cinema, and it was good",bad',
  '',
].join('\n');

async function folderWith(context: TestContext, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder(context);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

test('a finding has its check, its place in rows and lines, its key and its reason', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': reviews });
  const { code, json, messages } = await checkJson(['reviews.csv'], folder);
  assert.equal(messages, '');
  assert.equal(code, 1);
  assert.equal(json.winnow, 1);
  const [file] = json.files;
  assert.equal(file?.path, 'reviews.csv');
  assert.equal(file.format, 'csv');
  assert.equal(file.rows, 12);
  assert.deepEqual(file.columns, [
    { name: 'id', type: 'text', nulls: 0, distinct: 12 },
    { name: 'text', type: 'text', nulls: 0, distinct: 11 },
    { name: 'label', type: 'text', nulls: 0, distinct: 2 },
  ]);
  assert.equal(file.roles['label'], 'label');
  const conflict = file.findings.find(({ check }) => check === 'conflicting-label');
  assert.deepEqual(conflict?.rows, [{ row: 11, line: 12, key: { id: 'r11' } }, { row: 12, line: 13, key: { id: 'r12' } }]);
  assert.equal(conflict.severity, 'error');
  assert.equal(conflict.scope, 'rows');
  assert.deepEqual(conflict.basis, { kind: 'all', rows: 12 });
  assert.deepEqual(file.summary, { error: 1, warning: file.findings.filter(({ severity }) => severity === 'warning').length, info: 0 });
});

test('what a sidecar decides is not reported again, and what it retracts is', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': reviews });
  const path = join(folder, 'reviews.csv');
  const decide = (id: string, fields: object): Parameters<typeof saveSidecar>[1] => ({
    key: ['id'],
    removed: [],
    added: [{ id, row: { id: 'r12' }, act: 'relabel', at: `2026-01-01T00:00:0${id.length}Z`, ...fields }],
  });
  await saveSidecar(path, decide('A', { column: 'label', from: 'bad', to: 'good' }));
  const decided = await checkJson(['reviews.csv'], folder);
  assert.deepEqual(decided.json.files[0]?.findings.filter(({ check }) => check === 'conflicting-label'), []);
  await saveSidecar(path, decide('BB', { act: 'retract', retracts: 'A' }));
  const retracted = await checkJson(['reviews.csv'], folder);
  assert.equal(retracted.json.files[0]?.findings.filter(({ check }) => check === 'conflicting-label').length, 1);
});

test('the bar decides between 0 and 1', async (context) => {
  const folder = await folderWith(context, {
    'a.csv': `id,size,source\n${Array.from({ length: 20 }, (_, index) => `${index},${index + 0.5},same\n`).join('')}`,
  });
  const { code, json } = await checkJson(['a.csv'], folder);
  assert.deepEqual(json.files[0]?.findings.map(({ check, severity }) => `${check} ${severity}`), ['constant-column info']);
  assert.equal(code, 0);
  assert.equal((await runCli(['check', 'a.csv', '--fail-on', 'info'], folder)).code, 1);
});

test('a file that is missing or a folder gives 2, and the others are checked all the same', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': reviews, 'cut.parquet': 'PAR1 and then nothing' });
  await mkdir(join(folder, 'data'));
  const { code, json, messages } = await checkJson(['gone.csv', 'data', 'cut.parquet', 'reviews.csv'], folder);
  assert.equal(code, 2);
  assert.deepEqual(
    json.files.map(({ path, error }) => [path, error === undefined]),
    [
      ['gone.csv', false],
      ['data', false],
      ['cut.parquet', false],
      ['reviews.csv', true],
    ],
  );
  assert.match(messages, /^gone\.csv: There is no such file\.$/m);
  assert.match(messages, /^data: This is a folder/m);
  assert.match(messages, /^cut\.parquet: .*Parquet/m);
});

test('wrong arguments give 2 and say what is wrong, without a word on the output', async () => {
  for (const args of [['chekc'], ['check'], ['check', 'a.csv', '--format', 'xml'], ['check', 'package.json', '--config', 'gone.json']]) {
    const { code, out, messages } = await runCli(args);
    assert.equal(code, 2, args.join(' '));
    assert.equal(out, '');
    assert.notEqual(messages, '');
  }
});

test('a damaged sidecar and a damaged winnow.json are named with their place, and the check goes on', async (context) => {
  const folder = await folderWith(context, {
    'reviews.csv': reviews,
    'reviews.csv.winnow.jsonl': '{"winnow":1,"dataset":"reviews.csv","key":["id"]}\nnot JSON\n',
    'winnow.json': '{ "checks": { "conflicting-label": false }, }}',
  });
  const { code, json, messages } = await checkJson(['reviews.csv'], folder);
  assert.match(messages, /reviews\.csv\.winnow\.jsonl:2: not JSON/);
  assert.match(messages, /winnow\.json:1:46: not JSON here/);
  assert.equal(code, 0);
  assert.ok(json.files[0]?.findings.every(({ check }) => check !== 'conflicting-label'));
});

test('names and cells that look like SQL, HTML or commands are only text', async (context) => {
  const hostile = `'; DROP TABLE data; --`;
  const lines = Array.from({ length: 20 }, (_, index) => `${index},"""; SELECT ${index}",<script>alert(${index % 2})</script>`);
  const folder = await folderWith(context, { [`${hostile}.csv`]: `id,"${hostile}",<img src=x onerror=alert(1)>\n${lines.join('\n')}\n` });
  const { code, json, messages } = await checkJson([`${hostile}.csv`], folder);
  assert.equal(messages, '');
  assert.equal(code, 0);
  assert.deepEqual(json.files[0]?.columns.map(({ name }) => name), ['id', hostile, '<img src=x onerror=alert(1)>']);
});

test('an empty file, a header alone and a single column are read, or refused in words', async (context) => {
  const folder = await folderWith(context, { 'empty.csv': '', 'header.csv': 'id,text,label\n', 'one.csv': 'word\nthis\nthat\n' });
  const { json } = await checkJson(['empty.csv', 'header.csv', 'one.csv'], folder);
  const [empty, header, one] = json.files;
  assert.ok(empty?.error ? /empty/i.test(empty.error) : empty?.rows === 0);
  assert.equal(header?.rows, 0);
  assert.deepEqual(one?.columns.map(({ name }) => name), ['word']);
  assert.equal(one.rows, 2);
});

test('text says where to look, and profile what is there', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': reviews });
  const checked = await runCli(['check', 'reviews.csv'], folder);
  assert.match(checked.out, /^reviews\.csv {2}12 rows · 3 columns$/m);
  assert.match(checked.out, /^ {2}reviews\.csv:12: error: .* \[conflicting-label\]$/m);
  const { code, out } = await runCli(['profile', 'reviews.csv'], folder);
  assert.equal(code, 0);
  assert.match(out, /^label +text +label +– +2 +██ {2}bad 50\.0 %, good 50\.0 %$/m);
  assert.match(out, /^Labels: label\n {2}\S+ +█+ +6 +50\.0 %$/m);
  const json = JSON.parse((await runCli(['profile', 'reviews.csv', '--format', 'json'], folder)).out) as { columns: { column: string }[] };
  assert.deepEqual(json.columns.map(({ column }) => column), ['id', 'text', 'label']);
});

test('nothing is left beside the data', async (context) => {
  const folder = await folderWith(context, { 'reviews.csv': reviews });
  await runCli(['check', 'reviews.csv'], folder);
  assert.deepEqual(await readdir(folder), ['reviews.csv']);
});

test('a reader that goes away early is no error', async (context) => {
  const lines = Array.from({ length: 5000 }, (_, index) => `${index},,"${index}"x`);
  const folder = await folderWith(context, { 'a.csv': `id,text,label\n${lines.join('\n')}\n` });
  const child = spawn(process.execPath, [builtCli(), 'check', 'a.csv', '--format', 'json'], { cwd: folder });
  let messages = '';
  child.stderr.on('data', (data: Buffer) => (messages += data.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  await new Promise((resolve) => child.once('close', resolve));
  assert.doesNotMatch(messages, /EPIPE|Error/);
});

test('a reader of messages that goes away early changes nothing of the exit code', async () => {
  const child = spawn(process.execPath, [builtCli(), 'check', 'a'.repeat(100), 'b'.repeat(100)], { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.destroy();
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => child.once('exit', (...ended) => resolve(ended)));
  assert.deepEqual([code, signal], [2, null]);
});

test('version and help are printed', async () => {
  assert.match((await runCli(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  const { code, out } = await runCli(['check', '--help']);
  assert.equal(code, 0);
  assert.match(out, /--fail-on/);
});
