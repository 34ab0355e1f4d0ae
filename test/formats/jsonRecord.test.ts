import assert from 'node:assert/strict';
import test from 'node:test';
import { JsonElements } from '../../src/formats/jsonElements.ts';
import { JsonTrouble, readJsonObject } from '../../src/formats/jsonRecord.ts';
import { JsonTable, mostKeys } from '../../src/formats/jsonTable.ts';
import { seededRandom } from './randomCsv.ts';

function membersOf(text: string): Map<string, string | null> | null {
  const members = new Map<string, string | null>();
  try {
    readJsonObject(text, (key, value) => members.set(key, value));
    return members;
  } catch (error) {
    assert(error instanceof JsonTrouble, String(error));
    return null;
  }
}

/** What JSON.parse makes of it, when that is an object. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function randomValue(random: (below: number) => number, depth: number): unknown {
  switch (random(depth > 3 ? 6 : 8)) {
    case 0:
      return null;
    case 1:
      return random(2) === 0;
    case 2:
      return random(1000) - 500;
    case 3:
      return random(100_000) / 7;
    case 4:
      return 'text "with" \\ \n\t\u0007 é 😀'.slice(random(10), 10 + random(14));
    case 5:
      return `]},${random(9)}`;
    case 6:
      return Array.from({ length: random(4) }, () => randomValue(random, depth + 1));
    default:
      return randomObject(random, depth + 1);
  }
}

function randomObject(random: (below: number) => number, depth: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: random(5) }, () => [['a', 'b"', 'é', '', 'long key'][random(5)]!, randomValue(random, depth)]));
}

test('what JSON.parse takes is taken, what it refuses is refused, and values mean the same', () => {
  for (let seed = 1; seed <= 3000; seed++) {
    const random = seededRandom(seed);
    let text = JSON.stringify(randomObject(random, 0), null, random(3));
    for (let wounds = random(3); wounds > 0; wounds--) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + ['', '"', ',', '}', ']', '{', ':', '0', '-', '.', 'e', '\\', ' ', '\n', 'null'][random(15)]! + text.slice(at + random(3));
    }
    const expected = parsed(text);
    const members = membersOf(text);
    assert.equal(members === null, expected === null, `seed ${seed}: ${text}`);
    if (!members || !expected) continue;
    assert.deepEqual([...members.keys()].sort(), Object.keys(expected).sort(), `seed ${seed}`);
    for (const [key, value] of members) {
      const own: unknown = expected[key];
      if (typeof own === 'string') assert.equal(value, own);
      else assert.deepEqual(value === null ? null : JSON.parse(value), own, `seed ${seed}: ${text}`);
    }
  }
});

test('values keep the text that the file has', () => {
  assert.deepEqual(
    [...membersOf('{"a":1.10,"b":123456789012345678901,"c":{"k": [1.0, "x y" ]},"d":"1.10"}')!.values()],
    ['1.10', '123456789012345678901', '{"k":[1.0,"x y"]}', '1.10'],
  );
});

test('a table grows by the keys of its rows, and keeps none of a row that cannot be read', () => {
  const table = new JsonTable();
  assert.equal(table.add('{"a":1}', 1), null);
  assert.match(table.add('{"b":1,}', 2)!.why, /a key in double quotes/);
  assert.deepEqual(table.keys, ['a']);
  assert.equal(table.add('{"c":null}', 3), null);
  const batch = table.take();
  assert.deepEqual(batch.rowNumbers, [1, 3]);
  assert.deepEqual(batch.cells.map(({ text, codes }) => [text, [...codes!]]), [[['1', ''], [0, 2]], [['', ''], [2, 1]]]);
  assert.equal(table.rows, 0);
});

test('more keys than a table can have columns are refused with the row that brings them', () => {
  const table = new JsonTable();
  const keys = Array.from({ length: mostKeys }, (_, index) => `"k${index}":1`).join(',');
  assert.equal(table.add(`{${keys}}`, 1), null);
  assert.match(table.add('{"k1":1,"one more":1}', 2)!.why, /10,000 different keys/);
  assert.equal(table.add('{"k1":1}', 3), null);
});

test('an array splits into the same elements wherever its blocks end', () => {
  const text = Buffer.from(' {"a":"],{\\"é"} ,\n [1,[2]],\r\n"x,y", 5 ,{"b":{}}\n] rest');
  const whole = new JsonElements(1, 0);
  const expected = whole.push(text).map(({ bytes, line, byte }) => [bytes.toString(), line, byte]);
  assert.deepEqual(expected, [['{"a":"],{\\"é"}', 1, 1], ['[1,[2]]', 2, 20], ['"x,y"', 3, 30], ['5', 3, 37], ['{"b":{}}', 3, 40]]);
  assert.equal(whole.lineOfRest, 4);
  for (let length = 1; length < 12; length++) {
    const elements = new JsonElements(1, 0);
    const found: unknown[] = [];
    for (let at = 0; at < text.length; at += length)
      found.push(...elements.push(text.subarray(at, at + length)).map(({ bytes, line, byte }) => [bytes.toString(), line, byte]));
    assert.deepEqual(found, expected, `blocks of ${length}`);
    assert(elements.closed);
  }
});
