import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openForChecks } from './support.ts';

const fixtures = join(import.meta.dirname, '../fixtures/checks');
const learnsNothing = (): never => assert.fail('labels were asked for');

/** What the check says of a file in which there is nothing to look at. */
async function skippedFor(path: string, checks?: Record<string, Record<string, unknown>>): Promise<string | undefined> {
  const file = await openForChecks(path, checks && { checks });
  try {
    const { findings, skipped } = await file.run({ only: ['test-noise'], outOfSample: learnsNothing });
    assert.deepEqual(findings, []);
    return skipped[0]?.why;
  } finally {
    await file.close();
  }
}

test('without a split, test noise is left out in words, and nothing is learnt', async () => {
  assert.equal(await skippedFor(join(fixtures, 'label-error/clean/input.csv')), 'no column has the role split, so there is no test split');
});

test('where no split is for testing, test noise is left out in words, and nothing is learnt', async () => {
  assert.equal(
    await skippedFor(join(fixtures, 'test-noise/no-test-split/input.csv')),
    'there is no test split: no value of “split” says that a row is for testing',
  );
});

test('of fewer test rows than it takes, noise is not estimated, and nothing is learnt', async () => {
  assert.equal(
    await skippedFor(join(fixtures, 'test-noise/clean/input.csv'), { 'test-noise': { minRows: 500 } }),
    'the test split has 120 labelled rows, and label noise is not estimated of fewer than 500',
  );
});

test('why there are no probabilities is why test noise is left out', async () => {
  const file = await openForChecks(join(fixtures, 'test-noise/no-predictions/input.csv'));
  try {
    const { findings, skipped } = await file.run({ only: ['test-noise'], outOfSample: () => Promise.resolve({ why: 'only one label has two rows or more' }) });
    assert.deepEqual([findings, skipped], [[], [{ check: 'test-noise', why: 'only one label has two rows or more' }]]);
  } finally {
    await file.close();
  }
});

test('the noise has an interval and stands beside the error of the predictions', async () => {
  const file = await openForChecks(join(fixtures, 'test-noise/beside-a-predicted-label/input.csv'));
  try {
    const { findings } = await file.run({ only: ['test-noise'] });
    const { noise, low, high, rows, error, errorRows, suspects } = findings[0]!.evidence as Record<string, number>;
    assert.deepEqual([rows, errorRows, error, suspects, findings[0]!.rows.length], [90, 90, 0.1, 6, 6]);
    assert.ok(low! < noise! && noise! < high!);
  } finally {
    await file.close();
  }
});
