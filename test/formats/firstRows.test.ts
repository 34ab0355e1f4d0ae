import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { Int32, RecordBatch, RecordBatchFileWriter, Schema, Field, Struct, Utf8, makeData, vectorFromArray } from 'apache-arrow';
import { nodeByteSource } from '../../src/formats/byteSource.ts';
import type { ByteSource } from '../../src/formats/format.ts';
import { openFile, recogniseFormat } from '../../src/formats/index.ts';

/** How many bytes the first rows of a file take. */
async function bytesRead(source: ByteSource): Promise<{ bytes: number; rows: number }> {
  let bytes = 0;
  const counting: ByteSource = {
    path: source.path,
    size: source.size,
    async read(offset, length) {
      const read = await source.read(offset, length);
      bytes += read.length;
      return read;
    },
  };
  const format = recogniseFormat(source.path, await source.read(0, 4096))!;
  const head = await format.firstRows(counting, {});
  return { bytes, rows: head.cells[0]!.text.length };
}

/** A file of text that goes on and on, and is nowhere. */
function endless(name: string, start: string, line: string, size: number): ByteSource {
  const head = Buffer.from(start);
  const body = Buffer.from(line.repeat(1 + Math.ceil((1 << 20) / line.length)));
  return {
    path: name,
    size,
    async read(offset, length) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      for (let at = 0; at < bytes.length; ) {
        const place = offset + at;
        const from = place < head.length ? head.subarray(place) : body.subarray((place - head.length) % Buffer.byteLength(line));
        at += from.copy(bytes, at);
      }
      return bytes;
    },
  };
}

for (const [name, start, line] of [
  ['a.csv', 'id,text\n', '1,"some text, quoted"\n'],
  ['a.tsv', 'id\ttext\n', '1\tsome text\n'],
  ['a.jsonl', '', '{"id": 1, "text": "some text"}\n'],
  ['a.json', '[{"id": 0, "text": "first"}', ',\n{"id": 1, "text": "some text"}'],
  ['wide.csv', '\ufeffid,text\r\n', '1,ünïcödé\r\n'],
] as const) {
  test(`the first rows of ${name} take no more of a large file than of a small one`, async () => {
    const small = await bytesRead(endless(name, start, line, 10_000_000));
    assert(small.rows > 50 && small.bytes <= 300_000, JSON.stringify(small));
    for (const size of [200_000_000, 5_000_000_000]) assert.deepEqual(await bytesRead(endless(name, start, line, size)), small);
  });
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-head-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function readFile(t: TestContext, path: string): Promise<{ bytes: number; rows: number; size: number }> {
  const source = await nodeByteSource(path);
  t.after(() => source.close());
  return { ...(await bytesRead(source)), size: source.size };
}

test('the first rows of Parquet take its footer and the first pages, whatever follows', async (t) => {
  const folder = await temporaryFolder(t);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const write = async (name: string, rows: number): Promise<string> => {
    const path = join(folder, name);
    await connection.run(`COPY (SELECT i AS id, md5(i::VARCHAR) AS text FROM range(${rows}) r(i)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 122880)`);
    return path;
  };
  const [small, large] = [await readFile(t, await write('small.parquet', 122_880)), await readFile(t, await write('large.parquet', 600_000))];
  connection.closeSync();
  instance.closeSync();
  assert(large.size > 4 * small.size && small.rows === large.rows && large.rows > 0);
  assert(large.bytes <= small.bytes + 64_000, `${large.bytes} instead of ${small.bytes} bytes`);
});

test('the first rows of Arrow take its footer and the first batch, whatever follows', async (t) => {
  const folder = await temporaryFolder(t);
  const schema = new Schema([new Field('id', new Int32(), true), new Field('text', new Utf8(), true)]);
  const write = async (name: string, batches: number): Promise<string> => {
    const rows = 5000;
    const children = [
      vectorFromArray(
        Array.from({ length: rows }, (_, row) => row),
        new Int32(),
      ),
      vectorFromArray(
        Array.from({ length: rows }, (_, row) => `some text of row ${row}`),
        new Utf8(),
      ),
    ].map((vector) => vector.data[0]!);
    const batch = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children }));
    const writer = new RecordBatchFileWriter();
    for (let count = 0; count < batches; count++) writer.write(batch);
    writer.finish();
    const path = join(folder, name);
    await writeFile(path, await writer.toUint8Array());
    return path;
  };
  const [small, large] = [await readFile(t, await write('small.arrow', 2)), await readFile(t, await write('large.arrow', 60))];
  assert(large.size > 20 * small.size && small.rows === large.rows && large.rows > 0);
  assert(large.bytes <= small.bytes + 64_000, `${large.bytes} instead of ${small.bytes} bytes`);
});

test('a header is widened where nine in ten of the first thousand records are wider, and not where one less is', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const columnsWith = async (asNamed: number): Promise<string[]> => {
    const path = join(folder, `${asNamed}.csv`);
    await writeFile(path, `a,b\n${'1,2\n'.repeat(asNamed)}${'1,2,3\n'.repeat(1000 - asNamed)}`);
    const opened = await openFile(path, { delimiter: ',' });
    t.after(() => opened.close());
    return opened.columns.map(({ name }) => name);
  };
  assert.equal((await columnsWith(100)).length, 3);
  assert.deepEqual(await columnsWith(101), ['a', 'b']);
});
