import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Shared } from '../../src/checks/shared.ts';
import type { Relation } from '../../src/engine/engine.ts';

function sharedOver(): { shared: Shared; tables: Set<string> } {
  const tables = new Set<string>();
  const relation = {
    keep: async (sql: string) => {
      tables.add(sql);
      return { name: `"${sql}"`, drop: async () => void tables.delete(sql) };
    },
  } as unknown as Relation;
  return { shared: new Shared(relation, new AbortController().signal), tables };
}

test('What several checks need is worked out once, and again only where it failed', async () => {
  const { shared } = sharedOver();
  let asked = 0;
  const make = async (): Promise<number> => {
    if (++asked === 1) throw new Error('not now');
    return asked;
  };
  await assert.rejects(shared.get('figure', make), /not now/);
  assert.deepEqual([await shared.get('figure', make), await shared.get('figure', make), asked], [2, 2, 2]);
});

test('Tables last as long as the run, or until they are let go', async () => {
  const { shared, tables } = sharedOver();
  const first = await shared.keep('first');
  await shared.keep('second');
  assert.equal(first.name, '"first"');
  await first.drop();
  assert.deepEqual([...tables], ['second']);
  await first.drop();
  await shared.dispose();
  assert.deepEqual([...tables], []);
});
