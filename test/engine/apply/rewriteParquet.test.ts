import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { parquetMetadata } from 'hyparquet';
import { rewriteParquet } from '../../../src/engine/apply/rewriteParquet.ts';
import type { Rewritten, TableEdits } from '../../../src/formats/edit/tableEdits.ts';
import { nodeByteSource } from '../../../src/formats/byteSource.ts';
import { parquet } from '../../../src/formats/parquet.ts';
import { seededRandom } from '../../formats/randomCsv.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

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
    await connection.run(
      `COPY (SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM range(${count}) r(i)) TO '${path}' (FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048, KV_METADATA {about: 'kept'})`,
    );
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
    const dropped = new Set(
      random(2) === 0
        ? []
        : [
            ...Array.from({ length: 30 }, () => 1 + random(count)),
            ...Array.from({ length: count > 4096 ? 2048 : 0 }, (_, index) => 2049 + index),
          ],
    );
    const added = random(2) === 0 ? [] : [
      { name: 'excluded', type: 'boolean' as const, values: new Map([[3, 'true'], [count, 'true']]), otherwise: 'false' },
      { name: 'note', type: 'text' as const, values: new Map([[1, 'ü'], [4000, null]]), otherwise: null },
    ];
    const rewritten = await rewrite(path, target, { cells, dropped, added });
    const kept = expected
      .map((row, index) => [...row, ...added.map(({ values, otherwise }) => (values.has(index + 1) ? values.get(index + 1)! : otherwise))])
      .filter((_, index) => !dropped.has(index + 1));
    assert.equal(rewritten.rows, kept.length);
    assert.deepEqual(await readRows(connection, target), kept);
    const about = await connection.runAndReadAll(`SELECT decode(value) FROM parquet_kv_metadata('${target}') WHERE decode(key) = 'about'`);
    assert.deepEqual(about.getRows(), [['kept']]);
    const schema = async (file: string) =>
      (
        await connection.runAndReadAll(
          `SELECT name, type, type_length, repetition_type, converted_type, scale, precision, logical_type FROM parquet_schema('${file}') WHERE name <> 'duckdb_schema'`,
        )
      ).getRows();
    assert.deepEqual((await schema(target)).slice(0, (await schema(path)).length), await schema(path));
    for (const column of columns.keys()) {
      const source = await nodeByteSource(target);
      const head = await parquet.firstRows(source, {});
      await source.close();
      if (columns[column]!.values.length > 0)
        assert.deepEqual(
          head.cells[column]!.text.map((text, row) => (head.cells[column]!.codes?.[row] ? null : text)),
          kept.slice(0, 100).map((row) => row[column]),
        );
    }
  });
}

async function writeWords(t: TestContext, options: string): Promise<{ connection: DuckDBConnection; path: string; target: string }> {
  const connection = await openDuckDb(t);
  const folder = await temporaryFolder(t);
  const path = join(folder, 'old.parquet');
  await connection.run(
    `COPY (SELECT i AS id, 'label ' || i % 7 AS label, 'text of row ' || i AS words FROM range(20000) r(i)) TO '${path}' (FORMAT parquet, ${options})`,
  );
  return { connection, path, target: join(folder, 'new.parquet') };
}

test('a file in which nothing changes stays byte for byte, and a changed cell leaves the pages of all other columns as they are', async (t) => {
  const { path, target } = await writeWords(t, 'ROW_GROUP_SIZE 2048');
  const old = await readFile(path);
  await rewrite(path, target, { cells: new Map() });
  assert.deepEqual(await readFile(target), old);
  await rewrite(path, target, { cells: new Map([[5000, new Map([[1, 'label 3']])]]) });
  const edited = await readFile(target);
  const footerOf = (bytes: Buffer): ReturnType<typeof parquetMetadata> =>
    parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  const [before, after] = [footerOf(old), footerOf(edited)];
  for (const [group, { columns: chunks }] of before.row_groups.entries()) {
    for (const [column, { meta_data: chunk }] of chunks.entries()) {
      const pages = (bytes: Buffer, described: typeof chunk): Buffer => {
        const start = Number(described!.dictionary_page_offset || described!.data_page_offset);
        return bytes.subarray(start, start + Number(described!.total_compressed_size));
      };
      const now = after.row_groups[group]!.columns[column]!.meta_data;
      assert.equal(pages(old, chunk).equals(pages(edited, now)), group !== 2 || column !== 1, `column ${column} of row group ${group}`);
    }
  }
  assert.equal(edited.length - old.length < 100, true);
});

test('filters find changed values, past the Bloom filters and bounds of the old ones', async (t) => {
  const { connection, path, target } = await writeWords(t, 'ROW_GROUP_SIZE 4096');
  const bloomed = (await connection.runAndReadAll(`SELECT count(*) FROM parquet_metadata('${path}') WHERE bloom_filter_offset IS NOT NULL`)).getRows();
  assert.notDeepEqual(bloomed, [[0n]]);
  const edits = {
    cells: new Map([
      [
        3,
        new Map<number, string | null>([
          [0, '900000'],
          [1, 'zz new'],
          [2, 'zz text'],
        ]),
      ],
      [15_000, new Map([[1, 'label 9']])],
    ]),
    dropped: new Set([4100]),
  };
  const { notKept } = await rewrite(path, target, edits);
  const found = async (condition: string): Promise<unknown> =>
    (await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM read_parquet('${target}') WHERE ${condition}`)).getRows()[0]![0];
  assert.deepEqual(
    await Promise.all(
      [
        "label = 'zz new'",
        "label > 'zz'",
        "words = 'zz text'",
        'id = 900000',
        'id > 100000',
        "label = 'label 9'",
        'id = 4099',
        'id = 4098',
        "label = 'label 3'",
      ].map(found),
    ),
    [1, 1, 1, 1, 1, 1, 0, 1, 2857],
  );
  assert.equal(notKept.length, 2);
  assert.match(notKept[0]!, /no longer say the smallest and largest values of “id”, “label”, “words”/);
  assert.match(notKept[1]!, /no longer have a page index or Bloom filter of “label”/);
});

test('the files of the fixtures keep what is not changed', async (t) => {
  const folder = join(import.meta.dirname, '../../fixtures/formats/parquet');
  const target = join(await temporaryFolder(t), 'new.parquet');
  const rowsOf = async (path: string): Promise<Rows> => {
    const source = await nodeByteSource(path);
    const { cells } = await parquet.firstRows(source, {});
    await source.close();
    return cells[0]!.text.map((_, row) => cells.map(({ text, codes }) => (codes?.[row] === 1 ? null : text[row]!)));
  };
  for (const name of ['every-type', 'names', 'several-row-groups', 'invalid-utf8', 'column-named-file-row-number']) {
    const path = join(folder, name, (await readdir(join(folder, name))).find((file) => file.startsWith('input'))!);
    const rows = await rowsOf(path);
    const source = await nodeByteSource(path);
    const { columns: known } = await parquet.firstRows(source, {});
    await source.close();
    // Each value of the last row that is not nested is put into the first one.
    const last = rows.at(-1)!;
    const cells = new Map(
      known.flatMap(({ index, type, declared }) =>
        ['list', 'struct', 'empty'].includes(type) ||
        /INTERVAL|BSON|FLOAT16|GEO/.test(declared ?? '') ||
        (name === 'invalid-utf8' && type === 'text')
          ? []
          : [[index, last[index]!] as const],
      ),
    );
    await rewrite(path, target, { cells: new Map([[1, cells]]), dropped: new Set([2]) });
    const expected = rows
      .map((row, index) => (index === 0 ? row.map((cell, column) => (cells.has(column) ? cells.get(column)! : cell)) : row))
      .filter((_, index) => index !== 1);
    assert.deepEqual((await rowsOf(target)).slice(0, expected.length), expected, name);
  }
});

test('what cannot be written is refused in words that name row, column and value', async (t) => {
  const { path, target } = await writeWords(t, 'COMPRESSION snappy');
  const edit = (row: number, column: number, value: string | null): Promise<unknown> =>
    rewrite(path, target, { cells: new Map([[row, new Map([[column, value]])]]) });
  await assert.rejects(edit(7, 0, 'seven'), { name: 'EditError', message: 'Row 7, “id”: “seven” is not a whole number.' });
  await assert.rejects(edit(7, 0, '9223372036854775808'), /a whole number of 64 bits/);
  await assert.rejects(edit(7, 1, '\ud800'), /surrogate/);
  await assert.rejects(edit(20_001, 1, 'a'), /no row 20001: the file has 20000/);
});
