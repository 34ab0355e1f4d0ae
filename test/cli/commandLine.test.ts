import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../src/cli/command.ts';
import { generalHelp, helpOn, parseCommandLine } from '../../src/cli/commandLine.ts';
import { commands } from '../../src/cli/commands/index.ts';

const parse = (line: string): ReturnType<typeof parseCommandLine> => parseCommandLine(line.split(' ').filter((word) => word !== ''));
const refuses = (line: string, says: RegExp): void =>
  assert.throws(
    () => parse(line),
    (error) => error instanceof UsageError && says.test(error.message),
    line,
  );
const accepts = (line: string): void => assert.ok('run' in parse(line), line);

test('options stand in any order', () => {
  accepts('check a.csv b.jsonl');
  accepts('check --format json a.csv --fail-on=warning --config w.json');
  accepts('check a.csv --memory 2048');
  accepts('profile a.csv --memory 512 --format json');
});

test('a file whose name begins with a dash comes after two dashes', () => {
  accepts('check -- -odd.csv');
  refuses('check -odd.csv', /no option -o/);
});

test('a command asked for help with a flag alone shows its own', () => {
  for (const command of commands) {
    assert.deepEqual(parse(`${command.name} --help`), { print: 'help', of: command });
    assert.deepEqual(parse(`${command.name} -h`), { print: 'help', of: command });
  }
});

test('help and version are asked for by flags, by name and by nothing at all', () => {
  for (const line of ['', '--help', '-h', 'help']) assert.deepEqual(parse(line), { print: 'help' });
  for (const line of ['--version', '-v', 'version']) assert.deepEqual(parse(line), { print: 'version' });
});

test('every command is in the list of commands and has a help that begins with its usage', () => {
  for (const { name, help, summary } of commands) {
    assert.match(help, new RegExp(`^Usage: winnow ${name}`));
    assert.ok(generalHelp().includes(summary), name);
  }
});

test('what is wrong with the arguments is said', () => {
  refuses('chekc a.csv', /no command “chekc”: did you mean “check”\?/);
  refuses('wash a.csv', /no command “wash”; there are check, .* and collect\./);
  refuses('check', /wants files/);
  refuses('check a.csv --format xml', /--format wants text, json, .* or github, not “xml”/);
  refuses('check a.csv --fail-on never', /--fail-on wants .*error, warning or info/);
  refuses('check a.csv --skip label-eror', /there is no check “label-eror”: did you mean “label-error”\?/);
  refuses('check a.csv --skip everything', /there is no check “everything”; there are unreadable-row/);
  for (const memory of ['lots', '2GB', '511', '-1', '']) refuses(`check a.csv --memory=${memory}`, /--memory wants megabytes, at least 512/);
  refuses('check a.csv --colour', /winnow check has no option --colour/);
  refuses('check a.csv --formt json', /winnow check has no option --formt: did you mean --format\?/);
  refuses('check a.csv --fail-on', /^--fail-on wants a value\.$/);
  refuses('check a.csv --fail-on --quiet', /^--fail-on wants a value; one that begins with a dash is written behind “=”/);
  refuses('check a.csv --quiet=1', /^--quiet takes no value\.$/);
  refuses('profile', /one file, not 0/);
  refuses('labels a.csv b.csv', /winnow labels wants one file, not 2/);
  refuses('profile a.csv --fail-on info', /winnow profile has no option --fail-on/);
  refuses('--format json', /A command comes first, not “--format”: check, /);
});

test('whoever is told that something is wrong is told where the help on it is', () => {
  assert.equal(helpOn(['check', '--foo']), 'winnow check --help');
  assert.equal(helpOn(['chekc', 'a.csv']), 'winnow --help');
  assert.equal(helpOn([]), 'winnow --help');
});

test('the help of a command names each of its options, in lines that fit a terminal of 120 columns', () => {
  for (const { name, help, options } of commands) {
    for (const option of Object.keys(options)) assert.match(help, new RegExp(`^  --${option}\\b`, 'm'), `${name} --${option}`);
    assert.deepEqual(help.split('\n').filter((line) => line.length > 120), [], name);
  }
});
