import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Decision, effectiveDecisions } from '../../src/core/decision.ts';
import { decisionsOf, entryOfDecision, parseSidecar, serialiseDecision, serialiseSidecar, type Sidecar } from '../../src/sidecar/decisions.ts';
import { Random } from '../../samples/generator/random.ts';
import { printedSeed, randomHistory } from './histories.ts';

const header = '{"winnow":1,"dataset":"reviews.csv","key":["id"]}';
const relabel = '{"row":{"id":"2"},"act":"relabel","column":"label","from":"neutral","to":"negative","by":"Ada","at":"2026-01-01T00:00:00Z","id":"A"}';
const exclude = '{"row":{"id":"1"},"act":"exclude","at":"2026-01-02T00:00:00Z","id":"B"}';

const parse = (...lines: string[]): Sidecar => parseSidecar(Buffer.from(lines.map((line) => `${line}\n`).join('')));
const write = (sidecar: Sidecar): string => Buffer.from(serialiseSidecar(sidecar)).toString();
const sidecarOf = (decisions: readonly Decision[]): Sidecar => ({
  header: { winnow: 1 }, damaged: [], kept: [], entries: new Map(decisions.map((decision) => [decision.id, entryOfDecision(decision)])),
});

test('a sidecar is read, and written sorted by row key, time and id', () => {
  const sidecar = parse(header, relabel, exclude);
  assert.deepEqual(sidecar.header, { winnow: 1, dataset: 'reviews.csv', key: ['id'] });
  assert.deepEqual(decisionsOf(sidecar).map(({ id }) => id), ['A', 'B']);
  assert.deepEqual(sidecar.damaged, []);
  assert.equal(write(sidecar), `${header}\n${exclude}\n${relabel}\n`);
});

test('fields are written in one order, and those that are not known after those that are', () => {
  const decision = { id: 'A', extra: 1, at: '2026-01-01T00:00:00Z', to: null, act: 'set', column: 'age', row: { id: '1' }, rowHint: 7 } as Decision;
  assert.equal(
    serialiseDecision(decision),
    '{"row":{"id":"1"},"act":"set","column":"age","to":null,"at":"2026-01-01T00:00:00Z","rowHint":7,"extra":1,"id":"A"}',
  );
});

test('acts and fields that are not known stay as they are, to the digit', () => {
  const unknown = '{"row":{"id":"1"},"act":"teleport","at":"2026-01-01T00:00:00Z","id":"C","big":12345678901234567890,"nested":{"a":[1]}}';
  const extra = '{"id":"D","row":{"id":"1"},"act":"accept","at":"2026-01-03T00:00:00Z","confidence":0.10}';
  const sidecar = parse(header, unknown, extra);
  assert.deepEqual(decisionsOf(sidecar).map(({ id }) => id), ['D']);
  assert.equal(write(sidecar), `${header}\n${unknown}\n${extra}\n`);
});

test('damaged lines are reported with number and reason and written again byte for byte', () => {
  const invalid = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
  const lines = [
    '{"id":"X"',
    'no JSON',
    '[1]',
    '{"act":"accept"}',
    '{"id":"Y","act":"set","row":{"id":"1"},"at":"2026-01-01T00:00:00Z","to":"x"}',
    '{"id":"Z","act":"accept","row":{"id":true},"at":"2026-01-01T00:00:00Z"}',
    '{"id":"Z","act":"accept","row":{},"at":"yesterday"}',
  ];
  const bytes = Buffer.concat([Buffer.from(`${header}\n${lines.join('\n')}\n`), invalid, Buffer.from(`\n${relabel}\n`)]);
  const sidecar = parseSidecar(bytes);
  assert.deepEqual(sidecar.damaged.map(({ line }) => line), [2, 3, 4, 5, 6, 7, 8, 9]);
  assert.match(sidecar.damaged[0]?.reason ?? '', /^not JSON: /);
  assert.deepEqual(sidecar.damaged.slice(2).map(({ reason }) => reason), [
    'not a JSON object', '“id” is missing', '“set” without “column”', '“row” is not an object of texts and numbers', '“at” is not a time', 'not valid UTF-8',
  ]);
  assert.deepEqual(decisionsOf(sidecar).map(({ id }) => id), ['A']);
  const written = Buffer.from(serialiseSidecar(sidecar));
  assert.deepEqual(written, Buffer.concat([Buffer.from(`${header}\n${relabel}\n${lines.join('\n')}\n`), invalid, Buffer.from('\n')]));
});

test('between the markers of a git conflict both sides are read, and what both took out is not', () => {
  const sidecar = parse(
    header,
    '<<<<<<< HEAD',
    relabel,
    '||||||| base',
    '{"row":{"id":"9"},"act":"exclude","at":"2026-01-01T00:00:00Z","id":"OLD"}',
    '=======',
    exclude,
    '>>>>>>> theirs',
  );
  assert.deepEqual(decisionsOf(sidecar).map(({ id }) => id), ['A', 'B']);
  assert.deepEqual(sidecar.damaged.map(({ line }) => line), [2, 4, 6, 8]);
  assert.match(sidecar.damaged[0]?.reason ?? '', /git conflict/);
  assert.equal(write(sidecar), `${header}\n${exclude}\n${relabel}\n`);
});

test('the same line twice is one decision', () => {
  const sidecar = parse(header, relabel, header, relabel);
  assert.equal(sidecar.entries.size, 1);
  assert.deepEqual(sidecar.damaged, []);
});

test('two lines of one id that differ: one counts, the same in either order, and the other is reported and kept', () => {
  const edited = relabel.replace('negative', 'positive');
  for (const lines of [[relabel, edited], [edited, relabel]]) {
    const sidecar = parse(header, ...lines);
    assert.equal(decisionsOf(sidecar)[0]?.to, 'positive');
    assert.match(sidecar.damaged[0]?.reason ?? '', /the id A/);
    assert.equal(write(sidecar), `${header}\n${edited}\n${relabel}\n`);
  }
});

test('Windows line ends, a byte order mark, blank lines and a missing last newline are no damage', () => {
  const sidecar = parseSidecar(Buffer.from(`\uFEFF${header}\r\n\r\n${relabel}\r\n${exclude}`));
  assert.deepEqual(sidecar.damaged, []);
  assert.equal(write(sidecar), `${header}\n${exclude}\n${relabel}\n`);
});

test('a newer header is said to be one, and kept', () => {
  const sidecar = parse('{"winnow":2,"dataset":"x","key":[],"shape":"new"}', relabel);
  assert.match(sidecar.damaged[0]?.reason ?? '', /newer Winnow/);
  assert.equal(decisionsOf(sidecar).length, 1);
  assert.match(write(sidecar), /^\{"winnow":2,.*"shape":"new"\}/);
});

test('an empty file has no decisions and no damage', () => {
  assert.deepEqual(parseSidecar(new Uint8Array()), { header: null, entries: new Map(), damaged: [], kept: [] });
});

test('random histories come back as they were written', () => {
  const random = new Random(printedSeed());
  for (let round = 0; round < 50; round++) {
    const decisions = randomHistory(random, random.integer(0, 40));
    const bytes = serialiseSidecar(sidecarOf(decisions));
    const read = parseSidecar(bytes);
    assert.deepEqual(read.damaged, []);
    assert.deepEqual(new Map(decisionsOf(read).map((decision) => [decision.id, decision])), new Map(decisions.map((decision) => [decision.id, decision])));
    assert.deepEqual(Buffer.from(serialiseSidecar(read)), Buffer.from(bytes));
  }
});

test('copies that git joined line by line in any order and any number say the same', () => {
  const random = new Random(printedSeed());
  for (let round = 0; round < 50; round++) {
    const lines = randomHistory(random, 30).map(serialiseDecision);
    const copies = Array.from({ length: 3 }, () => lines.filter(() => random.chance(0.6)));
    const union = [...new Set(copies.flat())];
    const joined = copies.flatMap((copy) => random.shuffle(copy));
    const expected = effectiveDecisions(decisionsOf(parse(header, ...union)));
    assert.deepEqual(effectiveDecisions(decisionsOf(parse(header, ...joined))), expected);
    assert.deepEqual(effectiveDecisions(decisionsOf(parse(...random.shuffle([header, ...joined])))), expected);
    assert.equal(write(parse(header, ...joined)), write(parse(header, ...random.shuffle(union))));
  }
});
