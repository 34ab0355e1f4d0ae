import { createRandom } from '../../../src/learn/random.ts';
import type { TableColumn } from '../../../src/learn/tableFeatures.ts';

/** A dataset whose right labels are known. */
export interface BenchDataset {
  readonly name: string;
  readonly truth: Int32Array;
  readonly classCount: number;
  /** Labels of these rows are not given. */
  readonly missing?: readonly number[];
  /** Classes from this one on have one row each, which nothing can be learnt from; their labels are not flipped. */
  readonly singlesFrom?: number;
  readonly content:
    | { readonly kind: 'text'; readonly texts: readonly string[] }
    | { readonly kind: 'table'; readonly columns: readonly Exclude<TableColumn, { kind: 'text' }>[] }
    | { readonly kind: 'embedding'; readonly values: Float32Array; readonly dimensions: number };
}

type Random = () => number;

/** What syllables a language is written with, and what stands between its words. */
interface Script {
  readonly name: string;
  readonly syllables: string;
  readonly between: string;
}

const scripts: readonly Script[] = [
  { name: 'Latin', syllables: 'ba do ki lu me no pra ri sto tu va we xi zo', between: ' ' },
  { name: 'Chinese', syllables: '的 一 是 不 了 在 人 有 我 他 这 中 大 来 上 国 个 到 说 们 卡 钱 付 款 银 行 电 话 取 消', between: '' },
  { name: 'Japanese', syllables: 'あ い う か き く さ し す た な の は ま も や ら る を ん カ ド 銀 行 支 払 送 金 現', between: '' },
  { name: 'Arabic', syllables: 'با دو كي لو مي نو را سا تو وا زي حب قل عم', between: ' ' },
  { name: 'Hindi', syllables: 'का दो कि लु मे नो प्र रि स्त तु वा है जि क्ष', between: ' ' },
];

/** The sets that learners are held against: seeded, so that each run sees the same. */
export function makeDatasets(): BenchDataset[] {
  return [
    ...[2, 3, 4].map((classes) => textDataset(`text, ${classes} labels`, scripts[0]!, classes, 3000, 20 + classes)),
    ...scripts.slice(1).map((script, place) => textDataset(`text, 4 labels, ${script.name}`, script, 4, 2000, 30 + place)),
    textDataset('text, 99 : 1', scripts[0]!, 2, 4000, 40, [0.99, 0.01]),
    textDataset('text, 120 labels', scripts[0]!, 120, 2400, 41),
    withSingles(textDataset('text, 4 labels and 5 of one row', scripts[0]!, 4, 2000, 42), 5),
    withoutSome(textDataset('text, 3 labels, a fifth missing', scripts[0]!, 3, 3000, 43), 5),
    withEmptyTexts(textDataset('text, 3 labels, a tenth of the texts empty', scripts[0]!, 3, 3000, 44), 10),
    starsDataset('text, numbers 1 to 5 as labels', 3000, 45),
    tableDataset('table, 3 labels by sums', 3, 4000, 50, false),
    tableDataset('table, 3 labels by boxes', 3, 4000, 51, true),
    embeddingDataset('embedding, 10 labels', 10, 3000, 64, 60),
  ];
}

function textDataset(name: string, script: Script, classCount: number, rows: number, seed: number, shares?: readonly number[]): BenchDataset {
  const random = createRandom(seed);
  const syllables = script.syllables.split(' ');
  const word = (): string => Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(syllables, random)).join('');
  const common = Array.from({ length: 400 }, word);
  const own = Array.from({ length: classCount }, () => Array.from({ length: 40 }, word));
  const truth = Int32Array.from({ length: rows }, () => drawClass(classCount, random, shares));
  const texts = Array.from(truth, (label) => {
    const words = Array.from({ length: 6 + Math.floor(random() * 14) }, () => {
      // Most words say nothing, some speak for the label, few for another one.
      const draw = random();
      if (draw < 0.18) return pick(own[label]!, random);
      return draw < 0.22 ? pick(pick(own, random), random) : common[Math.floor(400 * random() ** 2)]!;
    });
    return words.join(script.between);
  });
  return { name, truth, classCount, content: { kind: 'text', texts } };
}

/** Every row so often has no label. */
function withoutSome(set: BenchDataset, every: number): BenchDataset {
  return { ...set, missing: Array.from(set.truth.keys()).filter((row) => row % every === 0) };
}

/** The last rows have a label each that no other row has. */
function withSingles(set: BenchDataset, singles: number): BenchDataset {
  const truth = set.truth.map((label, row) => (row < set.truth.length - singles ? label : set.classCount + row - (set.truth.length - singles)));
  return { ...set, truth, classCount: set.classCount + singles, singlesFrom: set.classCount };
}

/** Every text so often has nothing in it. */
function withEmptyTexts(set: BenchDataset, every: number): BenchDataset {
  if (set.content.kind !== 'text') return set;
  return { ...set, content: { kind: 'text', texts: set.content.texts.map((text, row) => (row % every === 0 ? '' : text)) } };
}

/** Stars: a text speaks for its own number and, half as often, for one beside it. */
function starsDataset(name: string, rows: number, seed: number): BenchDataset {
  const random = createRandom(seed);
  const stars = 5;
  const truth = Int32Array.from({ length: rows }, () => Math.floor(stars * random()));
  const texts = Array.from(truth, (label) => Array.from({ length: 8 + Math.floor(random() * 12) }, () => {
    const draw = random();
    if (draw > 0.3) return `common${Math.floor(300 * random() ** 2)}`;
    const said = draw < 0.2 ? label : Math.min(stars - 1, Math.max(0, label + (random() < 0.5 ? -1 : 1)));
    return `star${said}word${Math.floor(30 * random())}`;
  }).join(' '));
  return { name, truth, classCount: stars, content: { kind: 'text', texts } };
}

/** Numbers, some of them missing, and categories; the label by weighted sums, or by intervals of single columns. */
function tableDataset(name: string, classCount: number, rows: number, seed: number, byBoxes: boolean): BenchDataset {
  const random = createRandom(seed);
  const numbers = Array.from({ length: 6 }, (_, column) => Float64Array.from({ length: rows }, () => gaussian(random) * 10 ** (column - 2)));
  const codes = Int32Array.from({ length: rows }, () => Math.floor(8 * random() ** 2));
  const weights = Array.from({ length: classCount }, () => Array.from({ length: 6 }, () => gaussian(random)));
  const offsets = Array.from({ length: classCount }, () => Array.from({ length: 8 }, () => gaussian(random)));
  const truth = Int32Array.from({ length: rows }, (_, row) => {
    const values = numbers.map((column, place) => column[row]! / 10 ** (place - 2));
    if (byBoxes) return Math.abs(values[0]!) < 0.6 ? (codes[row]! % 2) : values[1]! * values[2]! > 0 ? 2 : codes[row]! < 3 ? 0 : 1;
    const scores = weights.map((own, label) =>
      own.reduce((sum, weight, place) => sum + weight * values[place]!, offsets[label]![codes[row]!]! + 0.5 * gaussian(random)),
    );
    return scores.indexOf(Math.max(...scores));
  });
  numbers[5] = numbers[5]!.map((value) => (random() < 0.1 ? NaN : value));
  return {
    name,
    truth,
    classCount,
    content: {
      kind: 'table',
      columns: [...numbers.map((values) => ({ kind: 'number' as const, values })), { kind: 'category', codes, categoryCount: 8 }],
    },
  };
}

function embeddingDataset(name: string, classCount: number, rows: number, dimensions: number, seed: number): BenchDataset {
  const random = createRandom(seed);
  const centres = Array.from({ length: classCount }, () => Array.from({ length: dimensions }, () => 0.45 * gaussian(random)));
  const truth = Int32Array.from({ length: rows }, () => drawClass(classCount, random));
  const values = new Float32Array(rows * dimensions);
  truth.forEach((label, row) => {
    for (let place = 0; place < dimensions; place++) values[row * dimensions + place] = centres[label]![place]! + gaussian(random);
  });
  return { name, truth, classCount, content: { kind: 'embedding', values, dimensions } };
}

function pick<Value>(values: readonly Value[], random: Random): Value {
  return values[Math.floor(random() * values.length)]!;
}

function drawClass(classCount: number, random: Random, shares?: readonly number[]): number {
  if (!shares) return Math.floor(random() * classCount);
  let draw = random();
  return Math.max(0, shares.findIndex((share) => (draw -= share) < 0));
}

/** Box and Muller's. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
