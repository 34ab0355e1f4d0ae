import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { nodeByteSource } from '../../src/formats/byteSource.ts';
import { isBlank, scanRecord, ScannedRecord, type CsvDialect } from '../../src/formats/csvRecord.ts';
import { nextThatParses } from '../../src/engine/rowIndexRecover.ts';
import { RowIndex } from '../../src/engine/rowIndex.ts';
import { rowScanBinary } from '../../src/engine/wasm/rowScanBinary.ts';
import { seededRandom } from '../formats/randomCsv.ts';

const neverAborted = new AbortController().signal;
const comma: CsvDialect = { delimiter: 44, quote: 34, width: 2 };

async function withIndex(bytes: Buffer | string, dialect: CsvDialect | null, use: (index: RowIndex) => Promise<void>, blockLength?: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-index-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    const index = await RowIndex.build(await nodeByteSource(path), { dialect, start: { byte: 0, line: 1 }, blockLength }, neverAborted);
    try {
      await use(index);
    } finally {
      await index.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

const textsOf = async (index: RowIndex): Promise<string[]> => (await index.readRows(1, index.records)).map((bytes) => Buffer.from(bytes).toString());

test('the compiled scan is that of its source', async () => {
  const { compileScan } = (await import(new URL('../../scripts/wasm.mjs', import.meta.url).href)) as { compileScan(program: string): Promise<string> };
  assert.equal(rowScanBinary, await compileScan('rowScan'));
});

test('a row is found with its bytes and its line, quoted line ends and empty lines counted', async () => {
  await withIndex('1,"a\nb"\r\n\r\n2,c\n3,"\r"\n4,d', comma, async (index) => {
    assert.equal(index.records, 4);
    assert.deepEqual(await textsOf(index), ['1,"a\nb"', '2,c', '3,"\r"', '4,d']);
    assert.deepEqual(await index.lines([4, 1, 3, 2]), [7, 1, 5, 4]);
    assert.deepEqual(await index.locate(3), { byte: 15, length: 5, line: 5 });
  });
});

test('a row that is not there is refused', async () => {
  await withIndex('1,a\n', comma, async (index) => {
    await assert.rejects(index.locate(2), RangeError);
    await assert.rejects(index.locate(0), RangeError);
    await assert.rejects(index.lines([1, 1.5]), RangeError);
    assert.deepEqual(await index.readRows(2, 10), []);
  });
});

test('a file without records has none', async () => {
  for (const bytes of ['', '\n\r\n\n']) await withIndex(bytes, comma, async (index) => assert.equal(index.records, 0));
});

test('lines of JSON are records, white space alone is not', async () => {
  await withIndex('{"a":"\\"\n \t\n\r\n[1,\r2]\r\n"x"', null, async (index) => {
    assert.deepEqual(await textsOf(index), ['{"a":"\\"', '[1,', '2]', '"x"']);
    assert.deepEqual(await index.lines([1, 2, 3, 4]), [1, 4, 5, 6]);
  });
});

test('rows far into a file of many blocks are where they should be', async () => {
  const rows = Array.from({ length: 200_000 }, (_, row) => (row % 7 === 0 ? `${row},"two\nlines ${'x'.repeat(row % 50)}"` : `${row},${'y'.repeat(row % 40)}`));
  await withIndex(rows.join('\n'), comma, async (index) => {
    assert.equal(index.records, rows.length);
    assert(index.segments.length > 1);
    for (const row of [1, 16, 17, 99_999, 123_456, 199_999, 200_000]) {
      assert.equal(Buffer.from((await index.readRows(row, 1))[0]!).toString(), rows[row - 1]);
      assert.equal((await index.locate(row)).line, 1 + row - 1 + Math.ceil((row - 1) / 7));
    }
    assert(index.segments.every((segment) => segment.clean));
    assert.equal(index.segments.reduce((sum, segment) => sum + segment.records, 0), rows.length);
  });
});

test('a stretch that needs care is marked, and its neighbours are not', async () => {
  const line = `1,${'x'.repeat(1000)}\n`;
  const clean = line.repeat(6000);
  for (const bad of ['1,a,b\n', '1,"a" b\n', '1,a\0\n', '1,a\r1,b\n', `1,${'x'.repeat(1_500_000)}\n`]) {
    await withIndex(clean + bad + clean, comma, async (index) => {
      assert.equal(index.segments.filter((segment) => !segment.clean).length, 1, JSON.stringify(bad.slice(0, 20)));
    });
  }
});

test('a pass can be cancelled', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-index-'));
  const path = join(folder, 'file');
  await writeFile(path, '1,a\n'.repeat(100));
  const source = await nodeByteSource(path);
  await assert.rejects(RowIndex.build(source, { dialect: comma, start: { byte: 0, line: 1 } }, AbortSignal.abort()), { name: 'AbortError' });
  await source.close();
  await rm(folder, { recursive: true });
});

interface Found {
  readonly text: string;
  readonly line: number;
}

/** What the grammar alone finds in a buffer that holds the whole file. */
function scanWhole(bytes: Buffer, dialect: CsvDialect): Found[] {
  const found: Found[] = [];
  const record = new ScannedRecord();
  let line = 1;
  for (let at = 0; at < bytes.length; ) {
    scanRecord(bytes, at, true, dialect, record);
    let { next, lines, end } = record;
    if (record.trouble) {
      const recovered = nextThatParses(bytes.subarray(at), true, dialect);
      next = at + recovered.at;
      lines = recovered.lines;
      for (end = next; end > at && (bytes[end - 1] === 10 || bytes[end - 1] === 13); ) end--;
    }
    if (!isBlank(bytes, record, dialect.width)) found.push({ text: bytes.toString('latin1', at, end), line });
    at = next;
    line += lines;
  }
  return found;
}

test('the fast scan finds what the grammar finds, whatever the bytes and wherever its blocks end', async () => {
  const pieces = ['"', '"', '""', ',', ',', '\n', '\n', '\r', '\r\n', 'a', 'bc', ' ', '\xff', '"\n', ',"', '",', 'x'.repeat(70)];
  for (let seed = 1; seed <= 150; seed++) {
    const random = seededRandom(seed);
    const bytes = Buffer.from(Array.from({ length: random(400) }, () => pieces[random(pieces.length)]!).join(''), 'latin1');
    const dialect = { delimiter: random(6) === 0 ? -1 : 44, quote: random(6) === 0 ? -1 : 34, width: 1 + random(3) };
    const blockLength = [Infinity, 64, 65, 100, 200][random(5)]!;
    const expected = scanWhole(bytes, dialect);
    await withIndex(bytes, dialect, async (index) => {
      const where = `seed ${seed}, blocks of ${blockLength}`;
      assert.equal(index.records, expected.length, where);
      const texts = (await index.readRows(1, index.records)).map((row) => Buffer.from(row).toString('latin1'));
      assert.deepEqual(texts, expected.map(({ text }) => text), where);
      assert.deepEqual(await index.lines(expected.map((_, row) => row + 1)), expected.map(({ line }) => line), where);
      for (const row of [1, 16, 17, expected.length].filter((each) => each >= 1 && each <= expected.length)) {
        const place = await index.locate(row);
        assert.equal(bytes.toString('latin1', place.byte, place.byte + place.length), expected[row - 1]!.text, where);
      }
    }, blockLength);
  }
});
