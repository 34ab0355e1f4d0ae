import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CheckJson } from '../runCli.ts';
import { cleanLines, conflict, csvOf, gateFolder, type Line } from './gateFolder.ts';

const json = ({ out }: { readonly out: string }): CheckJson['files'] => (JSON.parse(out) as CheckJson).files;
const twice: Line = [50, cleanLines[3]![1], cleanLines[3]![2]];

test('only what the index brings is told, whatever order the rows are in; --all tells everything', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.commit('first');
  assert.equal(folder.staged().out, '');
  folder.write('data.csv', csvOf([conflict, ...[...cleanLines].reverse(), twice]));
  folder.git('add', '.');
  const [file] = json(folder.staged('--format', 'json'));
  assert.deepEqual(file!.findings.map(({ check }) => check), ['exact-duplicate']);
  assert.deepEqual(file!.findings[0]!.rows.map(({ key }) => key), [{ id: '4' }, { id: '50' }]);
  // The second time what was found in HEAD is known already.
  const again = folder.staged();
  assert.match(again.out, /exact-duplicate.*\n\n1 warning · 1 was there before\n/);
  assert.equal(again.code, 0);
  assert.equal(folder.staged('--fail-on', 'warning').code, 1);
  const all = folder.staged('--all');
  assert.match(all.out, /conflicting-label/);
  assert.equal(all.code, 1);
});

test('where nothing is staged, that is said; what is nowhere is an error', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf(cleanLines));
  folder.commit('first');
  const told = (...args: readonly string[]): unknown => {
    const { code, out, messages } = folder.winnow(['check', ...args]);
    assert.equal(out.includes('data.csv'), false);
    return [code, messages];
  };
  assert.deepEqual(told('--staged'), [0, 'Nothing to check: no dataset is staged.\n']);
  assert.deepEqual(told('--unstaged'), [0, 'Nothing to check: no dataset differs from what is staged.\n']);
  assert.deepEqual(told('--staged', 'data.csv'), [0, 'Nothing to check: no dataset is staged in what is named.\n']);
  assert.deepEqual(told('--staged', '--quiet'), [0, '']);
  assert.deepEqual(JSON.parse(folder.staged('--format', 'json').out), { winnow: 1, files: [] });
  const nowhere = 'nope.csv: this is neither here nor in the index nor in HEAD.\n';
  assert.deepEqual(told('--staged', 'nope.csv'), [2, nowhere]);
  assert.deepEqual(told('--staged', 'nope.csv', 'data.csv'), [2, `${nowhere}Nothing to check: no dataset is staged in the 2 places that are named.\n`]);
  // One that the commit takes away was not mistyped.
  folder.git('rm', '--quiet', 'data.csv');
  assert.deepEqual(told('--staged', 'data.csv'), [0, 'Nothing to check: no dataset is staged in what is named.\n']);
});

test('a check that was left out the last time is asked of HEAD when it is wanted', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, twice, conflict]));
  folder.commit('first');
  folder.write('data.csv', csvOf([...cleanLines, twice, conflict, [52, 'A word on rivers', 'neg']]));
  folder.git('add', '.');
  assert.match(folder.staged('--skip', 'exact-duplicate').out, /nothing new found · 1 was there before\n$/);
  assert.match(folder.staged().out, /nothing new found · 2 were there before\n$/);
});

test('rows without an id are known by their content, in the columns that both versions have', (context) => {
  const folder = gateFolder(context);
  const table = (lines: readonly Line[], more = ''): string =>
    ['text,label' + (more && ',extra'), ...lines.map(([, text, label], at) => `${text},${label}${more && `,${more} ${at}`}`), ''].join(
      '\n',
    );
  folder.write('data.csv', table([...cleanLines, conflict]));
  folder.commit('first');
  folder.write('data.csv', table([twice, ...cleanLines, conflict], 'word'));
  folder.git('add', '.');
  assert.deepEqual(json(folder.staged('--format', 'json'))[0]!.findings.map(({ check }) => check), ['exact-duplicate']);
});

test('a renamed file is compared with what it was', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.commit('first');
  folder.git('mv', 'data.csv', 'moved.csv');
  folder.write('moved.csv', csvOf([...cleanLines, conflict, [51, 'A word on roads', 'pos']]));
  folder.git('add', '.');
  assert.match(folder.staged().out, /^moved\.csv .* nothing new found · 1 was there before\n$/);
});

test('decisions, configuration and baseline are those of the index', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf(cleanLines));
  folder.commit('first');
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.git('add', '.');
  assert.equal(folder.staged().code, 1);
  folder.write('winnow.json', '{ "checks": { "conflicting-label": { "severity": "warning" } } }');
  assert.equal(folder.staged().code, 1);
  folder.git('add', 'winnow.json');
  assert.equal(folder.staged().code, 0);
  folder.write('data.csv.winnow.jsonl', '{"winnow":1,"dataset":"data.csv","key":["id"]}\n{"row":{"id":"1"},"act":"exclude","at":"2026-01-01T00:00:00Z","id":"01J00000000000000000000000"}\n');
  assert.match(folder.staged().out, /conflicting-label/);
  folder.git('add', 'data.csv.winnow.jsonl');
  assert.match(folder.staged().out, /nothing new found/);
  folder.git('rm', '--quiet', '--force', 'data.csv.winnow.jsonl', 'winnow.json');
  assert.equal(folder.winnow(['check', '--write-baseline', 'data.csv']).code, 0);
  folder.git('add', 'winnow.baseline.json');
  assert.match(folder.staged().out, /nothing new found · 1 is accepted/);
});

test('a configuration that changes alone has the datasets checked that it speaks of, and says so', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.write('in/other.csv', csvOf([...cleanLines, conflict, twice]));
  folder.write('ignored.csv', csvOf([...cleanLines, conflict]));
  folder.write('.gitignore', 'ignored.csv\n');
  folder.write('winnow.json', '{ "checks": { "conflicting-label": false } }');
  folder.commit('first');
  folder.write('winnow.json', '{ "files": { "data.csv": { "checks": { "conflicting-label": false } } } }');
  folder.git('add', '.');
  const { out, code } = folder.staged();
  assert.match(out, /^in\/other\.csv .*conflicting-label\]\n\n1 error · 1 was there before · in\/other\.csv is as it was, but winnow\.json is not\n/s);
  assert.equal(code, 1);
  assert.equal(folder.staged('data.csv').out, '');
  assert.deepEqual(
    json(folder.staged('--format', 'json')).map(({ path, because }) => [path, because]),
    [['in/other.csv', 'as it was, but winnow.json is not']],
  );
  folder.commit('second');
  folder.git('rm', '--quiet', 'winnow.json');
  assert.deepEqual(json(folder.staged('--format', 'json')).map(({ path, findings }) => [path, ...findings.map(({ check }) => check)]), [['data.csv', 'conflicting-label']]);
});

test('what a changed configuration finds in rows that were there before is told as new', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf(cleanLines));
  folder.commit('first');
  folder.write('data.csv', csvOf([...cleanLines, [30, 'A word on roads', 'pos']]));
  folder.write('winnow.json', '{ "expectations": { "columns": { "label": { "values": ["pos"] } } } }');
  folder.git('add', '.');
  assert.deepEqual([...new Set(json(folder.staged('--format', 'json'))[0]!.findings.map(({ check }) => check))], ['schema-violation']);
});

test('decisions that change alone have their dataset checked', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.write('other.csv', csvOf([...cleanLines, conflict]));
  folder.write('data.csv.winnow.jsonl', '{"winnow":1,"dataset":"data.csv","key":["id"]}\n{"row":{"id":"1"},"act":"exclude","at":"2026-01-01T00:00:00Z","id":"01J00000000000000000000000"}\n');
  folder.commit('first');
  folder.git('rm', '--quiet', 'data.csv.winnow.jsonl');
  const [file, ...others] = json(folder.staged('--format', 'json'));
  assert.deepEqual(
    [file!.path, file!.because, ...file!.findings.map(({ check }) => check)],
    ['data.csv', 'as it was, but data.csv.winnow.jsonl is not', 'conflicting-label'],
  );
  assert.equal(others.length, 0);
  folder.git('reset', '--quiet', '--hard');
  folder.git('mv', 'data.csv.winnow.jsonl', 'other.csv.winnow.jsonl');
  assert.deepEqual(json(folder.staged('--format', 'json')).map(({ path, findings }) => [path, findings.length]), [['data.csv', 1], ['other.csv', 0]]);
});

test('a merge is checked where no branch had the data and its configuration together', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf(cleanLines));
  folder.write('other.csv', csvOf([...cleanLines, conflict]));
  folder.write('winnow.json', '{}');
  folder.commit('first');
  folder.git('checkout', '-q', '-b', 'data');
  folder.write('data.csv', csvOf([...cleanLines, [30, 'A word on roads', 'odd'], [31, 'Some words on rails', 'odd']]));
  folder.commit('two rows of another label');
  folder.git('checkout', '-q', 'main');
  folder.write('winnow.json', '{ "taxonomy": ["pos", "neg"] }');
  folder.commit('a taxonomy');
  folder.git('merge', '--quiet', '--no-commit', 'data');
  const files = json(folder.staged('--format', 'json'));
  assert.deepEqual(
    files.map(({ path, because, findings }) => [path, because, ...findings.map(({ check }) => check)]),
    [['data.csv', 'as in a commit that is merged, but winnow.json is not', 'unknown-label']],
  );
});

test('names with spaces, quotes, line ends and other scripts, in folders, are checked and shown', (context) => {
  const folder = gateFolder(context);
  const names = [
    'with space.csv',
    `it's "quoted".csv`,
    'übung/日本.csv',
    ':(top)odd[1]*.csv',
    '-dash.csv',
    ...(process.platform === 'win32' ? [] : ['line\nend.csv', 'back\\slash.csv']),
  ];
  for (const name of names) folder.write(name, csvOf([...cleanLines, conflict]));
  folder.git('add', '.');
  const files = json(folder.staged('--format', 'json'));
  assert.deepEqual(files.map(({ path }) => path).sort(), [...names].sort());
  assert.ok(files.every(({ findings }) => findings.some(({ check }) => check === 'conflicting-label')));
  assert.ok(!folder.staged().out.includes('line\nend'));
  assert.deepEqual(json(folder.staged('--format', 'json', 'übung')).map(({ path }) => path), ['übung/日本.csv']);
  assert.deepEqual(json(folder.winnow(['check', '--staged', '--format', 'json', './日本.csv'], join(folder.path, 'übung'))).map(({ path }) => path), ['日本.csv']);
});

test('--unstaged tells what the working tree has beyond the index, with what stands beside it on disk', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf(cleanLines));
  folder.write('committed.csv', csvOf([...cleanLines, conflict]));
  folder.commit('first');
  assert.deepEqual(folder.winnow(['check', '--unstaged']), { code: 0, out: '', messages: 'Nothing to check: no dataset differs from what is staged.\n' });
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.git('add', '.');
  folder.write('data.csv', csvOf([...cleanLines, conflict, twice]));
  folder.write('a “new” one.csv', csvOf([...cleanLines, conflict]));
  folder.write('package.json', '{ "name": "no dataset" }');
  const files = json(folder.winnow(['check', '--unstaged', '--format', 'json']));
  assert.deepEqual(
    files.map(({ path, findings }) => [path, ...findings.map(({ check }) => check)]),
    [
      ['a “new” one.csv', 'conflicting-label'],
      ['data.csv', 'exact-duplicate'],
    ],
  );
  assert.deepEqual(json(folder.staged('--format', 'json')).map(({ path, findings }) => [path, ...findings.map(({ check }) => check)]), [['data.csv', 'conflicting-label']]);
  folder.write('winnow.json', '{ "checks": { "conflicting-label": false } }');
  assert.deepEqual(json(folder.winnow(['check', '--unstaged', '--format', 'json', 'a “new” one.csv'])).map(({ findings }) => findings.length), [0]);
  assert.deepEqual(folder.winnow(['check', '--unstaged', '--staged']).code, 2);
});

test('--unstaged has datasets checked of which the configuration or the decisions alone are not as they are staged', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.write('in/other.csv', csvOf([...cleanLines, conflict, twice]));
  folder.write('gone.csv', csvOf(cleanLines));
  folder.write('winnow.json', '{ "checks": { "conflicting-label": false, "exact-duplicate": false } }');
  folder.write('data.csv.winnow.jsonl', '{"winnow":1,"dataset":"data.csv","key":["id"]}\n{"row":{"id":"1"},"act":"exclude","at":"2026-01-01T00:00:00Z","id":"01J00000000000000000000000"}\n');
  folder.commit('first');
  rmSync(join(folder.path, 'gone.csv'));
  const unstaged = (...args: string[]): [string, string | undefined, ...string[]][] =>
    json(folder.winnow(['check', '--unstaged', '--format', 'json', ...args])).map(({ path, because, findings }) => [
      path,
      because,
      ...findings.map(({ check }) => check),
    ]);
  assert.deepEqual(unstaged(), []);
  rmSync(join(folder.path, 'winnow.json'));
  assert.deepEqual(unstaged('in'), [['in/other.csv', 'as it was, but winnow.json is not', 'conflicting-label', 'exact-duplicate']]);
  assert.deepEqual(unstaged('data.csv'), [['data.csv', 'as it was, but winnow.json is not']]);
  rmSync(join(folder.path, 'data.csv.winnow.jsonl'));
  assert.deepEqual(unstaged('data.csv'), [['data.csv', 'as it was, but data.csv.winnow.jsonl and winnow.json are not', 'conflicting-label']]);
  folder.write('winnow.json', '{ "checks": { "conflicting-label": false, "exact-duplicate": false }, "reference": "in/other.csv" }');
  assert.deepEqual(unstaged('in'), []);
  folder.write('data.csv', csvOf([...cleanLines, conflict, twice]));
  folder.write('winnow.json', '{ "checks": { "exact-duplicate": false } }');
  assert.deepEqual(unstaged('data.csv'), [['data.csv', undefined, 'conflicting-label']]);
});

test('what is wrong with a configuration that changes alone is told', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf(cleanLines));
  folder.commit('first');
  folder.write('winnow.json', '{ "role": { "label": "label" } }');
  const told = /^winnow\.json:1:3: “role” is not known here: did you mean “roles”\?/m;
  assert.match(folder.winnow(['check', '--unstaged']).messages.replaceAll(`${folder.path}/`, ''), told);
  folder.git('add', '.');
  assert.match(folder.staged().messages, told);
});

test('a baseline that is asked for and not there is said', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.git('add', '.');
  const { code, messages } = folder.staged('--baseline', 'nope.json');
  assert.deepEqual([code, messages], [2, 'nope.json: There is no such baseline; --write-baseline makes one.\n']);
});

test('--unstaged leaves out files in conflict, deleted ones and links', (context) => {
  const folder = gateFolder(context);
  for (const name of ['data.csv', 'gone.csv', 'link.csv']) folder.write(name, csvOf(cleanLines));
  folder.commit('first');
  folder.git('checkout', '-q', '-b', 'other');
  folder.write('data.csv', csvOf([...cleanLines, [60, 'A word on lakes', 'pos']]));
  folder.commit('theirs');
  folder.git('checkout', '-q', 'main');
  folder.write('data.csv', csvOf([...cleanLines, [61, 'A word on seas', 'neg']]));
  folder.commit('ours');
  assert.notEqual(folder.tryGit('merge', 'other').code, 0);
  rmSync(join(folder.path, 'gone.csv'));
  rmSync(join(folder.path, 'link.csv'));
  symlinkSync('elsewhere.csv', join(folder.path, 'link.csv'));
  assert.deepEqual(folder.winnow(['check', '--unstaged']), { code: 0, out: '', messages: 'Nothing to check: no dataset differs from what is staged.\n' });
});

test('what is no dataset, and what .gitattributes leaves out, is not looked at', (context) => {
  const folder = gateFolder(context);
  folder.write('package.json', '{ "name": "x" }');
  folder.write('tests/broken.csv', csvOf([...cleanLines, conflict]));
  folder.write('.gitattributes', 'tests/** -winnow\n');
  folder.write('list.json', '[{"a":1,"a2":"x"},{"a":2,"a2":"y"}]');
  folder.write('data.csv.winnow.jsonl', 'x');
  folder.git('add', '.');
  assert.deepEqual(json(folder.staged('--format', 'json')).map(({ path }) => path), ['list.json']);
});

test('a Git LFS pointer is checked by what was fetched, else it is explained and stops nothing', (context) => {
  const folder = gateFolder(context);
  const content = csvOf([...cleanLines, conflict]);
  const hash = createHash('sha256').update(content).digest('hex');
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${hash}\nsize ${content.length}\n`;
  folder.write('data.csv', pointer);
  folder.git('add', '.');
  const missing = folder.staged();
  assert.equal(missing.code, 0);
  assert.match(missing.out, /^data\.csv was not looked at: Git LFS keeps this version .*git lfs fetch/);
  const store = join(folder.path, '.git', 'lfs', 'objects', hash.slice(0, 2), hash.slice(2, 4));
  mkdirSync(store, { recursive: true });
  writeFileSync(join(store, hash), content);
  assert.equal(folder.staged().code, 1);
});

test('submodules and worktrees are repositories of their own', (context) => {
  const [folder, inner] = [gateFolder(context), gateFolder(context)];
  inner.write('data.csv', csvOf(cleanLines));
  inner.commit('first');
  folder.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub module');
  folder.write('own.csv', csvOf(cleanLines));
  folder.commit('with a submodule');
  folder.git('worktree', 'add', '--quiet', '-b', 'branch', join(folder.path, 'work tree'));
  for (const place of ['sub module', 'work tree']) {
    const inside = join(folder.path, place);
    const name = place === 'sub module' ? 'data.csv' : 'own.csv';
    folder.winnow(['hook', 'install'], inside);
    writeFileSync(join(inside, name), csvOf([...cleanLines, conflict]));
    const { code, out, messages } = folder.tryGit(
      '-C',
      inside,
      '-c',
      'user.name=Ada',
      '-c',
      'user.email=ada@example.org',
      'commit',
      '--all',
      '--quiet',
      '--message',
      'conflict',
    );
    assert.equal(code, 1, out + messages);
    assert.match(out + messages, /csv:2: error: Rows 1 and 25/);
  }
});

test('where there is no repository, or nothing is staged, that is said', (context) => {
  const folder = gateFolder(context);
  assert.deepEqual(folder.staged(), { code: 0, out: '', messages: 'Nothing to check: no dataset is staged.\n' });
  renameSync(join(folder.path, '.git'), join(folder.path, 'git'));
  const { code, messages } = folder.staged();
  assert.equal(code, 2);
  assert.match(messages, /git repository/);
});
