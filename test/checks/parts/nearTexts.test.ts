import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { openForChecks } from '../support.ts';

const fixture = join(import.meta.dirname, '../../fixtures/checks/near-duplicate/texts/input.csv');

test('memory is asked for and given back, and with little of it the search still finds all', async () => {
  const file = await openForChecks(fixture);
  const given: number[] = [];
  let held = 0;
  const reserve = (asked: number): Promise<{ megabytes: number; release(): void }> => {
    given.push(asked);
    held++;
    return Promise.resolve({ megabytes: 1, release: () => void held-- });
  };
  try {
    const { findings } = await file.run({ only: ['near-duplicate'], reserve });
    assert.equal(given.length, 1);
    assert.ok(given[0]! < 20, `asked for ${given[0]} MB`);
    assert.equal(held, 0);
    assert.deepEqual(findings.map(({ rows }) => [...rows]), [[1, 11, 17], [2, 13], [15, 16], [3, 14]]);
  } finally {
    await file.close();
  }
});

test('a search that is cancelled ends, and gives its memory back', async () => {
  const file = await openForChecks(fixture);
  const stop = new AbortController();
  let held = 0;
  const reserve = (megabytes: number): Promise<{ megabytes: number; release(): void }> => {
    held++;
    stop.abort();
    return Promise.resolve({ megabytes, release: () => void held-- });
  };
  try {
    await assert.rejects(file.run({ only: ['near-duplicate'], reserve, signal: stop.signal }), { name: 'AbortError' });
    assert.equal(held, 0);
  } finally {
    await file.close();
  }
});
