import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Dataset } from '../../src/core/dataset.ts';
import { whyUndecided } from '../../src/editor/partialKeys.ts';

const whole: Dataset = {
  path: '/a.jsonl', name: 'a.jsonl', format: 'jsonl', bytes: 1000, columns: [], records: 10, rows: 10, unreadable: 0, hasLines: true,
  roles: { content: [], segments: [], probabilities: [], annotators: [] }, inference: [], key: [], notices: [],
};
const partial = { ...whole, partial: { bytes: 100 } };

describe('whyUndecided', () => {
  it('refuses nothing on a whole file', () => assert.equal(whyUndecided(whole), null));

  it('refuses to decide where more of the file may change what tells rows apart', () => {
    assert.match(whyUndecided(partial) ?? '', /load the rest to decide/);
    assert.match(whyUndecided({ ...partial, format: 'json' }) ?? '', /load the rest/);
  });

  it('refuses nothing where the columns are known, where a key was given, or where all rows are there', () => {
    assert.equal(whyUndecided({ ...partial, format: 'csv' }), null);
    assert.equal(whyUndecided({ ...partial, key: ['id'] }), null);
    assert.equal(whyUndecided({ ...partial, partial: { bytes: 1000 } }), null);
  });
});
