import assert from 'node:assert/strict';
import test from 'node:test';
import type { TextOptions } from '../../../src/core/dataset.ts';
import type { Column } from '../../../src/core/schema.ts';
import { cellCodes, type CellColumn } from '../../../src/formats/format.ts';
import { csv } from '../../../src/formats/csv.ts';
import { json } from '../../../src/formats/json.ts';
import { jsonl } from '../../../src/formats/jsonl.ts';
import { jsonArraySplices } from '../../../src/formats/edit/jsonArrayEditor.ts';
import { recordEditor, type RecordEditor } from '../../../src/formats/edit/recordEditor.ts';
import { decodeRecord, encodeText } from '../../../src/formats/edit/recordText.ts';
import { seededRandom } from '../randomCsv.ts';
import { csvCell, encodings, fileBytes, jsonRecord, memorySource, pick, randomDialect, randomValue, type Piece, type Random } from './randomFiles.ts';

const seed = Number(process.env.WINNOW_SEED ?? Math.floor(Math.random() * 2 ** 31));
const columnsNamed = (names: readonly string[]): Column[] => names.map((name, index) => ({ name, index, type: 'text' }));
const absent = Symbol('absent');
type Cell = string | null | typeof absent;

function cellsOf(columns: readonly CellColumn[], row: number): Cell[] {
  return columns.map(({ text, codes }) => {
    const code = codes?.[row] ?? cellCodes.value;
    assert.notEqual(code, cellCodes.unreadable, `row ${row + 1} is unreadable`);
    return code === cellCodes.value ? text[row]! : code === cellCodes.null ? null : absent;
  });
}

/** Edits one cell, and requires that nothing but the bytes of its piece (`at`) has changed. Returns the record's new pieces. */
function editPiece(editor: RecordEditor, record: readonly Piece[], at: number, value: string | null, options: TextOptions): Piece[] {
  const bytes = (parts: readonly Piece[]): Buffer => encodeText(parts.map(({ raw }) => raw).join(''), options.encoding!);
  const edited = Buffer.from(editor.edit(bytes(record), { cells: new Map([[record[at]!.column!, value]]) }));
  const [before, after] = [bytes(record.slice(0, at)), bytes(record.slice(at + 1))];
  assert.deepEqual(edited.subarray(0, before.length), before, 'what stands before the cell');
  assert.deepEqual(edited.subarray(edited.length - after.length), after, 'what stands after the cell');
  assert.ok(edited.length >= before.length + after.length, 'the cell begins where it began');
  const raw = edited.subarray(before.length, edited.length - after.length);
  // White space of a nested value is not kept; a record of JSON begins with its brace.
  const isJson = record[0]!.column === undefined;
  const text = decodeRecord(raw, options.encoding!);
  return record.map((piece, index) => (index === at ? { ...piece, raw: text, value: isJson && /^[[{]/.test(text) ? value!.trim() : value } : piece));
}

/** Edits random cells of all records, each alone in its record, and then all at once, which has to come to the same. */
function editRecords(editor: RecordEditor, records: Piece[][], random: Random, options: TextOptions, editable: (record: readonly Piece[]) => number[]): void {
  for (const [index, record] of records.entries()) {
    let pieces = record;
    const cells = new Map<number, string | null>();
    for (const at of editable(record).filter(() => random(3) === 0)) {
      const value = randomValue(random, options.encoding!);
      const piece = editPiece(editor, record, at, value, options)[at]!;
      pieces = pieces.map((each, index) => (index === at ? piece : each));
      cells.set(record[at]!.column!, value);
    }
    const original = encodeText(record.map(({ raw }) => raw).join(''), options.encoding!);
    const atOnce = Buffer.from(editor.edit(original, { cells }));
    assert.deepEqual(atOnce, encodeText(pieces.map(({ raw }) => raw).join(''), options.encoding!));
    records[index] = pieces;
  }
}

test(`random cells of random delimited files are edited, and no other byte (seed ${seed})`, async () => {
  for (let run = 0; run < 300; run++) {
    const random = seededRandom(seed + run);
    const dialect = randomDialect(random);
    const { encoding, delimiter, quote, width } = dialect;
    const options: TextOptions = { encoding, delimiter, quote, header: true };
    const names = Array.from({ length: width }, (_, index) => `name${index}`);
    const editor = recordEditor('csv', options, columnsNamed(names));
    const records = Array.from({ length: 1 + random(20) }, () => names.flatMap((_, column): Piece[] => {
      // An empty line of a single column would be none at the end of the file.
      const value = randomValue(random, encoding) ?? (width === 1 ? '' : null);
      const cell = { raw: csvCell(value, dialect, random), column, value };
      return column === 0 ? [cell] : [{ raw: delimiter }, cell];
    }));
    editRecords(editor, records, random, options, (record) => record.flatMap(({ column }, at) => (column === undefined ? [] : [at])));
    const lines = [names.join(delimiter), ...records.map((record) => record.map(({ raw }) => raw).join(''))];
    const text = lines.map((line, index) => (index === lines.length - 1 && random(2) === 0 ? line : line + pick(random, dialect.lineEnds))).join('');
    const read = await csv.firstRows(memorySource('random.csv', fileBytes(text, dialect)), options);
    const expected = records.map((record) =>
      record.filter(({ column }) => column !== undefined).map(({ value }) => (value === null && width === 1 ? '' : value!)),
    );
    assert.deepEqual(expected.map((_, row) => cellsOf(read.cells, row)), expected, `run ${run}: ${JSON.stringify(text)}`);
    assert.equal(read.cells[0]!.text.length, expected.length);
  }
});

/** Of a key that is repeated, the last value is the one that counts. */
function lastOfEach(record: readonly Piece[]): number[] {
  const last = new Map<number, number>();
  for (const [at, { column }] of record.entries()) if (column !== undefined) last.set(column, at);
  return [...last.values()];
}

test(`random values of random JSON lines are edited, and no other byte (seed ${seed})`, async () => {
  for (let run = 0; run < 300; run++) {
    const random = seededRandom(seed + run);
    const encoding = pick(random, encodings);
    const shape = { encoding, mark: encoding !== 'latin1' && (encoding !== 'utf-8' || random(2) === 0) };
    const keys = ['id', 'a "quoted" key', 'größe', 'x/y'].slice(0, 1 + random(4));
    const options: TextOptions = { encoding };
    const records = Array.from({ length: 1 + random(20) }, () => jsonRecord(random, keys, encoding, false));
    editRecords(recordEditor('jsonl', options, columnsNamed(keys)), records, random, options, lastOfEach);
    const lines = records.map((record) => record.map(({ raw }) => raw).join(''));
    const ends = pick(random, [['\n'], ['\r\n'], ['\n', '\r\n', '\r']]);
    const text = lines.map((line, index) => (index === lines.length - 1 && random(2) === 0 ? line : line + pick(random, ends))).join('');
    const read = await jsonl.firstRows(memorySource('random.jsonl', fileBytes(text, shape)), options);
    assertRecords(read.cells, read.columns, keys, records);
  }
});

function assertRecords(cells: readonly CellColumn[], columns: readonly Column[], keys: readonly string[], records: readonly (readonly Piece[])[]): void {
  const places = columns.map(({ name }) => keys.indexOf(name));
  for (const [row, record] of records.entries()) {
    const expected = places.map(
      (column): Cell =>
        record.findLast((piece) => piece.column === column)?.value ?? (record.some((piece) => piece.column === column) ? null : absent),
    );
    assert.deepEqual(cellsOf(cells, row), expected, record.map(({ raw }) => raw).join(''));
  }
  assert.equal(cells[0]?.text.length ?? 0, records.length);
}

test(`random elements of random JSON arrays are edited and removed, and no other byte (seed ${seed})`, async () => {
  for (let run = 0; run < 200; run++) {
    const random = seededRandom(seed + run);
    const encoding = pick(random, encodings);
    const shape = { encoding, mark: encoding !== 'latin1' && random(2) === 0 };
    const space = (): string => pick(random, ['', ' ', '\n', '\r\n  ']);
    const keys = ['id', 'label', 'ü'];
    const records = Array.from({ length: 2 + random(15) }, () => jsonRecord(random, keys, encoding, true));
    const removed = new Set(records.map((_, index) => index + 1).filter(() => random(4) === 0));
    if (removed.size === records.length) removed.clear();
    const wrapped = random(2) === 0;
    const gaps = records.map((_, index) => (index === 0 ? space() : `${space()},${space()}`));
    const [start, end] = [wrapped ? `{"meta": [1, "]"], "data" : [` : `${space()}[`, `${space()}]${wrapped ? ', "n": {"x":1} }' : ''}${space()}`];
    const bytes = fileBytes(start + records.map((record, index) => gaps[index]! + textOf(record)).join('') + end, shape);
    const edits = new Map<number, { cells: Map<number, string | null>; pieces: Piece[] }>();
    for (const [index, record] of records.entries()) {
      if (removed.has(index + 1) || random(2) === 0) continue;
      const at = pick(random, lastOfEach(record));
      const value = randomValue(random, encoding);
      edits.set(index + 1, {
        cells: new Map([[record[at]!.column!, value]]),
        pieces: editPiece(recordEditor('json', { encoding }, columnsNamed(keys)), record, at, value, { encoding }),
      });
    }
    const source = memorySource('random.json', bytes);
    const edited = await spliced(
      bytes,
      jsonArraySplices(source, { text: { encoding }, columns: columnsNamed(keys) }, (row) =>
        removed.has(row) ? 'remove' : (edits.get(row) ?? null),
      ),
    );
    const kept = records
      .map((record, index) => ({ record: edits.get(index + 1)?.pieces ?? record, row: index + 1, gap: gaps[index]! }))
      .filter(({ row }) => !removed.has(row));
    const expected = start + kept.map(({ record, gap }, index) => (index === 0 ? gaps[0]! : gap) + textOf(record)).join('') + end;
    assert.equal(edited.toString('hex'), fileBytes(expected, shape).toString('hex'), `run ${run}`);
    const read = await json.firstRows(memorySource('random.json', edited), { encoding });
    assertRecords(read.cells, read.columns, keys, kept.map(({ record }) => record));
  }
});

const textOf = (record: readonly Piece[]): string => record.map(({ raw }) => raw).join('');

async function spliced(bytes: Buffer, splices: ReturnType<typeof jsonArraySplices>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let from = 0;
  for await (const { byte, length, by } of splices) {
    assert.ok(byte >= from, 'splices are in file order');
    parts.push(bytes.subarray(from, byte), by);
    from = byte + length;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

test('an element that cannot be edited is named by its row', async () => {
  const bytes = Buffer.from('[{"a": 1}, {"a": }, {"a": 3}]');
  const splices = jsonArraySplices(memorySource('a.json', bytes), { text: {}, columns: columnsNamed(['a']) }, (row) =>
    row === 2 ? { cells: new Map([[0, '2']]) } : null,
  );
  await assert.rejects(spliced(bytes, splices), { name: 'EditError', message: /^Row 2: the record cannot be read: Not a JSON object/ });
});
