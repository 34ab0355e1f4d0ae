import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommandLine, UsageError } from '../../src/cli/commandLine.ts';

const parse = (line: string): ReturnType<typeof parseCommandLine> => parseCommandLine(line.split(' ').filter((word) => word !== ''));
const refuses = (line: string, says: RegExp): void => assert.throws(() => parse(line), (error) => error instanceof UsageError && says.test(error.message), line);

test('check takes files and its options in any order', () => {
  assert.deepEqual(parse('check a.csv b.jsonl'), { command: 'check', files: ['a.csv', 'b.jsonl'], format: 'text', failOn: 'error', skip: [] });
  assert.deepEqual(parse('check --format json a.csv --fail-on=warning --config w.json'), { command: 'check', files: ['a.csv'], format: 'json', failOn: 'warning', skip: [], config: 'w.json' });
});

test('check leaves out the checks that are named', () => {
  assert.deepEqual(parseCommandLine(['check', 'a.csv', '--skip', 'label-error, ambiguous-row']), { command: 'check', files: ['a.csv'], failOn: 'error', format: 'text', skip: ['label-error', 'ambiguous-row'] });
  assert.throws(() => parseCommandLine(['check', 'a.csv', '--skip', 'label-eror']), /there is no check “label-eror”; there are unreadable-row/);
});

test('labels takes one file', () => {
  assert.deepEqual(parseCommandLine(['labels', 'a.csv', '--format', 'json']), { command: 'labels', file: 'a.csv', format: 'json' });
  assert.throws(() => parseCommandLine(['labels', 'a.csv', 'b.csv']), /winnow labels wants one file, not 2/);
  assert.throws(() => parseCommandLine(['labels', 'a.csv', '--skip', 'label-error']), /--skip is for winnow check/);
});

test('profile takes one file', () => {
  assert.deepEqual(parse('profile a.csv --format json'), { command: 'profile', file: 'a.csv', format: 'json' });
  refuses('profile', /one file, not 0/);
  refuses('profile a.csv b.csv', /one file, not 2/);
  refuses('profile a.csv --fail-on info', /--fail-on/);
});

test('memory is given in megabytes', () => {
  assert.deepEqual(parse('check a.csv --memory 2048'), { command: 'check', files: ['a.csv'], format: 'text', failOn: 'error', skip: [], memory: 2048 });
  assert.deepEqual(parse('profile a.csv --memory 512'), { command: 'profile', file: 'a.csv', format: 'text', memory: 512 });
});

test('help and version are asked for by flags, by name and by nothing at all', () => {
  assert.deepEqual(parse(''), { command: 'help' });
  assert.deepEqual(parse('--help'), { command: 'help' });
  assert.deepEqual(parse('help'), { command: 'help' });
  assert.deepEqual(parse('check --help'), { command: 'help', of: 'check' });
  assert.deepEqual(parse('-v'), { command: 'version' });
});

test('what is wrong with the arguments is said', () => {
  refuses('chekc a.csv', /no command “chekc”/);
  refuses('check', /wants files/);
  refuses('check a.csv --format xml', /--format wants text, json, not “xml”/);
  refuses('check a.csv --fail-on never', /--fail-on wants error, warning, info/);
  for (const memory of ['lots', '2GB', '511', '-1', '']) refuses(`check a.csv --memory=${memory}`, /--memory wants megabytes, at least 512/);
  refuses('check a.csv --colour', /--colour/);
  refuses('--format json', /Which command/);
});

test('a file whose name begins with a dash comes after two dashes', () => {
  assert.deepEqual(parse('check -- -odd.csv'), { command: 'check', files: ['-odd.csv'], format: 'text', failOn: 'error', skip: [] });
});
