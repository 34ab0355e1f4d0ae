import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from '../runCli.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/checks');
const quick = ['--skip', 'label-error,ambiguous-row,near-duplicate'];
let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'winnow-against-'));
  for (const [from, to] of [
    ['label-drift/drifted/reference', 'reference'],
    ['label-drift/drifted/input', 'moved'],
    ['feature-drift/spelling/input', 'spelled'],
    ['label-drift/clean/input', 'same'],
  ])
    await copyFile(join(fixtures, `${from}.csv`), join(folder, `${to}.csv`));
});
after(() => rm(folder, { recursive: true, force: true }));

interface DriftJson {
  readonly verdict?: string;
  readonly reasons?: readonly string[];
  readonly drift?: { readonly reference: { readonly name: string }; readonly columns: readonly unknown[] };
  readonly error?: string;
  readonly findings: readonly { readonly check: string }[];
}

async function against(file: string, reference: string, ...more: readonly string[]): Promise<{ code: number | null; file: DriftJson }> {
  const { code, out, messages } = await runCli(['check', file, '--against', reference, '--format', 'json', ...quick, ...more], folder);
  assert.notEqual(out, '', messages);
  return { code, file: (JSON.parse(out) as { files: DriftJson[] }).files[0]! };
}

test('the verdict is an exit code and stands in the JSON with its reasons', async () => {
  const moved = await against('moved.csv', 'reference.csv');
  assert.equal(moved.code, 3);
  assert.equal(moved.file.verdict, 'retrain');
  assert.match(moved.file.reasons![0]!, /“label” drifted against reference.csv/);
  assert.ok(moved.file.findings.some(({ check }) => check === 'label-drift'));
  const same = await against('same.csv', 'reference.csv');
  assert.deepEqual([same.code, same.file.verdict], [0, 'fine']);
});

test('what is to be looked at stops nothing but what --fail-on names', async () => {
  const shares = await against('spelled.csv', 'spelled.csv');
  assert.deepEqual([shares.code, shares.file.verdict], [0, 'fine']);
  const spelled = await against('spelled.csv', 'reference.csv');
  assert.deepEqual([spelled.code, spelled.file.verdict], [1, 'look'], 'numbers that became texts are an error of schema-drift');
});

test('a stored profile is a small text, says the same, and replaces nothing but a profile', async () => {
  const saved = await runCli(['profile', 'reference.csv', '--save'], folder);
  assert.equal(saved.code, 0, saved.messages);
  assert.match(
    await readFile(join(folder, 'reference.csv.profile.json'), 'utf8'),
    /^\{\n {2}"winnowProfile": 1,\n {2}"dataset": "reference.csv",\n {2}"rows": 120,/,
  );
  const { code, file } = await against('moved.csv', 'reference.csv.profile.json');
  assert.deepEqual([code, file.verdict], [3, 'retrain']);
  assert.equal((await runCli(['profile', 'reference.csv', '--save', 'reference.csv.profile.json'], folder)).code, 0);
  const refused = await runCli(['profile', 'reference.csv', '--save', 'same.csv'], folder);
  assert.equal(refused.code, 2);
  assert.match(refused.messages, /same.csv is there already and is no stored profile/);
});

test('a reference of winnow.json is told with a verdict, and ends the check as the findings do', async () => {
  await writeFile(join(folder, 'moved.csv.winnow.json'), '{"reference": "reference.csv"}');
  const { code, out } = await runCli(['check', 'moved.csv', ...quick], folder);
  await rm(join(folder, 'moved.csv.winnow.json'));
  assert.equal(code, 0);
  assert.match(out, /\nverdict against reference.csv: retrain\n {2}“label” drifted/);
});

test('a reference that cannot be read leaves the findings, says what is wrong and ends with 2', async () => {
  const { code, file } = await against('moved.csv', 'nowhere.csv');
  assert.equal(code, 2);
  assert.match(file.error!, /It cannot be compared with “.*nowhere\.csv”: there is no file/);
  assert.ok(Array.isArray(file.findings));
  const wrong = await runCli(['check', 'moved.csv', '--against', 'time:day'], folder);
  assert.deepEqual([wrong.code, wrong.out], [2, '']);
  assert.match(wrong.messages, /--against: “time:day” is no window of time/);
});
