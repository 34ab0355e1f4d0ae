import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jaccard, shingles } from '../../src/core/shingles.ts';
import { bandHash, bandRows, bands, orderByHash, sharedHashes } from '../../src/learn/locality.ts';
import { MinHash, permutations } from '../../src/learn/minHash.ts';
import { type NearDuplicateOptions, type TextSource, findNearDuplicates } from '../../src/learn/nearDuplicates.ts';
import { murmurHash } from '../../src/learn/murmurHash.ts';
import { createRandom } from '../../src/learn/random.ts';
import { shingleHashes } from '../../src/learn/shingles.ts';
import { UnionFind } from '../../src/learn/unionFind.ts';

function sourceOf(texts: readonly (string | null)[]): TextSource {
  return { rows: texts.length, read: (from, to) => texts.slice(from, to), texts: (positions) => positions.map((i) => texts[i]!) };
}

async function groupsOf(texts: readonly (string | null)[], options?: NearDuplicateOptions): Promise<number[][]> {
  return (await findNearDuplicates(sourceOf(texts), options)).groups.map(({ positions }) => Array.from(positions));
}

const hashesOf = (texts: readonly string[]): Int32Array => Int32Array.from(texts, (text) => murmurHash(text));

function sentences(count: number, random: () => number): string[] {
  return Array.from({ length: count }, () => Array.from({ length: 15 + Math.floor(random() * 25) }, () => `w${Math.floor(random() * 3000)}`).join(' '));
}

test('shingles are five words, five characters of short texts, and one character a word in scripts without spaces', () => {
  assert.deepEqual(shingles('The  quick\tbrown fox, JUMPS over'), ['the quick brown fox jumps', 'quick brown fox jumps over']);
  assert.deepEqual(shingles('Sports'), ['sport', 'ports']);
  assert.deepEqual(shingles(' Ab '), ['ab']);
  assert.deepEqual(shingles(' \t'), []);
  assert.deepEqual(shingles('今天天气很好'), ['今 天 天 气 很', '天 天 气 很 好']);
});

test('two texts share the hashes of the shingles that they share, and no others', () => {
  const random = createRandom(40);
  const texts = ['The  quick\tbrown fox, JUMPS over', 'a quick brown fox jumps over', 'Sports', 'sport', ' Ab ', '今天天气很好', '', ...sentences(40, random)];
  for (const a of texts) {
    assert.equal(shingleHashes(a).length, shingles(a).length);
    for (const b of texts) {
      const [shared, hashes] = [new Set(shingles(b)), new Set(shingleHashes(b))];
      assert.deepEqual(Array.from(shingleHashes(a), (hash) => hashes.has(hash)), shingles(a).map((shingle) => shared.has(shingle)), `${a} | ${b}`);
    }
  }
});

test('the share of equal minima is the Jaccard similarity, within its error', () => {
  const seed = 41;
  const random = createRandom(seed);
  for (const share of [0.3, 0.7, 0.9]) {
    let error = 0;
    for (let trial = 0; trial < 30; trial++) {
      const a = Array.from({ length: 100 }, (_, i) => `${trial}-${random() < 1 ? i : 0}`);
      const b = a.map((text, i) => (i < 100 * share ? text : `other ${text}`));
      const minHash = new MinHash(trial + 1);
      const [x, y] = [new Int32Array(permutations), new Int32Array(permutations)];
      minHash.sign(hashesOf(a), x);
      minHash.sign(hashesOf(b), y);
      error += x.filter((value, i) => value === y[i]).length / permutations - jaccard(new Set(a), new Set(b));
    }
    assert.ok(Math.abs(error / 30) < 0.02, `seed ${seed}: ${error / 30} off at ${share}`);
  }
});

test('signatures of a part of the permutations are that part of the whole', () => {
  const minHash = new MinHash(2);
  const whole = new Int32Array(permutations);
  const part = new Int32Array(permutations);
  minHash.sign(hashesOf(['a', 'b']), whole);
  minHash.sign(hashesOf(['a', 'b']), part, bandRows, 2 * bandRows);
  assert.equal(bandHash(part, 1), bandHash(whole, 1));
  assert.ok(bands * bandRows <= permutations);
});

test('positions are ordered by hash, negative ones too, and by position where hashes are equal', () => {
  const seed = 42;
  const random = createRandom(seed);
  const hashes = Int32Array.from({ length: 5000 }, () => Math.floor((random() - 0.5) * 2 ** 32) >> (random() < 0.5 ? 0 : 24));
  const expected = Array.from(hashes.keys()).sort((a, b) => (hashes[a]! >>> 0) - (hashes[b]! >>> 0) || a - b);
  assert.deepEqual(Array.from(orderByHash(hashes)), expected, `seed ${seed}`);
});

test('of hashes, those that are there twice are found, and few of the others', () => {
  const seed = 47;
  const random = createRandom(seed);
  for (const count of [0, 1, 2, 100, 30_000]) {
    const hashes = Int32Array.from({ length: count }, () => Math.floor((random() - 0.5) * 2 ** 32));
    for (let i = 0; i + 7 < count; i += 10) hashes[i + 7] = hashes[i]!;
    const times = new Map<number, number>();
    for (const hash of hashes) times.set(hash, (times.get(hash) ?? 0) + 1);
    const twice = Array.from(hashes.keys()).filter((place) => times.get(hashes[place]!)! > 1);
    const found = Array.from(sharedHashes(hashes));
    assert.deepEqual(found.filter((place) => times.get(hashes[place]!)! > 1), twice, `seed ${seed}`);
    assert.ok(found.length - twice.length <= 0.1 * count, `seed ${seed}: ${found.length} of ${count}, ${twice.length} are there twice`);
  }
});

test('groups grow together whichever way they are joined', () => {
  const groups = new UnionFind(6);
  groups.join(4, 2);
  groups.join(5, 4);
  groups.join(0, 1);
  assert.deepEqual(groups.groups().map((group) => Array.from(group)), [[0, 1], [2, 4, 5]]);
});

test('near duplicates at similarity .8 and above are found, .99 of them and more, and nothing below the threshold is', async () => {
  const seed = 43;
  const random = createRandom(seed);
  const texts = sentences(3000, random);
  const planted: [number, number][] = [];
  for (let i = 0; i < 600; i++) {
    const words = texts[i]!.split(' ');
    words[words.length - 1 - (i % 3)] = 'changed';
    planted.push([i, texts.length]);
    texts.push(words.join(' '));
  }
  const similarity = ([a, b]: [number, number]): number => jaccard(new Set(shingles(texts[a]!)), new Set(shingles(texts[b]!)));
  const groupOf = new Map((await groupsOf(texts)).flatMap((group) => group.map((position) => [position, group[0]!] as const)));
  const together = ([a, b]: [number, number]): boolean => groupOf.has(a) && groupOf.get(a) === groupOf.get(b);
  const strong = planted.filter((pair) => similarity(pair) >= 0.8);
  const weak = planted.filter((pair) => similarity(pair) < 0.7);
  assert.ok(strong.length > 300 && weak.length > 10, `seed ${seed}: ${strong.length} strong, ${weak.length} weak`);
  assert.ok(strong.filter(together).length >= 0.99 * strong.length, `seed ${seed}`);
  assert.equal(weak.filter(together).length, 0, `seed ${seed}`);
});

test('reading the texts several times, as little memory asks for, gives the same groups', async () => {
  const random = createRandom(44);
  const texts = sentences(200, random);
  const doubled = [...texts, ...texts.map((text) => `${text} more`)];
  let read = 0;
  const source = sourceOf(doubled);
  const counting: TextSource = { ...source, read: (from, to) => ((read += to - from), source.read(from, to)) };
  const often = await findNearDuplicates(counting, { memory: 4 * 400 * 10 });
  assert.equal(read, 5 * 400);
  assert.deepEqual(often.groups, (await findNearDuplicates(source)).groups);
});

test('empty texts are counted and grouped with nothing', async () => {
  const result = await findNearDuplicates(sourceOf(['', null, '  ', 'one text', 'One  Text', 'another']));
  assert.equal(result.empty, 3);
  assert.deepEqual(result.groups.map(({ positions, weakestLink }) => [Array.from(positions), weakestLink]), [[[3, 4], 1]]);
  assert.deepEqual((await findNearDuplicates(sourceOf([]))).groups, []);
});

test('thousands of the same text cost time in proportion to them', async () => {
  const random = createRandom(45);
  const texts = [...Array<string>(3000).fill('the same boiler plate text in every row of this file'), ...sentences(200, random)];
  const result = await findNearDuplicates(sourceOf(texts));
  assert.deepEqual(result.groups.map(({ positions }) => positions.length), [3000]);
  assert.ok(result.compared < 3 * 3000, `${result.compared} comparisons`);
  assert.equal(result.unfinishedBuckets, 0);
});

test('a crowd of texts that share boilerplate but differ is searched within bounds, and that is said', async () => {
  const random = createRandom(46);
  const head = Array.from({ length: 20 }, (_, i) => `head${i}`).join(' ');
  const texts = sentences(1500, random).map((text) => `${head} ${text.split(' ').slice(0, 14).join(' ')}`);
  const result = await findNearDuplicates(sourceOf(texts));
  assert.ok(result.unfinishedBuckets > 0);
  assert.ok(result.compared < 42 * 4 * 32 * 1500 && result.compared < 45 * 2500, `${result.compared} comparisons`);
});
