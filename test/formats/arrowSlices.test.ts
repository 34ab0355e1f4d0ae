import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import {
  Bool,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  Int64,
  LargeUtf8,
  List,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Uint8,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
  type Vector,
} from 'apache-arrow';
import { arrow } from '../../src/formats/arrow.ts';
import { readArrowInPlace } from '../../src/formats/arrowReader.ts';
import { arrowTextReader } from '../../src/formats/arrowText.ts';
import { nodeByteSource } from '../../src/formats/byteSource.ts';
import { cellCodes, type ByteSource, type CellColumn } from '../../src/formats/format.ts';
import { InvalidText } from '../../src/formats/valueText.ts';

const rowsEach = 333;
const batches = 3;
const every = <T,>(step: number, of: (row: number) => T): (T | null)[] =>
  Array.from({ length: rowsEach * batches }, (_, row) => (row % step === 1 ? null : of(row)));

const columns: Readonly<Record<string, Vector>> = {
  id: vectorFromArray(every(10_000, (row) => row), new Int32()),
  text: vectorFromArray(every(3, (row) => `tëxt ${row}`.repeat(row % 5)), new Utf8()),
  long: vectorFromArray(every(7, (row) => `long ${row}`), new LargeUtf8()),
  flag: vectorFromArray(every(5, (row) => row % 2 === 0), new Bool()),
  share: vectorFromArray(every(4, (row) => row / 7), new Float64()),
  half: vectorFromArray(every(4, (row) => row / 2), new Float32()),
  big: vectorFromArray(every(4, (row) => BigInt(row) ** 5n), new Int64()),
  small: vectorFromArray(every(4, (row) => row % 200), new Uint8()),
  day: vectorFromArray(every(6, (row) => new Date(row * 86_400_000)), new DateDay()),
  moment: vectorFromArray(every(6, (row) => row * 1000), new TimestampMillisecond()),
  price: vectorFromArray(every(6, (row) => Uint32Array.of(row, 0, 0, 0)), new Decimal(2, 12)),
  list: vectorFromArray(every(5, (row) => Array.from({ length: row % 4 }, (_, index) => row + index)), new List(new Field('item', new Int32(), true))),
  pair: vectorFromArray(every(5, (row) => [row, row + 0.5]), new FixedSizeList(2, new Field('item', new Float32(), true))),
  parts: vectorFromArray(every(8, (row) => ({ a: row, b: `b${row}` })), new Struct([new Field('a', new Int32(), true), new Field('b', new Utf8(), true)])),
};

function write(
  names: readonly string[],
  writer: RecordBatchFileWriter | RecordBatchStreamWriter,
  given: Readonly<Record<string, Vector>> = columns,
  length = rowsEach,
  count = batches,
): Promise<Uint8Array> {
  const schema = new Schema(names.map((name) => new Field(name, given[name]!.type as DataType, true)));
  for (let batch = 0; batch < count; batch++) {
    const children = names.map((name) => given[name]!.slice(batch * length, (batch + 1) * length).data[0] as Data);
    writer.write(new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children })));
  }
  writer.finish();
  return writer.toUint8Array();
}

async function save(t: TestContext, bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-arrow-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.arrow');
  await writeFile(path, bytes);
  return path;
}

async function countingSource(t: TestContext, path: string): Promise<{ source: ByteSource; bytes: () => number }> {
  const source = await nodeByteSource(path);
  t.after(() => source.close());
  let bytes = 0;
  return { source: { path, size: source.size, read: (offset, length) => ((bytes += length), source.read(offset, length)) }, bytes: () => bytes };
}

const plainCells = ({ text, codes }: CellColumn): (string | null)[] => text.map((value, row) => (codes?.[row] === cellCodes.null ? null : value));

function expectedOf(vector: Vector, rows: readonly number[]): (string | null)[] {
  const read = arrowTextReader(vector.data[0] as Data);
  return rows.map((row) => {
    const cell = read(row - 1);
    return cell instanceof InvalidText ? cell.text : cell;
  });
}

for (const [kind, writer] of [['file', () => new RecordBatchFileWriter()], ['stream', () => new RecordBatchStreamWriter()]] as const) {
  test(`rows anywhere in a ${kind} are read where they lie, in columns of every kind`, async (t) => {
    const names = Object.keys(columns);
    const { source } = await countingSource(t, await save(t, await write(names, writer())));
    const slices = (await readArrowInPlace(source))!;
    while (await slices.findMore());
    assert.equal(slices.records, rowsEach * batches);
    const rows = [1, 2, 3, 330, 331, 332, 333, 334, 335, 340, 999, 998, 17, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 668];
    const cells = await slices.read(rows, names.map((_, index) => index));
    for (const [index, name] of names.entries()) assert.deepEqual(plainCells(cells[index]!), expectedOf(columns[name]!, rows), name);
    await assert.rejects(slices.read([1000], [0]), /Row 1000/);
  });
}

test('words of a dictionary are read where they lie in a file, and not in a stream, whose dictionaries change', async (t) => {
  const words = vectorFromArray(every(4, (row) => `word ${row % 3}`), new Dictionary(new Utf8(), new Int32()));
  const names = ['id', 'words'];
  const ofFile = await countingSource(t, await save(t, await write(names, new RecordBatchFileWriter(), { ...columns, words }, rowsEach * batches, 1)));
  const slices = (await readArrowInPlace(ofFile.source))!;
  while (await slices.findMore());
  assert.deepEqual(plainCells((await slices.read([4, 5, 6, 998], [1]))[0]!), ['word 0', 'word 1', null, null]);
  const ofStream = await countingSource(t, await save(t, await write(names, new RecordBatchStreamWriter(), { ...columns, words }, rowsEach * batches, 1)));
  assert.equal(await readArrowInPlace(ofStream.source), null);
});

test('the first rows of one long record batch take their own bytes alone', async (t) => {
  const length = 60_000;
  const long = {
    id: vectorFromArray(
      Array.from({ length }, (_, row) => row),
      new Int32(),
    ),
    text: vectorFromArray(
      Array.from({ length }, (_, row) => `a text of row ${row}`),
      new Utf8(),
    ),
  };
  const { source, bytes } = await countingSource(t, await save(t, await write(['id', 'text'], new RecordBatchFileWriter(), long, length, 1)));
  const head = await arrow.firstRows(source, {});
  assert.deepEqual([head.records, head.cells[1]!.text.length, head.cells[1]!.text[99]], [length, 100, 'a text of row 99']);
  assert(source.size > 1_000_000 && bytes() < 60_000, `${bytes()} of ${source.size} bytes`);
});
