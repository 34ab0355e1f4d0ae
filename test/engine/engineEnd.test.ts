import assert from 'node:assert/strict';
import test from 'node:test';
import { explainDatabaseError } from '../../src/engine/databaseErrors.ts';
import { describeEngineEnd, type EngineEnd } from '../../src/engine/engineEnd.ts';

const ended = (how: string, lines: readonly string[] = [], memoryLimit = 4096): EngineEnd => describeEngineEnd({ how, lines, memoryLimit });

test('a process whose last words are of a full heap ran out of memory', () => {
  const lines = ['<--- Last few GCs --->', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', ' 1: 0xb78db3 node::OOMErrorHandler'];
  const end = ended('signal SIGABRT', lines);
  assert.equal(end.what, 'ran out of memory (its limit is 4,096 MB)');
  assert.match(end.advice ?? '', /^Give it more \(winnow\.memoryLimit, --memory\)/);
});

test('more memory is not advised where JavaScript could not use it', () => {
  const end = ended('exit code 134', ['FATAL ERROR: JavaScript heap out of memory'], 16_384);
  assert.match(end.advice ?? '', /^More would not help/);
});

test('a process that the system killed, or refused memory, may have been one too many', () => {
  assert.match(ended('signal SIGKILL').advice ?? '', /^If nobody ended it, the system did, for want of memory\./);
  assert.match(ended('signal SIGABRT', ['  what():  std::bad_alloc']).advice ?? '', /^The system had no more memory for it\./);
});

test('of any other end nothing is guessed', () => {
  assert.deepEqual(ended('exit code 1', ['Error: Cannot find module']), { what: 'stopped (exit code 1)' });
  assert.deepEqual(ended('signal SIGSEGV'), { what: 'stopped (signal SIGSEGV)' });
});

test('errors for want of memory are told alike, whoever met them', () => {
  const errors = [
    new Error('Out of Memory Error: could not allocate block of size 256.0 KiB (57.9 MiB/58.0 MiB used)'),
    new Error('Worker terminated due to reaching memory limit: JS heap out of memory'),
    new RangeError('Array buffer allocation failed'),
  ];
  for (const error of errors) assert.match(explainDatabaseError(error, 'rows.csv').message, /^rows\.csv: the data engine ran out of memory/);
  const other = new RangeError('Invalid array length');
  assert.equal(explainDatabaseError(other, 'rows.csv'), other);
});
