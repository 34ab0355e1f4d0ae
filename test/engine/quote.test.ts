import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Database } from '../../src/engine/duckdb.ts';
import { quoteLiteral } from '../../src/engine/quote.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('a number that is written into a question is that number, to its last digit', async (t) => {
  const database = await Database.open({ memoryLimit: 256, threads: 1, temporaryFolder: await temporaryFolder(t), readable: [] });
  t.after(() => database.close());
  const numbers = [0.1, 0.45294573487103396, 0.9903853859683969, 0.09465399099626595, -2.5, 1e-320, 1.7976931348623157e308, 3, -0, 2 ** 53];
  const [found = []] = await database.columns(`SELECT unnest([${numbers.map((number) => `CAST(${quoteLiteral(number)} AS DOUBLE)`).join(', ')}])`);
  assert.deepEqual(found, numbers.map((number) => number + 0));
  const bounds = numbers.map((number) => `CAST('${number}' AS DOUBLE) <= ${quoteLiteral(number)} AND CAST('${number}' AS DOUBLE) >= ${quoteLiteral(number)}`);
  const [held = []] = await database.columns(`SELECT unnest([${bounds.join(', ')}])`);
  assert.ok(held.every((holds) => holds === true), String(held));
});
