import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { Database } from '../../src/engine/duckdb.ts';
import { databaseMemory, defaultMemoryLimit, heapLimit } from '../../src/engine/memoryLimit.ts';
import { divide, MemoryPool } from '../../src/engine/memoryPool.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const limit = 2048;
const total = databaseMemory(limit);

test('who wants little has it, and the rest is divided evenly', () => {
  assert.deepEqual(divide(900, [900]), [900]);
  assert.deepEqual(divide(900, [900, 900, 900]), [300, 300, 300]);
  assert.deepEqual(divide(900, [100, 2000, 700]), [100, 400, 400]);
  assert.deepEqual(divide(900, [100, 200]), [400, 500]);
  assert.deepEqual(divide(900, []), []);
});

test('databases give up memory for one that joins, and have it back when it leaves', async () => {
  const pool = new MemoryPool();
  const told: number[] = [];
  const first = await pool.join(limit, 5000);
  await first.follow((megabytes) => Promise.resolve(void told.push(megabytes)));
  assert.equal(first.megabytes, total);
  const second = await pool.join(limit, 5000);
  assert.deepEqual([first.megabytes, second.megabytes], [total / 2, total / 2]);
  second.release();
  await first.follow((megabytes) => Promise.resolve(void told.push(megabytes)));
  assert.equal(first.megabytes, total);
  assert.deepEqual(told, [total / 2, total]);
});

test('one that cannot give up what it uses keeps it, and another can work with a quarter meanwhile', async () => {
  const pool = new MemoryPool();
  const busy = await pool.join(limit, 5000);
  await busy.follow(() => Promise.reject(new Error('in use')));
  const second = await pool.join(limit, 5000);
  assert.deepEqual([busy.megabytes, Math.round(second.megabytes)], [total, Math.round(total / 4)]);
  await busy.follow(() => Promise.resolve());
  assert.deepEqual([Math.round(busy.megabytes), Math.round(second.megabytes)], [Math.round(total / 2), Math.round(total / 2)]);
});

test('work beside the databases has up to half of their memory', async () => {
  const pool = new MemoryPool();
  const database = await pool.join(limit, 5000);
  const learner = await pool.reserve(200);
  assert.deepEqual([database.megabytes, learner.megabytes], [total - 200, 200]);
  const greedy = await pool.reserve(10_000);
  assert.deepEqual([database.megabytes, greedy.megabytes], [total / 2, total / 2 - 200]);
});

test('a limit that was changed goes for what is open already', async () => {
  const pool = new MemoryPool();
  const first = await pool.join(4096, 5000);
  const second = await pool.join(limit, 5000);
  assert.deepEqual([first.megabytes, second.megabytes], [total / 2, total / 2]);
});

test('DuckDB has less than the process may take', () => {
  assert.deepEqual([100, 256, 1024, 2048, 4096].map((limit) => Math.round(databaseMemory(limit))), [256, 256, 538, 1254, 2688]);
  assert.deepEqual([256, 1024, 2048, 32_768].map(heapLimit), [512, 512, 1024, 4096]);
  assert.ok(defaultMemoryLimit() > 0 && defaultMemoryLimit() <= 4096);
});

test('open databases share one limit, and nothing else of their configuration can be changed', async (t) => {
  const folder = await temporaryFolder(t);
  const open = (name: string): Promise<Database> => Database.open({ memoryLimit: 1000, threads: 1, temporaryFolder: join(folder, name), readable: [] });
  const limitOf = async (database: Database): Promise<number> => {
    const [row] = await database.query(`SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'`);
    return Math.round(Number.parseFloat(String(row!['value'])));
  };
  const first = await open('first');
  assert.equal(await limitOf(first), 520);
  const second = await open('second');
  assert.deepEqual([await limitOf(first), await limitOf(second)], [260, 260]);
  await second.close();
  await first.query('SELECT 1');
  await assert.rejects(first.execute(`SET GLOBAL threads = 2`), /locked/);
  await first.close();
});
