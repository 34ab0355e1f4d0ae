import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import test from 'node:test';
import { readArguments, readSize } from './readArguments.ts';

const known = ['engine', 'grid', 'labels'];
const read = (...args: string[]): ReturnType<typeof readArguments> => readArguments(args, known, ['engine', 'grid'], {});

test('without arguments the usual suites run on 100 MB, five times', () => {
  const { suites, size, runs, python, json, only } = read();
  assert.deepEqual(
    { suites, size, runs, python, json, only },
    { suites: ['engine', 'grid'], size: 100_000_000, runs: 5, python: 'python3', json: undefined, only: undefined },
  );
});

test('large data are measured three times, unless it is said how often', () => {
  assert.equal(read('--size', '1GB').runs, 3);
  assert.equal(read('--size', '5GB', '--runs', '1').runs, 1);
});

test('suites are named, and only those', () => {
  assert.deepEqual(read('labels').suites, ['labels']);
  assert.throws(() => read('speed'), /no suite “speed”: engine, grid, labels/);
});

test('JSON goes into a file where one is named, else to standard output', () => {
  assert.equal(read('--json', 'out.json').json, 'out.json');
  assert.equal(read('--json').json, '-');
  assert.equal(read('--json', '--runs', '2').json, '-');
  const { json, suites } = read('--json', 'grid');
  assert.deepEqual([json, suites], ['-', ['grid']]);
});

test('sizes are read with decimal units', () => {
  assert.deepEqual(['10MB', '1.5 gb', '250KB', '123456'].map(readSize), [10_000_000, 1_500_000_000, 250_000, 123_456]);
  for (const wrong of ['ten', '10TB', '', '5', '-1MB']) assert.throws(() => readSize(wrong), /--size takes/);
});

test('numbers that are none are said, with the option they were given to', () => {
  assert.throws(() => read('--runs', '0'), /--runs takes a whole number from 1; not “0”/);
  assert.throws(() => read('--memory', 'much'), /--memory/);
  assert.throws(() => read('--fast'), /--fast/);
});

test('folders are taken from where the command runs, and Python from the environment', () => {
  assert.equal(read('--folder', 'data').folder, resolve('data'));
  assert.equal(readArguments([], known, known, { WINNOW_BENCH_PYTHON: '/opt/python' }).python, '/opt/python');
});
