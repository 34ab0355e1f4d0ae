import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { List, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Field, Int32, Struct, Table, Utf8, vectorFromArray } from 'apache-arrow';
import { valueProblem } from '../../../src/engine/apply/valueProblem.ts';
import { planApply } from '../../../src/engine/apply/plan.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { DecidedFile, keep } from './support.ts';

const problems = (file: DecidedFile, cells: readonly (readonly [string, string | null])[]): Promise<(string | null)[]> => file.use(async ({ applySource }) => {
  const problem = await valueProblem(applySource);
  return cells.map(([name, value]) => problem(applySource.dataset.columns.find((column) => column.name === name)!, value));
});

async function parquetFile(t: test.TestContext): Promise<DecidedFile> {
  const path = join(await temporaryFolder(t), 'data.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT i AS id, 'label ' || i % 2 AS label, i * 2 AS size, [i, i + 1] AS list, {'a': i} AS nested FROM range(5) AS rows(i)) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return new DecidedFile(path);
}

function arrowBytes(): Uint8Array {
  const ids = vectorFromArray([1, 2, 3], new Int32());
  const words = vectorFromArray(['a', 'b', 'a'], new Utf8());
  const lists = vectorFromArray([[1], [2], [3]], new List(new Field('item', new Int32())));
  const schema = new Schema([new Field('id', ids.type, false), new Field('label', words.type, true), new Field('list', lists.type, true)]);
  const data = makeData({ type: new Struct(schema.fields), length: 3, children: [ids.data[0]!, words.data[0]!, lists.data[0]!] });
  return RecordBatchStreamWriter.writeAll(new Table(schema, new RecordBatch(schema, data))).toUint8Array(true);
}

test('what a Parquet file can never hold is told before anything is written', async (t) => {
  const file = await parquetFile(t);
  const told = await problems(file, [['label', 'new'], ['label', null], ['size', 'many'], ['size', '12'], ['list', '[1]'], ['nested', null]]);
  assert.deepEqual(
    told.map((why) => why ?? ''),
    [
      '',
      '',
      '“many” is not a whole number',
      '',
      'lists and other nested values of a Parquet file cannot be changed',
      'lists and other nested values of a Parquet file cannot be changed',
    ],
  );
});

test('what an Arrow file can never hold is told before anything is written', async (t) => {
  const file = await DecidedFile.write(t, 'data.arrows', arrowBytes());
  const told = await problems(file, [['label', 'new'], ['id', null], ['id', '99999999999'], ['list', '[1]']]);
  assert.deepEqual(
    told.map((why) => why ?? ''),
    [
      '',
      'the column is declared to have a value in every row, so none can be taken out',
      '“99999999999” is not a whole number of 32 bits',
      'lists and other nested values of an Arrow file cannot be changed',
    ],
  );
});

test('a character that the encoding of a text does not have is told', async (t) => {
  const file = await DecidedFile.write(t, 'data.csv', Buffer.from('id,label\r\n1,gut\n2,schön', 'latin1'));
  const [told, none] = await problems(file, [['label', '好'], ['label', 'süß']]);
  assert.match(told ?? '', /好/);
  assert.equal(none, null);
});

test('such a decision from elsewhere is left and told, and all others are applied', async (t) => {
  const file = await parquetFile(t);
  await file.decide([1, 'relabel', { to: 'new' }], [2, 'set', { column: 'list', to: '[7]' }], [3, 'set', { column: 'size', to: 'x' }]);
  const { skipped, cells } = await file.use(({ applySource }) => planApply(applySource, keep));
  assert.deepEqual([cells, skipped.map(({ row, why }) => [row, why])], [1, [[2, 'value'], [3, 'value']]]);
  const before = await readFile(file.path);
  const result = await file.apply(keep);
  assert.equal(result.cells, 1);
  assert.notDeepEqual(await readFile(file.path), before);
});
