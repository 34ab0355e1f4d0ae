import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { configPaths, readConfig } from '../../src/sidecar/config.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

async function project(context: TestContext, files: Record<string, string>): Promise<string> {
  const root = await temporaryFolder(context);
  await mkdir(join(root, '.git'));
  await mkdir(join(root, 'data'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  return root;
}

test('without any configuration there is none, and nothing to say about it', async (context) => {
  const root = await project(context, {});
  assert.deepEqual(await readConfig(join(root, 'data', 'a.csv')), { config: {}, notices: [], files: [] });
});

test('the nearer file wins, setting by setting, and sections for a file win over the rest of theirs', async (context) => {
  const root = await project(context, {
    'winnow.json': JSON.stringify({
      roles: { label: 'far', id: 'id' },
      checks: { 'outlier-value': { threshold: 5, minimum: 30 }, 'constant-column': false },
      files: { 'data/a.csv': { types: { zip: 'text' } } },
    }),
    'data/winnow.json': JSON.stringify({
      roles: { label: 'near' },
      checks: { 'outlier-value': { threshold: 4 } },
      files: { 'a.csv': { key: 'id' }, 'b.csv': { key: ['other'] } },
    }),
    'data/a.csv.winnow.json': JSON.stringify({ roles: { split: null }, format: { encoding: 'latin1', delimiter: ';' } }),
  });
  const { config, notices, files } = await readConfig(join(root, 'data', 'a.csv'));
  assert.deepEqual(notices, []);
  assert.equal(files.length, 3);
  assert.deepEqual(config, {
    roles: { label: 'near', id: 'id', split: null },
    checks: { 'outlier-value': { threshold: 4, minimum: 30 }, 'constant-column': false },
    types: { zip: 'text' }, key: ['id'], format: { encoding: 'latin1', delimiter: ';' },
  });
});

test('a reference is found from where it is written, and one that cannot be meant is told with its place', async (context) => {
  const root = await project(context, {
    'winnow.json':
      '{"reference": "old/last.csv", "files": {"data/b.csv": {"reference": "split:train"}, "data/c.csv": {"reference": "time:day"}}}',
  });
  const [a, b, c] = await Promise.all(['a.csv', 'b.csv', 'c.csv'].map((name) => readConfig(join(root, 'data', name))));
  assert.equal(a!.config.reference, join(root, 'old', 'last.csv'));
  assert.equal(b!.config.reference, 'split:train');
  assert.equal(c!.config.reference, join(root, 'old', 'last.csv'));
  assert.match(c!.notices[0]!.message, /winnow\.json:1:\d+: “time:day” is no window of time/);
});

test('looking upwards ends at the repository, at the workspace, or does not begin', async (context) => {
  const root = await project(context, {});
  const data = join(root, 'data', 'a.csv');
  const [outer, inner, own] = [join(root, 'winnow.json'), join(root, 'data', 'winnow.json'), `${data}.winnow.json`];
  assert.deepEqual(configPaths(data), [outer, inner, own]);
  assert.deepEqual(configPaths(data, join(root, 'data')), [inner, own]);
  assert.deepEqual(configPaths('/nowhere/at all/a.csv'), ['/nowhere/at all/winnow.json', '/nowhere/at all/a.csv.winnow.json']);
});

test('a damaged file is reported with its place and what could be read of it is used', async (context) => {
  const root = await project(context, { 'data/winnow.json': '{\n  "roles": { "label": "category" }\n  "key": ["id"],\n}\n' });
  const { config, notices } = await readConfig(join(root, 'data', 'a.csv'));
  assert.deepEqual(notices.map(({ line, column, severity }) => ({ line, column, severity })), [{ line: 3, column: 3, severity: 'warning' }]);
  assert.match(notices[0]?.message ?? '', /data\/winnow\.json:3:3: not JSON here: comma expected$/);
  assert.deepEqual(config, { roles: { label: 'category' }, key: ['id'] });
});

test('values of the wrong kind are reported one by one and the others used', async (context) => {
  const text = `{
  "roles": { "label": 3, "lable": "x", "content": ["text", 1], "segments": "country" },
  "key": 7,
  "types": { "zip": "string", "age": "integer" },
  "checks": { "outlier-value": "off", "missing-value": { "severity": "fatal", "share": 0.1 }, "constant-column": true },
  "format": { "encoding": "ebcdic", "delimiter": "||", "header": "yes", "quote": "'" },
  "expectations": ["not", "an object"]
}`;
  const root = await project(context, { 'data/winnow.json': text });
  const { config, notices } = await readConfig(join(root, 'data', 'a.csv'));
  assert.deepEqual(config, {
    roles: { content: ['text'], segments: ['country'] }, types: { age: 'integer' },
    checks: { 'missing-value': { share: 0.1 }, 'constant-column': {} }, format: { quote: "'" }, expectations: {},
  });
  assert.deepEqual(notices.map(({ message }) => message.replace(/^.*winnow\.json:/, '')), [
    '2:23: “label” wants the name of a column, or null, not 3',
    '2:35: “lable” is not a role: did you mean “label”?',
    '2:60: “content” wants names of columns, not 1',
    '3:10: “key” wants a list of column names, not 7',
    '4:21: “zip” wants a type: one of boolean, integer, number, date, timestamp, text, list, struct, binary, empty, not “string”',
    '5:32: “outlier-value” wants false or an object of settings, not “off”',
    '5:70: “severity” wants one of error, warning, info, not “fatal”',
    '6:27: “encoding” wants one of utf-8, utf-16le, utf-16be, latin1, not “ebcdic”',
    '6:50: “delimiter” wants one character, not “||”',
    '6:66: “header” wants true or false, not “yes”',
    '7:19: “expectations” wants an object, not a list',
  ]);
});

test('names that are not known are told, with the nearest one that is', async (context) => {
  const text = `{
  "$schema": "x", "rolls": {}, "expectation": {}, "zzz": 1,
  "format": { "delimeter": ";" },
  "taxonomy": [{ "name": "a", "color": "#000000" }],
  "expectations": { "column": {}, "columns": { "age": { "requierd": true, "min": 0 } } },
  "files": { "a.csv": { "files": {}, "lable": "x" } }
}`;
  const root = await project(context, { 'data/winnow.json': text });
  const { config, notices } = await readConfig(join(root, 'data', 'a.csv'));
  assert.deepEqual(config.expectations, { columns: { age: { min: 0 } } });
  const known = 'roles, key, types, checks, format, taxonomy, costs, annotations, expectations, reference, collect';
  assert.deepEqual(notices.map(({ message }) => message.replace(/^.*winnow\.json:/, '')), [
    '2:19: “rolls” is not known here: did you mean “roles”?',
    '2:32: “expectation” is not known here: did you mean “expectations”?',
    `2:51: “zzz” is not known here; there are ${known}, files, $schema`,
    '3:15: “delimeter” is not known here: did you mean “delimiter”?',
    '4:31: “color” is not known here: did you mean “colour”?',
    '5:21: “column” is not known here: did you mean “columns”?',
    '5:57: “requierd” is not known here: did you mean “required”?',
    `6:25: “files” is not known here; there are ${known}`,
    `6:38: “lable” is not known here; there are ${known}`,
  ]);
});

test('expectations are read rule by rule, and what cannot be one is told', async (context) => {
  const text = `{ "expectations": { "otherColumns": "no", "ordered": true, "columns": {
  "age": { "type": "int", "required": true, "min": 0, "max": "old" },
  "born": { "min": "2024-01-01", "max": "2020-01-01" },
  "code": { "pattern": "[A-Z]+", "minLength": 5, "maxLength": 2.5, "values": ["a", 1, true, null] },
  "odd": 7 } } }`;
  const root = await project(context, {
    'data/winnow.json': text,
    'winnow.json': '{ "expectations": { "columns": { "age": { "unique": true, "min": 5 } } } }',
  });
  const { config, notices } = await readConfig(join(root, 'data', 'a.csv'));
  assert.deepEqual(config.expectations, {
    ordered: true,
    columns: {
      age: { unique: true, required: true, min: 0 },
      born: { min: '2024-01-01', max: '2020-01-01' },
      code: { pattern: '[A-Z]+', minLength: 5, values: ['a', '1', 'true'] },
      odd: {},
    },
  });
  assert.deepEqual(notices.map(({ message }) => message.replace(/^.*winnow\.json:/, '')), [
    '1:37: “otherColumns” wants true or false, not “no”',
    '2:20: “type” wants one of boolean, integer, number, date, timestamp, text, list, struct, binary, empty, not “int”',
    '2:62: “max” wants a number, or a date as 2024-01-31, not “old”',
    '3:11: “born” expects a least value above its greatest, which nothing can be',
    '4:63: “maxLength” wants a whole number that is not negative, not 2.5',
    '4:93: “values” wants texts, numbers, true or false, not null',
    '5:10: “odd” wants an object of what is expected of the column, not 7',
  ]);
});

test('a file that is named is the only one read, and has to be there', async (context) => {
  const root = await project(context, { 'winnow.json': '{"key":["far"]}', 'mine.json': '{"roles":{"label":"mine"},"files":{"a.csv":{"roles":{"id":"n"}}}}' });
  const data = join(root, 'data', 'a.csv');
  assert.deepEqual((await readConfig(data, { only: join(root, 'mine.json') })).config, { roles: { label: 'mine', id: 'n' } });
  const missing = await readConfig(data, { only: join(root, 'gone.json') });
  assert.match(missing.notices[0]?.message ?? '', /gone\.json cannot be read/);
});

test('an empty file and one that is a list say so', async (context) => {
  const root = await project(context, { 'winnow.json': '', 'data/winnow.json': '[1]' });
  const { config, notices } = await readConfig(join(root, 'data', 'a.csv'));
  assert.deepEqual(config, {});
  assert.match(notices[0]?.message ?? '', /winnow\.json:1:1: not JSON here: value expected/);
  assert.match(notices[1]?.message ?? '', /data\/winnow\.json:1:1: the file wants an object, not a list$/);
  assert.equal(notices.length, 2);
});

test('a name that stands twice is told, and the last one counts', async (context) => {
  const text = '{ "key": ["a"], "roles": { "label": "a", "label": "b" },\n  "key": ["b"] }';
  const root = await project(context, { 'data/winnow.json': text });
  const { config, notices } = await readConfig(join(root, 'data', 'a.csv'));
  assert.deepEqual(config, { key: ['b'], roles: { label: 'b' } });
  assert.deepEqual(notices.map(({ message }) => message.replace(/^.*winnow\.json:/, '')), [
    '1:42: “label” stands here twice; the last one counts',
    '2:3: “key” stands here twice; the last one counts',
  ]);
});
