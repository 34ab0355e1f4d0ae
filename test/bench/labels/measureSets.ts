import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crossValidate, type CrossValidation } from '../../../src/learn/crossValidate.ts';
import { crossValidateTable } from '../../../src/learn/crossValidateTable.ts';
import { createEmbeddingLearner } from '../../../src/learn/embeddingLearner.ts';
import { buildTableFeatures } from '../../../src/learn/tableFeatures.ts';
import { TermCounter } from '../../../src/learn/termCounts.ts';
import { createTextLearner } from '../../../src/learn/textLearner.ts';
import type { BenchOptions, Measurement } from '../measurement.ts';
import { type BenchDataset, makeDatasets } from './datasets.ts';
import { flipLabels } from './flipLabels.ts';
import { judgeRanking } from './ranking.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../tasks/learnSetsWithScikitLearn.py', import.meta.url));
const group = 'Label errors: generated datasets, 10 % of labels flipped';
const flippedShare = 0.1;

interface Scores {
  readonly accuracy: number;
  readonly auroc: number;
}

/** Learns datasets of several kinds with flipped labels, beside scikit-learn on the same folds where a Python has it. */
export async function measureSets(options: BenchOptions): Promise<Measurement[]> {
  const sets = makeDatasets().map((set) => ({ set, given: giveLabels(set) }));
  const learnt: { foldOf: Uint8Array; rows: number[]; scores: Scores }[] = [];
  for (const { set, given } of sets) {
    options.log(`labels: ${set.name}`);
    const result = await learn(set, given);
    const rows = [...given.keys()].filter((row) => result.learnt[row] === 1);
    learnt.push({ foldOf: result.foldOf, rows, scores: scoresOf(result, set, given, rows) });
  }
  const others = await learnBeside(options, sets.map(({ set, given }, place) => inputOf(set, given, learnt[place]!)));
  return sets.flatMap(({ set }, place): Measurement[] => {
    const beside = others?.[place];
    const yardstick = (name: keyof Scores) =>
      beside
        ? {
            yardstick: { name: 'scikit-learn', values: [beside[name]] },
            target: { of: 'ratio' as const, atLeast: name === 'accuracy' ? 0.98 : 0.995 },
          }
        : {};
    const { accuracy, auroc } = learnt[place]!.scores;
    return [
      { group, name: `${set.name}: out-of-fold accuracy`, unit: 'share', values: [accuracy], ...yardstick('accuracy') },
      { group, name: `${set.name}: AUROC of self-confidence`, unit: 'share', values: [auroc], ...yardstick('auroc') },
    ];
  });
}

async function learn({ content, classCount }: BenchDataset, given: Int32Array): Promise<CrossValidation> {
  if (content.kind === 'table') return crossValidateTable(buildTableFeatures(content.columns, given.length), given, classCount);
  if (content.kind === 'embedding') return crossValidate(createEmbeddingLearner(content.values, content.dimensions), given, classCount);
  const counter = new TermCounter();
  for (const text of content.texts) counter.add(text);
  return crossValidate(createTextLearner(counter.finish(), classCount), given, classCount);
}

/** A tenth of the labels flipped, and those taken away that are missing. */
function giveLabels({ truth, classCount, missing = [], singlesFrom = classCount }: BenchDataset): Int32Array {
  const flipped = flipLabels(truth.filter((label) => label < singlesFrom), singlesFrom, flippedShare, 1);
  let next = 0;
  const given = truth.map((label) => (label < singlesFrom ? flipped[next++]! : label));
  for (const row of missing) given[row] = -1;
  return given;
}

/** Of the rows that were learnt from. */
function scoresOf({ accuracy, probabilities }: CrossValidation, { truth, classCount }: BenchDataset, given: Int32Array, rows: readonly number[]): Scores {
  const own = Float64Array.from(rows, (row) => probabilities[row * classCount + given[row]!]!);
  return { accuracy, auroc: judgeRanking(own, rows.map((row) => given[row] !== truth[row])).auroc };
}

/** What scikit-learn is given to learn from: the rows that were learnt from here. */
function inputOf(
  { content, truth }: BenchDataset,
  given: Int32Array,
  { foldOf, rows }: { readonly foldOf: Uint8Array; readonly rows: readonly number[] },
): object {
  const of = <Value,>(values: ArrayLike<Value>): Value[] => rows.map((row) => values[row]!);
  const about = { given: of(given), truth: of(truth), folds: of(foldOf) };
  if (content.kind === 'text')
    return { ...about, kind: 'text', texts: of(content.texts), unspaced: !content.texts.some((text) => text.includes(' ')) };
  if (content.kind === 'embedding') return { ...about, kind: 'embedding', values: of(rowsOf(content.values, content.dimensions)) };
  const { dense } = buildTableFeatures(content.columns, truth.length);
  return { ...about, kind: 'table', values: rows.map((row) => dense.map((column) => column[row]!)) };
}

function rowsOf(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width)));
}

async function learnBeside({ python, folder, log }: BenchOptions, inputs: readonly object[]): Promise<Scores[] | undefined> {
  if (!(await run(python, ['-c', 'import sklearn']).then(() => true, () => false))) {
    log(`${python} has no scikit-learn: generated datasets are measured without it`);
    return undefined;
  }
  await mkdir(folder, { recursive: true });
  const input = join(folder, 'labels-sets.json');
  await writeFile(input, JSON.stringify(inputs));
  return JSON.parse((await run(python, [script, input])).stdout) as Scores[];
}
