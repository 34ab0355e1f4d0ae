import assert from 'node:assert/strict';
import { test } from 'node:test';
import { never, open, quiet } from './openLabels.ts';

test('the eight most probable labels are shown, and the given one among them wherever it stands', async (context) => {
  const names = 'abcdefghijkl'.split('');
  // In the order of the alphabet the labels are ever less likely; the given label is another one in each row.
  const shares = names.map((_, place) => (12 - place) / 78);
  const lines = Array.from({ length: 120 }, (_, row) => [row + 1, names[row % 12], ...shares.map((share) => share.toFixed(6))].join(','));
  const session = await open(context, `id,label,${names.map((name) => `p_${name}`).join(',')}\n${lines.join('\n')}\n`, 'data.csv', {
    roles: { label: 'label', probabilities: names.map((name) => `p_${name}`) },
  });
  await session.found.check(['label-error'], never, quiet);
  const shown = async (row: number): Promise<string> => (await session.labelEvidence(row, never)).probabilities.map(({ label }) => label).join('');
  assert.equal(await shown(3), 'abcdefgh');
  assert.equal(await shown(8), 'abcdefgh');
  assert.equal(await shown(11), 'abcdefgk');
});
