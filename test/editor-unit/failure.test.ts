import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FormatError } from '../../src/formats/format.ts';
import { abortError, RemoteError } from '../../src/protocol/rpc.ts';
import { describeFailure, engineFailure } from '../../src/editor/failure.ts';

const codes = (code: string): Error => Object.assign(new Error(`${code}: something, open 'a.csv'`), { code });

describe('failure', () => {
  it('says in plain words what a file system error means', () => {
    assert.match(describeFailure(codes('ENOENT'), 'a.csv').title, /a\.csv is not there/);
    assert.match(describeFailure(codes('EACCES'), 'a.csv').title, /may not be read/);
    assert.deepEqual([describeFailure(codes('EISDIR'), 'a').title, describeFailure(codes('EISDIR'), 'a').retry], ['a is a folder', false]);
    assert.match(describeFailure(new RemoteError('Error', "ENOENT: no such file or directory, open 'a.csv'"), 'a.csv').title, /is not there/);
  });

  it('hands on what a format says, from this process and from the engine', () => {
    const words = 'a.csv is empty: there is nothing to show.';
    for (const error of [new FormatError(words), new RemoteError('FormatError', words)]) {
      assert.deepEqual(describeFailure(error, 'a.csv'), { title: 'a.csv cannot be shown as a dataset', message: words, retry: true });
    }
  });

  it('offers to read again what a person stopped, and names the log for what nobody foresaw', () => {
    assert.deepEqual([describeFailure(abortError(), 'a.csv').title, describeFailure(abortError(), 'a.csv').retry], ['Reading a.csv was stopped', true]);
    assert.match(describeFailure('odd', 'a.csv').message, /^odd\n.*Winnow: Show Log/);
  });

  it('says of an engine that ended again and again what it wanted, where that is known', () => {
    const limited = engineFailure('a.csv', { what: 'ran out of memory (its limit is 512 MB)', advice: 'Give it more.', limited: true });
    assert.match(limited.message, /^It ran out of memory \(its limit is 512 MB\) while a\.csv was open, and .*\nGive it more\.\nThe log/);
    assert.match(engineFailure('a.csv', { what: 'stopped (signal SIGSEGV)' }).message, /^It stopped while a\.csv was open, and .*\nA higher winnow\.memoryLimit/);
  });
});
