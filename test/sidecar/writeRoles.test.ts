import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig, writeRoles } from '../../src/sidecar/config.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('without a file one is made, and read again', async (context) => {
  const data = join(await temporaryFolder(context), 'a.csv');
  const path = await writeRoles(data, { label: 'category', segments: ['country'], split: null });
  assert.ok(path.endsWith('winnow.json'));
  assert.equal(
    await readFile(path, 'utf8'),
    '{\n  "files": {\n    "a.csv": {\n      "roles": {\n        "label": "category",\n        "segments": [\n          "country"\n        ],\n        "split": null\n      }\n    }\n  }\n}\n',
  );
  assert.deepEqual((await readConfig(data)).config, { roles: { label: 'category', segments: ['country'], split: null } });
});

test('everything else in the file stays: other keys, comments, tabs, line ends', async (context) => {
  const folder = await temporaryFolder(context);
  const before =
    '{\r\n\t// who labels what\r\n\t"taxonomy": { "b": 1,   "a": 2 },\r\n\t"files": {\r\n\t\t"b.csv": {\r\n\t\t\t"roles": { "id":   "n" }\r\n\t\t}\r\n\t}\r\n}';
  await writeFile(join(folder, 'winnow.json'), before);
  await writeRoles(join(folder, 'a.csv'), { label: 'category' });
  const after = await readFile(join(folder, 'winnow.json'), 'utf8');
  assert.ok(after.startsWith('{\r\n\t// who labels what\r\n\t"taxonomy": { "b": 1,   "a": 2 },\r\n\t"files": {\r\n\t\t"b.csv": {'), after);
  assert.match(after, /"id": {1,3}"n"/);
  assert.ok(after.endsWith('\r\n\t}\r\n}'), 'no newline is added at the end');
  assert.ok(!/[^\r]\n/.test(after));
});

test('the file’s own configuration is written where there is one, and roles that are not named stay', async (context) => {
  const data = join(await temporaryFolder(context), 'a.csv');
  await writeFile(`${data}.winnow.json`, '{ "roles": { "id": "n", "label": "old" } }\n');
  assert.equal(await writeRoles(data, { label: 'new' }), `${data}.winnow.json`);
  assert.equal(await readFile(`${data}.winnow.json`, 'utf8'), '{ "roles": { "id": "n", "label": "new" } }\n');
});

test('a correction that is taken back leaves the file, and one that was never there changes nothing', async (context) => {
  const data = join(await temporaryFolder(context), 'a.csv');
  await writeRoles(data, { label: 'category', split: null });
  const path = await writeRoles(data, { label: undefined, id: undefined });
  assert.deepEqual((await readConfig(data)).config, { roles: { split: null } });
  assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), { files: { 'a.csv': { roles: { split: null } } } });
});

test('a damaged file is not overwritten', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'winnow.json'), '{ "roles": ');
  await assert.rejects(writeRoles(join(folder, 'a.csv'), { label: 'x' }), /winnow\.json:1:\d+: not JSON here.*Mend the file/);
  assert.equal(await readFile(join(folder, 'winnow.json'), 'utf8'), '{ "roles": ');
});

test('an empty file is filled', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'winnow.json'), '\n');
  await writeRoles(join(folder, 'a.csv'), { label: 'x' });
  assert.deepEqual((await readConfig(join(folder, 'a.csv'))).config, { roles: { label: 'x' } });
});
