import assert from 'node:assert/strict';
import test from 'node:test';
import { JsonLinesReader, type JsonPages } from '../../src/engine/jsonLinesReader.ts';
import type { ColumnPage } from '../../src/engine/stagedPages.ts';
import { jsonScanBinary } from '../../src/engine/wasm/jsonScanBinary.ts';
import { cellCodes } from '../../src/formats/format.ts';
import { JsonTable } from '../../src/formats/jsonTable.ts';

test('the compiled reader is that of its source', async () => {
  const { compileScan } = (await import(new URL('../../scripts/wasm.mjs', import.meta.url).href)) as { compileScan(program: string): Promise<string> };
  assert.equal(jsonScanBinary, await compileScan('jsonScan'));
});

interface Read {
  readonly keys: readonly string[];
  /** By row number: texts, null for null, undefined for absent. */
  readonly rows: ReadonlyMap<number, readonly (string | null | undefined)[]>;
  readonly failed: readonly { row: number; line: number; at: number; why: string }[];
}

function textsOf(page: ColumnPage, rows: number): (string | null)[] {
  let at = 0;
  return Array.from({ length: rows }, (_, row) => {
    if ((page.defined[row >> 3]! & (1 << (row & 7))) === 0) return null;
    const length = page.bytes.readUInt32LE(at);
    at += 4 + length;
    return page.bytes.toString('utf8', at - length, at);
  });
}

async function readLines(text: string): Promise<Read> {
  const rows = new Map<number, (string | null | undefined)[]>();
  const failed: { row: number; line: number; at: number; why: string }[] = [];
  const take = async (pages: JsonPages): Promise<void> => {
    const count = pages.rows.length;
    const columns = pages.columns.map((page) => textsOf(page, count));
    const absent = pages.absent ? textsOf(pages.absent, count) : [];
    pages.rows.forEach((row, index) => {
      const missing = new Set(absent[index]?.split(',') ?? []);
      rows.set(row, columns.map((column, key) => (missing.has(String(key)) ? undefined : column[index]!)));
    });
    await Promise.resolve();
  };
  const reader = new JsonLinesReader(5, take, ({ row, line, at, trouble }) => void failed.push({ row, line, at, why: trouble.message }));
  await reader.readBlock(Buffer.from(text), 1, 1);
  return { keys: reader.keys, rows, failed };
}

/** The same by the reader that takes one line at a time. */
function expectedOf(text: string): Read {
  const table = new JsonTable();
  const failed: { row: number; line: number; at: number; why: string }[] = [];
  let row = 0;
  let at = 0;
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    if (!/^[ \t]*$/.test(line)) {
      const trouble = table.add(line, ++row);
      if (trouble) failed.push({ row, line: index + 1, at: Buffer.byteLength(text.slice(0, at)), why: trouble.message });
    }
    at += line.length;
    at += text.startsWith('\r\n', at) ? 2 : 1;
  });
  const batch = table.take();
  const rows = new Map<number, (string | null | undefined)[]>();
  batch.rowNumbers!.forEach((number, index) => {
    rows.set(number, batch.cells.map(({ text: texts, codes }) => {
      const code = codes?.[index] ?? cellCodes.value;
      return code === cellCodes.value ? Buffer.from(texts[index]!).toString('utf8') : code === cellCodes.null ? null : undefined;
    }));
  });
  return { keys: table.keys, rows, failed };
}

/** Rows that were handed over before a key was known do not mention it: it is absent in them. */
function padded({ keys, rows, failed }: Read): Read {
  return { keys, failed, rows: new Map([...rows].map(([row, cells]) => [row, Array.from(keys, (_, index) => cells[index])])) };
}

test('numbers, words and strings keep their text, and what a record does not have is told from null', async () => {
  const text =
    '{"a": 1.10, "b": 1e5, "c": "x"}\n{"b":-0.0E-7,"a":12345678901234567890}\r\n\n{"c":null,"a":true,"b":""}\r{"a":"\\u00e9\\ud83d\\ude00\\n\\"","b":"\\ud800"}';
  const { keys, rows, failed } = padded(await readLines(text));
  assert.deepEqual([keys, failed], [['a', 'b', 'c'], []]);
  assert.deepEqual(
    [...rows],
    [
      [1, ['1.10', '1e5', 'x']],
      [2, ['12345678901234567890', '-0.0E-7', undefined]],
      [3, ['true', '', null]],
      [4, ['é😀\n"', '\ufffd', undefined]],
    ],
  );
});

const strings = [
  '""',
  '"plain"',
  '"with \\"quotes\\" and \\\\"',
  '"\\n\\t\\r\\b\\f\\/"',
  '"é日本😀"',
  '"\\u00e9"',
  '"\\ud83d\\ude00"',
  '"\\ud83d"',
  '"\\udc00\\ud800"',
  '"a longer text that is more than sixteen bytes"',
  '"0123456789abcde"',
  '"0123456789abcdef"',
  '"\\u0000"',
  '"tail\\\\"',
];
const numbers = ['0', '-0', '1.10', '1e5', '1E+5', '-12.5e-3', '12345678901234567890', '0.1'];
const others = ['true', 'false', 'null', '[]', '[1, 2]', '{"x": [ 1 , "a b" ]}', '{ }'];
const wrong = ['01', '1.', '.5', '+1', '-', 'NaN', 'tru', 'nul', '"\\x"', '"\\u12g4"', '"open', "'x'", '[1', '1e', '"a\tb"', ''];
const keyTexts = ['"a"', '"b"', '"c"', '"long key with spaces"', '"é"', '"a\\u0062"', '""', '"d\\"q"', '"ab"'];

test('random lines are read as they are one by one, whatever is in them and wherever it stands', async () => {
  let seed = 7;
  const random = (count: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * count);
  };
  const pick = (list: readonly string[]): string => list[random(list.length)]!;
  const space = (): string => (random(4) === 0 ? pick([' ', '  ', '\t']) : '');
  for (let round = 0; round < 300; round++) {
    const wild = random(3) === 0;
    const value = (): string => pick(wild && random(12) === 0 ? wrong : random(8) === 0 ? others : random(2) === 0 ? strings : numbers);
    const lines = Array.from({ length: 1 + random(30) }, () => {
      if (wild && random(15) === 0)
        return pick(['', ' \t', '[]', '1', 'word', '{', '{}', '{"a":1}}', '{"a":1,}', '{"a" 1}', '{"a":1 "b":2}', '{a:1}', '{"a":1} x']);
      const members = (wild ? [...Array.from({ length: random(6) }, () => pick(keyTexts))] : keyTexts.slice(0, 3)).map(
        (key) => `${space()}${key}${space()}:${space()}${value()}${space()}`,
      );
      return `${space()}{${members.join(',')}}${space()}`;
    });
    const text = lines.map((line) => line + pick(wild ? ['\n', '\r\n', '\r'] : ['\n'])).join('').slice(0, random(2) === 0 ? undefined : -1);
    assert.deepEqual(padded(await readLines(text)), padded(expectedOf(text)), JSON.stringify(text));
  }
});
