import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { nodeByteSource } from '../../src/formats/byteSource.ts';
import { cellCodes, type ByteSource } from '../../src/formats/format.ts';
import { parquet } from '../../src/formats/parquet.ts';

const rows = 150_000;
/** Plain texts, texts and numbers of a dictionary, doubles, gaps, and a long run of nulls. */
const columns = [
  `'text of row ' || i || repeat(' and more', i % 40) AS words`,
  `'label ' || i % 7 AS label`,
  `i % 1000 AS number`,
  `i / 7 AS share`,
  `CASE WHEN i % 3 = 0 THEN NULL ELSE md5(i::VARCHAR) END AS gaps`,
  `CASE WHEN i > 120 THEN i END AS late`,
  `i % 2 = 0 AS flag`,
  `DATE '2024-01-01' + (i % 400)::INTEGER AS day`,
  `CAST(i / 100 AS DECIMAL(12, 2)) AS price`,
  `CASE WHEN i % 5 = 0 THEN [i, i + 1] END AS list`,
];

interface Head {
  readonly cells: (string | null)[][];
  readonly bytes: number;
}

async function head(t: TestContext, path: string): Promise<Head> {
  const source = await nodeByteSource(path);
  t.after(() => source.close());
  let bytes = 0;
  const counting: ByteSource = { path, size: source.size, read: (offset, length) => ((bytes += length), source.read(offset, length)) };
  const { cells } = await parquet.firstRows(counting, {});
  return { cells: cells.map(({ text, codes }) => text.map((value, row) => (codes?.[row] === cellCodes.null ? null : value))), bytes };
}

/** Writes the query as Parquet; returns where, and the text of its first 100 rows, column by column. */
async function write(t: TestContext, query: string, options: string): Promise<{ path: string; expected: (string | null)[][] }> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-parquet-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.parquet');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet, ${options})`);
  const result = await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${query} LIMIT 100)`);
  const expected = result.getColumns() as (string | null)[][];
  connection.closeSync();
  instance.closeSync();
  return { path, expected };
}

for (const codec of ['snappy', 'zstd', 'gzip', 'lz4_raw', 'uncompressed', 'brotli']) {
  for (const version of ['V1', 'V2']) {
    test(`the first rows of pages of ${codec}, ${version}, are those that DuckDB reads`, async (t) => {
      // DuckDB takes minutes to compress so many rows by Brotli.
      const written = codec === 'brotli' ? 4000 : rows;
      const { path, expected } = await write(
        t,
        `SELECT ${columns.slice(0, -1).join(', ')} FROM range(${written}) r(i)`,
        `COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE ${rows}`,
      );
      const { cells } = await head(t, path);
      assert.deepEqual(cells, expected);
    });
  }
}

test('nested columns stand beside flat ones', async (t) => {
  const { path, expected } = await write(t, `SELECT ${columns.join(', ')} FROM range(3000) r(i)`, 'COMPRESSION snappy');
  const { cells } = await head(t, path);
  assert.deepEqual(cells.slice(0, -1), expected.slice(0, -1));
  assert.deepEqual(cells.at(-1)!.slice(0, 6), ['[0,1]', null, null, null, null, '[5,6]']);
});

test('row groups of few rows are read one after the other', async (t) => {
  const query = `SELECT i AS id, 'row ' || i AS word FROM range(20_000) r(i)`;
  const { path } = await write(t, query, 'COMPRESSION snappy, ROW_GROUP_SIZE 2048');
  const { cells } = await head(t, path);
  assert.deepEqual(cells[1], Array.from({ length: 100 }, (_, row) => `row ${row}`));
});

test('a page of a hundred megabytes costs no more than a small one', async (t) => {
  const query = (count: number): string =>
    `SELECT i AS id, md5(i::VARCHAR) || repeat(md5((i + 1)::VARCHAR), 10) AS text, i % 9 AS label FROM range(${count}) r(i)`;
  const [small, large] = [
    await write(t, query(4000), 'COMPRESSION snappy, ROW_GROUP_SIZE 300000'),
    await write(t, query(rows), 'COMPRESSION snappy, ROW_GROUP_SIZE 300000'),
  ];
  const [ofSmall, ofLarge] = [await head(t, small.path), await head(t, large.path)];
  assert.deepEqual(ofLarge.cells, large.expected);
  assert(ofLarge.bytes <= ofSmall.bytes + 100_000 && ofLarge.bytes < 600_000, `${ofLarge.bytes} instead of ${ofSmall.bytes} bytes`);
});

test('a footer of thousands of column chunks is read as far as the first row group', async (t) => {
  const wide = Array.from({ length: 60 }, (_, column) => `i + ${column} AS c${column}`).join(', ');
  const { path, expected } = await write(t, `SELECT ${wide} FROM range(200_000) r(i)`, 'COMPRESSION snappy, ROW_GROUP_SIZE 2048');
  const source = await nodeByteSource(path);
  t.after(() => source.close());
  const trailer = Buffer.from(await source.read(source.size - 8, 4)).readUInt32LE(0);
  const { cells, bytes } = await head(t, path);
  assert.deepEqual(cells, expected);
  assert(trailer > 400_000 && bytes < trailer + 60 * 49_152, `${trailer}, ${bytes}`);
});
