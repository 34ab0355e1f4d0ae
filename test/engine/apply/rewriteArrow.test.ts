import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import {
  Bool,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  LargeUtf8,
  List,
  Map_,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  Utf8View,
  makeData,
  tableFromIPC,
  vectorFromArray,
  type DataType,
  type Vector,
} from 'apache-arrow';
import { type CompressionType } from 'apache-arrow/fb/compression-type';
import { rewriteArrow } from '../../../src/engine/apply/rewriteArrow.ts';
import { arrow } from '../../../src/formats/arrow.ts';
import { cellCodes, type FirstRows } from '../../../src/formats/format.ts';
import type { Rewritten, TableEdits } from '../../../src/formats/edit/tableEdits.ts';
import { packZstd } from '../../../src/formats/edit/zstd.ts';
import { memorySource } from '../../formats/edit/randomFiles.ts';
import { seededRandom } from '../../formats/randomCsv.ts';

const seed = Number(process.env.WINNOW_SEED ?? Math.floor(Math.random() * 2 ** 31));
const rowsOfBatch = 30;
const labels = vectorFromArray(['good', 'bad', 'größer'], new Utf8());

interface TestColumn {
  readonly name: string;
  readonly type: DataType;
  readonly make: (row: number) => unknown;
  readonly values: readonly (string | null)[];
}

const columns: readonly TestColumn[] = [
  { name: 'id', type: new Int64(), make: (row) => BigInt(row), values: ['9223372036854775807', '-1', null] },
  { name: 'text', type: new Utf8(), make: (row) => (row % 4 === 0 ? null : `text ${row}`), values: ['', 'ein längerer Text', null] },
  { name: 'large', type: new LargeUtf8(), make: (row) => `large ${row}`, values: ['ü', null] },
  {
    name: 'view',
    type: new Utf8View(),
    make: (row) => (row % 2 === 0 ? 'short' : `a text beyond twelve bytes ${row}`),
    values: ['x', 'another text beyond twelve bytes', null],
  },
  { name: 'flag', type: new Bool(), make: (row) => (row % 5 === 0 ? null : row % 2 === 0), values: ['true', 'false', null] },
  { name: 'share', type: new Float64(), make: (row) => row / 7, values: ['0.1', 'nan', '-inf', null] },
  { name: 'small', type: new Float32(), make: (row) => row / 8, values: ['0.1', null] },
  { name: 'day', type: new DateDay(), make: (row) => new Date(row * 86_400_000), values: ['1969-12-31', '2024-02-29', null] },
  { name: 'at', type: new TimestampMicrosecond(), make: (row) => row * 1000, values: ['1969-12-31 23:59:59.000001', null] },
  { name: 'price', type: new Decimal(2, 10, 128), make: (row) => new Uint32Array([row, 0, 0, 0]), values: ['-0.01', '12345678.90', null] },
  {
    name: 'list',
    type: new List(new Field('item', new Int32(), true)),
    make: (row) => (row % 3 === 0 ? null : [row, row + 1].slice(0, row % 3)),
    values: [],
  },
  { name: 'pair', type: new FixedSizeList(2, new Field('item', new Utf8(), true)), make: (row) => [`a${row}`, `b${row}`], values: [] },
  {
    name: 'struct',
    type: new Struct([new Field('a', new Int32(), true), new Field('b', new Utf8(), true)]),
    make: (row) => ({ a: row, b: `b${row}` }),
    values: [],
  },
  {
    name: 'map',
    type: new Map_(
      new Field(
        'entries',
        new Struct<{ key: Utf8; value: Int32 }>([new Field('key', new Utf8(), false), new Field('value', new Int32(), true)]),
        false,
      ),
    ),
    make: (row) => new Map([[`k${row}`, row]]),
    values: [],
  },
];
const labelType = new Dictionary(new Utf8(), new Int8(), 7);
const labelValues = ['good', 'bad', 'größer', 'quite new', 'new too', null];

function writeFileOf(stream: boolean, compression: CompressionType | null): Buffer {
  const schema = new Schema(
    [
      ...columns.map(({ name, type }) => new Field(name, type, true, new Map([['of', name]]))),
      new Field('label', labelType, true),
      new Field('fixed', new Int16(), false),
    ],
    new Map([['about', 'kept']]),
  );
  const batches = [0, 1, 2].map((batch) => {
    const rows = Array.from({ length: rowsOfBatch }, (_, row) => batch * rowsOfBatch + row);
    const children = columns.map(({ type, make }) => (vectorFromArray(rows.map(make) as never[], type) as Vector).data[0]!);
    const label = makeData({ type: labelType, length: rowsOfBatch, nullCount: 0, data: Int8Array.from(rows, (row) => row % 3), dictionary: labels });
    const fixed = makeData({ type: new Int16(), length: rowsOfBatch, nullCount: 0, data: Int16Array.from(rows) });
    return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rowsOfBatch, nullCount: 0, children: [...children, label, fixed] }));
  });
  const options = { compressionType: compression };
  const writer = stream ? RecordBatchStreamWriter.writeAll(batches, options) : RecordBatchFileWriter.writeAll(batches, options);
  return Buffer.from(writer.toUint8Array(true));
}

async function rewrite(bytes: Uint8Array, edits: TableEdits): Promise<{ bytes: Buffer; rewritten: Rewritten }> {
  const source = memorySource('a.arrow', bytes);
  const parts: Uint8Array[] = [];
  const rewritten = await rewriteArrow(
    source,
    { write: async (part) => void parts.push(Uint8Array.from(part)) },
    (await arrow.firstRows(source, {})).columns,
    edits,
  );
  return { bytes: Buffer.concat(parts), rewritten };
}

function rowsOf({ cells }: FirstRows): (string | null)[][] {
  return cells[0]!.text.map((_, row) => cells.map(({ text, codes }) => (codes?.[row] === cellCodes.null ? null : text[row]!)));
}

const read = async (bytes: Uint8Array): Promise<(string | null)[][]> => rowsOf(await arrow.firstRows(memorySource('a.arrow', bytes), {}));

for (const [place, [kind, stream]] of ([['file', false], ['stream', true]] as const).entries()) {
  test(`random cells of an Arrow ${kind} are changed, rows left out and columns added, and all else stays (seed ${seed})`, async () => {
    const bytes = writeFileOf(stream, null);
    for (let run = 0; run < 25; run++) {
      const random = seededRandom(seed + 100 * place + run);
      const expected = await read(bytes);
      const cells = new Map<number, Map<number, string | null>>();
      for (let edit = random(20); edit > 0; edit--) {
        // Most of the first two batches, so that the last is often copied.
        const [row, column] = [1 + random(rowsOfBatch * (2 + random(2))), random(columns.length + 1)];
        const values = columns[column]?.values ?? labelValues;
        if (values.length === 0) continue;
        const value = values[random(values.length)]!;
        cells.set(row, (cells.get(row) ?? new Map<number, string | null>()).set(column, value));
        expected[row - 1]![column] = value;
      }
      const dropped = new Set(random(2) === 0 ? [] : Array.from({ length: random(40) }, () => 1 + random(3 * rowsOfBatch)));
      const added = random(3) > 0 ? [] : [
        { name: 'excluded', type: 'boolean' as const, values: new Map([[3, 'true']]), otherwise: 'false' },
        { name: 'note', type: 'text' as const, values: new Map([[1, 'ü']]), otherwise: null },
      ];
      const { bytes: edited, rewritten } = await rewrite(bytes, { cells, dropped, added });
      const kept = expected
        .map((row, index) => [...row, ...added.map(({ values, otherwise }) => values.get(index + 1) ?? otherwise)])
        .filter((_, index) => !dropped.has(index + 1));
      assert.equal(rewritten.rows, kept.length);
      assert.deepEqual(await read(edited), kept, `run ${run}`);
      // The reader of the package agrees, and the schema is what it was.
      const table = tableFromIPC(edited);
      assert.equal(table.numRows, kept.length);
      assert.equal(table.schema.metadata.get('about'), 'kept');
      assert.equal(table.schema.fields[1]!.metadata.get('of'), 'text');
      assert.deepEqual(Array.from({ length: table.numRows }, (_, row) => table.getChild('text')!.get(row) as string | null), kept.map((row) => row[1]));
    }
  });
}

test('nothing but what is asked for changes: without edits the file stays byte for byte', async () => {
  for (const stream of [false, true]) {
    const bytes = writeFileOf(stream, null);
    assert.deepEqual((await rewrite(bytes, { cells: new Map() })).bytes, bytes);
  }
});

test('a changed label touches the bytes of its batch alone, and a label of the dictionary leaves the dictionary', async () => {
  const bytes = writeFileOf(false, null);
  const label = columns.length;
  const { bytes: edited } = await rewrite(bytes, { cells: new Map([[1, new Map([[label, 'bad']])]]) });
  const old = tableFromIPC(bytes).batches;
  const now = tableFromIPC(edited).batches;
  assert.deepEqual(now.slice(1).map((batch) => batch.toArray().map(String)), old.slice(1).map((batch) => batch.toArray().map(String)));
  assert.equal(now[0]!.getChild('label')!.data[0]!.dictionary!.length, 3);
  assert.equal(now[0]!.getChild('label')!.get(0), 'bad');
});

test('the files of the fixtures keep what is not changed, in their compression', async () => {
  const folder = join(import.meta.dirname, '../../fixtures/formats/arrow');
  for (const name of await readdir(folder)) {
    if (/cut-off|empty|no-rows|text-under/.test(name)) continue;
    const input = (await readdir(join(folder, name))).find((file) => file.startsWith('input'))!;
    const bytes = await readFile(join(folder, name, input));
    const before = await arrow.firstRows(memorySource(input, bytes), {});
    const column = before.columns.findIndex(({ declared }) => declared === 'Utf8' || declared?.startsWith('Dictionary'));
    const rows = rowsOf(before);
    if (column < 0 || rows.length === 0) continue;
    rows[0]![column] = 'a new value that is a little longer than what was there';
    const { bytes: edited, rewritten } = await rewrite(bytes, { cells: new Map([[1, new Map([[column, rows[0]![column]!]])]]) });
    assert.deepEqual(await read(edited), rows, name);
    assert.equal(rewritten.notKept.length, name.includes('zstd') && !packZstd ? 1 : 0, name);
    const dropped = await rewrite(bytes, { cells: new Map(), dropped: new Set([1]) });
    assert.deepEqual(await read(dropped.bytes), rows.slice(1), `${name} without its first row`);
  }
});

test('what cannot be written is refused in words that name row, column and value', async () => {
  const bytes = writeFileOf(false, null);
  const edit = (row: number, name: string, value: string | null): Promise<unknown> =>
    rewrite(bytes, {
      cells: new Map([[row, new Map([[[...columns.map((column) => column.name), 'label', 'fixed'].indexOf(name), value]])]]),
    });
  await assert.rejects(edit(7, 'id', 'seven'), { name: 'EditError', message: 'Row 7, “id”: “seven” is not a whole number.' });
  await assert.rejects(edit(7, 'fixed', null), /declared to have a value in every row/);
  await assert.rejects(edit(7, 'fixed', '40000'), /a whole number of 16 bits/);
  await assert.rejects(edit(7, 'list', '[1]'), /nested values/);
  await assert.rejects(edit(91, 'id', '1'), /no row 91/);
});
