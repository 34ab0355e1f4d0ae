import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Decision } from '../../../src/core/decision.ts';
import { saveSidecar, sidecarPath } from '../../../src/sidecar/sidecarFile.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { runCli } from '../runCli.ts';

const samples = join(import.meta.dirname, '..', '..', '..', 'samples');
let count = 0;

const decision = (id: string, fields: Partial<Decision>): Decision => ({
  id: `c${++count}`,
  row: { id },
  act: 'relabel',
  column: 'label',
  by: 'Ada',
  at: new Date(Date.UTC(2026, 0, 1) + count * 1000).toISOString(),
  ...fields,
});
const relabel = (id: string, from: string | null, to: string | null): Decision => decision(id, { from, to });

/** A data file with decisions beside it. */
async function decided(context: TestContext, name: string, content: string | Uint8Array, decisions: readonly Decision[]): Promise<string> {
  const path = join(await temporaryFolder(context), name);
  await writeFile(path, content);
  await saveSidecar(path, { key: ['id'], added: decisions, removed: [] });
  return path;
}

const reviews = 'id,text,label\n1,"good, really",pos\r\n2,"two\nlines","neg"\n3,fine,pos';

test('a dry run shows the lines that change, and writes nothing', async (context) => {
  const path = await decided(context, 'reviews.csv', reviews, [relabel('1', 'pos', 'neg'), relabel('2', 'neg', null)]);
  const sidecar = await readFile(sidecarPath(path), 'utf8');
  const { code, out } = await runCli(['apply', '--dry-run', 'reviews.csv'], dirname(path));
  assert.equal(out, `--- reviews.csv
+++ reviews.csv
@@ -2 +2 @@ row 1
-1,"good, really",pos
+1,"good, really",neg
@@ -4 +4 @@ row 2
-lines","neg"
+lines",
2 cells in 2 rows of reviews.csv change.
`);
  assert.equal(code, 0);
  assert.deepEqual([await readFile(path, 'utf8'), await readFile(sidecarPath(path), 'utf8')], [reviews, sidecar]);
});

test('without anybody to ask nothing is written, and --yes writes it', async (context) => {
  const path = await decided(context, 'reviews.csv', reviews, [relabel('3', 'pos', 'neg')]);
  const asked = await runCli(['apply', path]);
  assert.deepEqual([asked.code, await readFile(path, 'utf8')], [2, reviews]);
  assert.match(asked.messages, /Add --yes/);
  const written = await runCli(['apply', '--yes', path]);
  assert.deepEqual([written.code, await readFile(path, 'utf8')], [0, reviews.replace(/pos$/, 'neg')]);
  assert.match(written.out, /Applied 1 decision to reviews\.csv: it is sha256:[0-9a-f]{12}… now/);
  const again = await runCli(['apply', '--yes', path]);
  assert.deepEqual([again.code, again.out], [0, 'There is nothing to apply to reviews.csv.\n']);
});

test('decisions that do not fit are told by row, and the exit code says that some wait', async (context) => {
  const path = await decided(context, 'reviews.csv', reviews, [relabel('1', 'other', 'neg'), relabel('9', 'pos', 'neg'), relabel('3', 'pos', '\u001b[31mred')]);
  const { code, out, messages } = await runCli(['apply', '--yes', path]);
  assert.equal(code, 1);
  assert.match(messages, /Not applied: Row 1, “label” → “neg”: the file says “pos” where “other” was decided upon\./);
  assert.match(messages, /Not applied: The row with id “9”, “label” → “neg”: its row is not in the file\./);
  assert.equal(out.includes('\u001b'), false);
  assert.match(await readFile(path, 'utf8'), /3,fine,\u001b\[31mred$/);
});

test('where rows do not parse, a decision whose row is not found may be about one of them, and that is said', async (context) => {
  const escaped = 'id,text,label\n1,good,pos\n2,"so \\"so\\"",pos\n';
  const path = await decided(context, 'reviews.csv', escaped, [relabel('2', 'pos', 'neg')]);
  const { messages } = await runCli(['apply', '--yes', path]);
  assert.match(messages, /Not applied: The row with id “2”, “label” → “neg”: its row is not among those of the file that parse\./);
  const checked = await runCli(['check', path]);
  assert.match(checked.messages, /1 decision is about rows that are not in the file, or do not parse \(1 row of it does not\)\.\n/);
  assert.match(checked.out, /a quote inside a quoted field has to be doubled, not written as \\"/);
});

test('a relabelled row of a large file is a one-line difference for git', async (context) => {
  const folder = await temporaryFolder(context);
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  const path = join(folder, 'it’s “large”.csv');
  await writeFile(
    path,
    `id,text,label\r\n${Array.from({ length: 200_000 }, (_, row) => `${row},"some, text ${row}",pos${row % 7 ? '\n' : '\r\n'}`).join('')}end,x,pos`,
  );
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '--message=Data');
  await saveSidecar(path, { key: ['id'], added: [relabel('123456', 'pos', 'neg')], removed: [] });
  assert.equal((await runCli(['apply', '--yes', path])).code, 0);
  assert.match(git('diff', '--numstat', '-z'), /^1\t1\tit’s “large”\.csv\0$/);
});

for (const name of ['support-tickets.csv', 'support-tickets.jsonl', 'support-tickets.parquet', 'support-tickets.arrow', 'array.json']) {
  test(`${name} is written, and the next run has nothing to do`, async (context) => {
    const content =
      name === 'array.json'
        ? `[${(await readFile(join(samples, 'support-tickets.jsonl'), 'utf8')).trim().split('\n').join(',\n')}]`
        : await readFile(join(samples, name));
    const path = await decided(context, name, content, [
      decision('T-10001', { column: 'category', from: 'delivery', to: 'billing' }),
      decision('T-10002', { act: 'exclude' }),
    ]);
    const { code, out, messages } = await runCli(['apply', '--yes', '--excluded', 'drop', path]);
    assert.equal(code, 0, messages);
    assert.match(out, /1 cell in 1 row of .* changes\. 1 excluded row is dropped\./);
    assert.match((await runCli(['apply', '--yes', '--excluded', 'drop', path])).out, /^There is nothing to apply/);
    assert.deepEqual((await readdir(dirname(path))).sort(), [name, `${name}.winnow.jsonl`]);
  });
}

test('a link stays a link, and a read-only file is left alone with a word about it', async (context) => {
  const path = await decided(context, 'reviews.csv', reviews, [relabel('3', 'pos', 'neg')]);
  const store = join(dirname(path), 'store');
  await mkdir(store);
  await writeFile(join(store, 'real.csv'), reviews);
  await writeFile(path, '');
  const link = join(dirname(path), 'linked.csv');
  await symlink(join('store', 'real.csv'), link);
  await saveSidecar(link, { key: ['id'], added: [relabel('3', 'pos', 'neg')], removed: [] });
  assert.equal((await runCli(['apply', '--yes', link])).code, 0);
  assert.ok((await lstat(link)).isSymbolicLink());
  assert.equal(await readFile(join(store, 'real.csv'), 'utf8'), reviews.replace(/pos$/, 'neg'));
  if (process.getuid?.() === 0) return;
  await chmod(join(store, 'real.csv'), 0o444);
  await saveSidecar(link, { key: ['id'], added: [relabel('1', 'pos', 'neg')], removed: [] });
  const refused = await runCli(['apply', '--yes', link]);
  assert.deepEqual([refused.code, /no permission/.test(refused.messages)], [2, true]);
});

test('wrong words on the command line are answered', async () => {
  assert.match((await runCli(['apply', '--excluded', 'burn', 'x.csv'])).messages, /--excluded wants keep, drop, column or copy, not “burn”/);
  assert.match((await runCli(['apply', 'there is none.csv'])).messages, /There is no such file/);
});
