import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findDisagreements, settlesConflict } from '../../src/core/conflicts.ts';
import { type Decision, effectiveDecisions } from '../../src/core/decision.ts';
import { readSidecar, saveSidecar } from '../../src/sidecar/sidecarFile.ts';
import { makeRepository } from '../git/repositoryFolder.ts';

const folder = makeRepository();
const data = join(folder.path, 'reviews.csv');
after(() => folder.remove());

let minute = 0;
function relabel(id: string, to: string, by: string, more: Partial<Decision> = {}): Decision {
  minute++;
  return {
    id: `d${String(minute).padStart(3, '0')}`,
    row: { id },
    act: 'relabel',
    column: 'label',
    from: 'x',
    to,
    by,
    at: new Date(minute * 60_000).toISOString(),
    ...more,
  };
}
const save = (...added: Decision[]) => saveSidecar(data, { added, removed: [], key: ['id'] });

test('branches that decided on different rows merge by themselves, and what they say of one cell is listed until it is settled', async () => {
  folder.write('reviews.csv', 'id,label\n1,x\n2,x\n3,x\n4,x\n');
  folder.write('.gitattributes', '*.winnow.jsonl merge=union\n');
  await save(relabel('4', 'z', 'Ada'));
  folder.commit('base');
  folder.git('checkout', '--quiet', '-b', 'theirs');
  await save(relabel('1', 'a', 'Bob'), relabel('3', 'b', 'Bob'));
  folder.commit('theirs');
  folder.git('checkout', '--quiet', 'main');
  await save(relabel('2', 'c', 'Ada'), relabel('3', 'd', 'Ada'));
  folder.commit('ours');
  folder.git('merge', '--quiet', '--no-edit', 'theirs');

  const merged = await readSidecar(data);
  assert.deepEqual(merged.damaged, []);
  assert.deepEqual(effectiveDecisions(merged.decisions).map(({ row, to }) => [row['id'], to]).sort(), [['1', 'a'], ['2', 'c'], ['3', 'd'], ['4', 'z']]);
  const [conflict, ...others] = findDisagreements(merged.decisions);
  assert.deepEqual([conflict?.decision.by, conflict?.decision.to, conflict?.other.by, conflict?.other.to], ['Ada', 'd', 'Bob', 'b']);
  assert.deepEqual(others, []);

  const { decisions } = await save(relabel('3', 'b', 'Cem', { why: settlesConflict }));
  assert.deepEqual(findDisagreements(decisions), []);
});
