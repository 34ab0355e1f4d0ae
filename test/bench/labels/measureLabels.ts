import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import papaparse from 'papaparse';
import { estimateConfidentJoint } from '../../../src/learn/confidentJoint.ts';
import { crossValidate } from '../../../src/learn/crossValidate.ts';
import { findLabelIssues } from '../../../src/learn/findLabelIssues.ts';
import { probabilityMatrix } from '../../../src/learn/probabilityBlocks.ts';
import { TermCounter } from '../../../src/learn/termCounts.ts';
import { createTextLearner } from '../../../src/learn/textLearner.ts';
import type { BenchOptions, Measurement } from '../measurement.ts';
import { flipLabels } from './flipLabels.ts';
import { judgeRanking } from './ranking.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../tasks/learnWithScikitLearn.py', import.meta.url));
const group = 'Label errors: banking77, 10 % of labels flipped';
const flippedShare = 0.1;
const mostSeeds = 3;
/** scikit-learn takes a minute for each, and hardly differs between them. */
const seedsBeside = 1;

interface Scores {
  readonly milliseconds: number;
  readonly accuracy: number;
  readonly auroc: number;
}

interface OwnScores extends Scores {
  readonly averagePrecision: number;
  readonly precision: number;
  readonly recall: number;
}

/**
 * Trains on banking77 with flipped labels, one seed a run (at most 3), the first of them beside scikit-learn on the same
 * folds where a Python has it.
 */
export async function measureLabels(options: BenchOptions): Promise<Measurement[]> {
  const path = join(resolve(options.dataFolder ?? '../shared/data'), 'banking77', 'train.csv');
  const source = await readFile(path, 'utf8').catch(() => undefined);
  if (source === undefined) {
    return [{ group, name: 'banking77', unit: 'count', values: [], note: `not measured: there is no ${path}; --data names the folder that holds banking77` }];
  }
  const { texts, truth, classCount } = readTexts(source);
  const beside = await run(options.python, ['-c', 'import sklearn']).then(() => true, () => false);
  if (!beside) options.log(`${options.python} has no scikit-learn: labels are measured without it`);
  const own: OwnScores[] = [];
  const others: Scores[] = [];
  for (let seed = 1; seed <= Math.min(options.runs, mostSeeds); seed++) {
    options.log(`labels: seed ${seed}`);
    const given = flipLabels(truth, classCount, flippedShare, seed);
    const { scores, foldOf } = await learn(texts, given, truth, classCount);
    own.push(scores);
    if (!beside || seed > seedsBeside) continue;
    await mkdir(options.folder, { recursive: true });
    const input = join(options.folder, `labels-${seed}.json`);
    await writeFile(input, JSON.stringify({ texts, given: [...given], truth: [...truth], folds: [...foldOf] }));
    others.push(JSON.parse((await run(options.python, [script, input])).stdout) as Scores);
  }
  return toMeasurements(own, others);
}

function readTexts(source: string): { texts: string[]; truth: Int32Array; classCount: number } {
  const { data } = papaparse.parse<{ text: string; category: string }>(source, { header: true, skipEmptyLines: true });
  const names = [...new Set(data.map(({ category }) => category))].sort();
  return { texts: data.map(({ text }) => text), truth: Int32Array.from(data, ({ category }) => names.indexOf(category)), classCount: names.length };
}

async function learn(texts: readonly string[], given: Int32Array, truth: Int32Array, classCount: number): Promise<{ scores: OwnScores; foldOf: Uint8Array }> {
  const before = process.cpuUsage();
  const counter = new TermCounter();
  for (const text of texts) counter.add(text);
  const result = await crossValidate(createTextLearner(counter.finish(), classCount), given, classCount);
  const { user, system } = process.cpuUsage(before);
  const joint = await estimateConfidentJoint(given, probabilityMatrix(result.probabilities, given.length, classCount));
  const wrong = Array.from(given, (label, row) => label !== truth[row]);
  const flagged = await findLabelIssues(joint, 'low_self_confidence');
  const found = flagged.filter((row) => wrong[row]).length;
  return {
    foldOf: result.foldOf,
    scores: {
      milliseconds: (user + system) / 1000, accuracy: result.accuracy, ...judgeRanking(joint.selfConfidence, wrong),
      precision: found / flagged.length, recall: found / wrong.filter(Boolean).length,
    },
  };
}

function toMeasurements(own: readonly OwnScores[], others: readonly Scores[]): Measurement[] {
  const values = (name: keyof OwnScores): number[] => own.map((scores) => scores[name]);
  const beside = (name: keyof Scores) => (others.length > 0 ? { name: 'scikit-learn', values: others.map((scores) => scores[name]) } : undefined);
  const lowest = others.length > 0 ? Math.min(...others.map(({ accuracy }, index) => own[index]!.accuracy - accuracy)) : undefined;
  return [
    {
      group,
      name: 'training, 5 folds (CPU)',
      unit: 'ms',
      values: values('milliseconds'),
      yardstick: beside('milliseconds'),
      target: { of: 'ratio', atMost: 1 },
    },
    {
      group,
      name: 'out-of-fold accuracy on the labels given',
      unit: 'share',
      values: values('accuracy'),
      yardstick: beside('accuracy'),
      note:
        lowest === undefined
          ? undefined
          : `at least ${(lowest * 100).toFixed(1)} points over scikit-learn’s; within one point below is the target`,
    },
    {
      group,
      name: 'AUROC of self-confidence',
      unit: 'share',
      values: values('auroc'),
      yardstick: beside('auroc'),
      target: { of: 'median', atLeast: 0.995 },
    },
    { group, name: 'average precision', unit: 'share', values: values('averagePrecision') },
    { group, name: 'precision of the default rule', unit: 'share', values: values('precision'), target: { of: 'median', atLeast: 0.97 } },
    { group, name: 'recall of the default rule', unit: 'share', values: values('recall'), target: { of: 'median', atLeast: 0.8 } },
  ];
}
