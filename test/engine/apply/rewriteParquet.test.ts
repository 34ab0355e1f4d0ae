import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { rewriteParquet } from '../../../src/engine/apply/rewriteParquet.ts';
import type { Rewritten, TableEdits } from '../../../src/formats/edit/tableEdits.ts';
import { nodeByteSource } from '../../../src/formats/byteSource.ts';
import { parquet } from '../../../src/formats/parquet.ts';
import { seededRandom } from '../../formats/randomCsv.ts';
import { temporaryFolder } from '../support.ts';

const seed = Number(process.env.WINNOW_SEED ?? Math.floor(Math.random() * 2 ** 31));
type Rows = (string | null)[][];

/** With new values that the column takes. */
const columns: readonly { readonly sql: string; readonly values: readonly (string | null)[] }[] = [
  { sql: 'i AS id', values: ['12345678901', '-1'] },
  { sql: `'label ' || i % 7 AS label`, values: ['label 3', 'a new label', 'ü €', '', null] },
  { sql: `CASE WHEN i % 3 = 0 THEN NULL ELSE md5(i::VARCHAR) END AS gaps`, values: ['once', null] },
  { sql: 'i / 7 AS share', values: ['0.5', '-1e+20', 'nan', 'inf', null] },
  { sql: '(i / 7)::FLOAT AS small', values: ['0.1', null] },
  { sql: 'i % 2 = 0 AS flag', values: ['true', 'false', null] },
  { sql: `DATE '2024-01-01' + (i % 400)::INTEGER AS day`, values: ['1969-12-31', '2000-02-29', null] },
  { sql: `TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND AS at`, values: ['1969-12-31 23:59:59.5', '2024-05-05 00:00:00', null] },
  { sql: 'CAST(i / 100 AS DECIMAL(12, 2)) AS price', values: ['-0.01', '1234567890.12', null] },
  { sql: 'CAST(i AS DECIMAL(30, 4)) AS long', values: ['-12345678901234567890.1234', null] },
  { sql: '(i % 250)::UTINYINT AS byte', values: ['255', '0', null] },
  { sql: '(i * 17)::UBIGINT AS big', values: ['18446744073709551615', null] },
  { sql: `TIME '00:00:00' + INTERVAL (i % 3600) SECOND AS clock`, values: ['23:59:59.123456', null] },
  { sql: `CASE WHEN i % 5 <> 0 THEN md5(i::VARCHAR)::UUID END AS uuid`, values: ['01234567-89ab-cdef-0123-456789abcdef', null] },
  { sql: `CASE WHEN i % 5 = 0 THEN [i, NULL, i + 1] WHEN i % 5 = 1 THEN [] END AS list`, values: [] },
  { sql: `{'a': i, 'b': [{'c': 'x' || i % 3}]} AS nested`, values: [] },
];

async function openDuckDb(t: TestContext): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  t.after(() => {
    connection.closeSync();
    instance.closeSync();
  });
  return connection;
}

async function readRows(connection: DuckDBConnection, path: string): Promise<Rows> {
  return (await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('${path}')`)).getRows() as Rows;
}

async function rewrite(path: string, target: string, edits: TableEdits): Promise<Rewritten> {
  const source = await nodeByteSource(path);
  try {
    const { columns } = await parquet.firstRows(source, {});
    const parts: Uint8Array[] = [];
    const rewritten = await rewriteParquet(source, { write: async (bytes) => void parts.push(Uint8Array.from(bytes)) }, columns, edits);
    await writeFile(target, Buffer.concat(parts));
    return rewritten;
  } finally {
    await source.close();
  }
}

const dialects = ['snappy', 'zstd', 'gzip', 'lz4_raw', 'uncompressed', 'brotli'].flatMap((codec) => ['V1', 'V2'].map((version) => ({ codec, version })));

for (const [place, { codec, version }] of dialects.entries()) {
  test(`random cells of a Parquet file in ${codec}, ${version}, are changed and rows left out, and all else stays (seed ${seed})`, async (t) => {
    const random = seededRandom(seed + place);
    const connection = await openDuckDb(t);
    const folder = await temporaryFolder(t);
    const [path, target] = [join(folder, 'old.parquet'), join(folder, 'new.parquet')];
    const count = codec === 'brotli' ? 2500 : 9000;
    await connection.run(`COPY (SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM range(${count}) r(i)) TO '${path}' (FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048, KV_METADATA {about: 'kept'})`);
    const expected = await readRows(connection, path);
    const cells = new Map<number, Map<number, string | null>>();
    for (let edit = 0; edit < 60; edit++) {
      const [row, column] = [1 + random(count), random(columns.length)];
      const { values } = columns[column]!;
      if (values.length === 0) continue;
      const value = values[random(values.length)]!;
      cells.set(row, (cells.get(row) ?? new Map<number, string | null>()).set(column, value));
      expected[row - 1]![column] = value;
    }
    // Also all rows of the second row group.
    const dropped = new Set(random(2) === 0 ? [] : [...Array.from({ length: 30 }, () => 1 + random(count)), ...Array.from({ length: count > 4096 ? 2048 : 0 }, (_, index) => 2049 + index)]);
    const added = random(2) === 0 ? [] : [
      { name: 'excluded', type: 'boolean' as const, values: new Map([[3, 'true'], [count, 'true']]), otherwise: 'false' },
      { name: 'note', type: 'text' as const, values: new Map([[1, 'ü'], [4000, null]]), otherwise: null },
    ];
    const rewritten = await rewrite(path, target, { cells, dropped, added });
    const kept = expected.map((row, index) => [...row, ...added.map(({ values, otherwise }) => (values.has(index + 1) ? values.get(index + 1)! : otherwise))]).filter((_, index) => !dropped.has(index + 1));
    assert.equal(rewritten.rows, kept.length);
    assert.deepEqual(await readRows(connection, target), kept);
    const about = await connection.runAndReadAll(`SELECT decode(value) FROM parquet_kv_metadata('${target}') WHERE decode(key) = 'about'`);
    assert.deepEqual(about.getRows(), [['kept']]);
    const schema = async (file: string) => (await connection.runAndReadAll(`SELECT name, type, type_length, repetition_type, converted_type, scale, precision, logical_type FROM parquet_schema('${file}') WHERE name <> 'duckdb_schema'`)).getRows();
    assert.deepEqual((await schema(target)).slice(0, (await schema(path)).length), await schema(path));
    for (const column of columns.keys()) {
      const source = await nodeByteSource(target);
      const head = await parquet.firstRows(source, {});
      await source.close();
      if (columns[column]!.values.length > 0) assert.deepEqual(head.cells[column]!.text.map((text, row) => (head.cells[column]!.codes?.[row] ? null : text)), kept.slice(0, 100).map((row) => row[column]));
    }
  });
}
