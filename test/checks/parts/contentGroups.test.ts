import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { contentGroups } from '../../../src/checks/parts/contentGroups.ts';
import { Shared } from '../../../src/checks/shared.ts';
import type { Dataset } from '../../../src/core/dataset.ts';
import { Database } from '../../../src/engine/duckdb.ts';
import { openRelation } from '../../../src/engine/sql.ts';
import { loadCells, openDatabase } from '../../engine/support.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

const { signal } = new AbortController();
const column = { name: 'text', index: 0, type: 'text' as const };
const dataset = { columns: [column], roles: { content: ['text'], segments: [], probabilities: [], annotators: [] } } as unknown as Dataset;
const stored = { name: 'text', internal: 'c0', storage: 'VARCHAR', type: 'text' as const };

async function groupsOf(relation: ReturnType<typeof openRelation>): Promise<{ rows: Int32Array; identical: boolean }[]> {
  const shared = new Shared(relation, signal);
  const context = { dataset, relation, signal, shared: shared.get.bind(shared) as Shared['get'], keep: (sql: string) => shared.keep(sql) };
  const groups: { rows: Int32Array; identical: boolean }[] = [];
  for await (const { rows, identical } of contentGroups(context)) groups.push({ rows, identical });
  await shared.dispose();
  return groups;
}

test('Contents with one hash are told apart by their texts', async (t) => {
  const database = await openDatabase(t);
  const texts = ['same', 'other', 'Same', 'alone', 'other', 'same  ', ' ', null, 'other', ''];
  const relation = openRelation(database, await loadCells(database, ['text'], texts.map((text) => [text])));
  const expected = [{ rows: Int32Array.of(1, 3, 6), identical: false }, { rows: Int32Array.of(2, 5, 9), identical: true }];
  assert.deepEqual(await groupsOf(relation), expected);
  const colliding = { ...relation, dialect: { ...relation.dialect, hash: () => '1' } };
  assert.deepEqual(await groupsOf(colliding), expected);
});

test('One content in a million rows is one group, in the memory that there is', async (t) => {
  const rows = 1_000_000;
  const database = await Database.open({ memoryLimit: 512, threads: 2, temporaryFolder: join(await temporaryFolder(t), 'work'), readable: [] });
  t.after(() => database.close());
  await database.execute(`CREATE TABLE data AS SELECT range + 1 AS _row, repeat('one and the same ', 6) AS c0 FROM range(${rows})`);
  const groups = await groupsOf(openRelation(database, [stored]));
  assert.deepEqual(groups.map((group) => [group.rows.length, group.rows[0], group.rows[rows - 1], group.identical]), [[rows, 1, rows, true]]);
});
