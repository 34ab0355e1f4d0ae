import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DocumentNotices } from '../../src/editor/documentNotices.ts';

const info = (message: string): { severity: 'info'; message: string } => ({ severity: 'info', message });

describe('documentNotices', () => {
  it('says what the reader, the configuration and events have to say, in this order', () => {
    let shown: readonly string[] = [];
    const notices = new DocumentNotices((all) => (shown = all.map(({ message }) => message)), () => undefined);
    notices.add(info('deleted'));
    notices.add(info('deleted'));
    notices.ofConfig([info('winnow.json:1:2')]);
    notices.ofReader([info('read as Latin-1')]);
    assert.deepEqual(shown, ['read as Latin-1', 'winnow.json:1:2', 'deleted']);
    notices.ofReader([]);
    notices.withdraw('del');
    assert.deepEqual(shown, ['winnow.json:1:2']);
  });

  it('forgets the last reading of the file when it is read anew, but not the configuration', () => {
    let shown: readonly string[] = [];
    const notices = new DocumentNotices((all) => (shown = all.map(({ message }) => message)), () => undefined);
    notices.ofReader([info('a')]);
    notices.ofConfig([info('b')]);
    notices.add(info('c'));
    notices.clear();
    assert.deepEqual(shown, ['b']);
  });
});
