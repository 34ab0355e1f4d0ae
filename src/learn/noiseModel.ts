import { type Checkpoint, within } from './checkpoint.ts';
import { type ConfidentJoint } from './confidentJoint.ts';
import { missingLabel } from './labelRows.ts';
import { type ProbabilityBlock } from './probabilityBlocks.ts';
import { createRandom } from './random.ts';

/** A model of how labels came to be wrong, and what it says of each row. */
export interface NoiseModel {
  /** Probabilities are taken to the power 1/temperature, and scaled: below 1 the learner was not sure enough. */
  readonly temperature: number;
  /** Share of labels that were swapped for another. */
  readonly flipped: number;
  /** Of each row: probability that its label is wrong; NaN where it takes no part. */
  readonly wrong: Float64Array;
  /** Sum of these: expected wrong labels among all rows. */
  readonly expectedErrors: number;
}

/** Probabilities looked at while fitting; more would not move the two numbers. */
const valuesFitted = 400_000;
const fewestRowsFitted = 2000;
const tiny = 1e-12;
const coarseTemperatures = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.4, 2, 3, 5];
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * How probable it is that each label is wrong. It assumes that the learner's probabilities are right but for their
 * temperature, and that a share ε of labels was swapped for any other class, whatever the row: then
 * P(given = k) = (1 − ε)·s_k + ε·(1 − s_k)/(K − 1), where s is p at the temperature. Both numbers are those that make
 * the labels of the file most probable (of a seeded draw of rows, where there are many), and Bayes' rule gives
 * P(wrong) = 1 − (1 − ε)·s_k / P(given = k). Symmetric noise as in Angluin and Laird, “Learning from noisy examples”,
 * Machine Learning 2, 1988; temperature as in Guo et al., ICML 2017. Where noise hits one class or one kind of row
 * only, sums remain about right and single rows less so; with two classes and a weak learner, the two numbers
 * cannot be told apart well, and errors are underestimated.
 */
export async function fitNoiseModel(joint: ConfidentJoint, checkpoint?: Checkpoint): Promise<NoiseModel> {
  const { classes, labels, checked, rows } = joint;
  const wrong = new Float64Array(labels.length).fill(NaN);
  if (classes < 2 || rows.used === 0) {
    return { temperature: 1, flipped: 0, wrong: wrong.map((_, i) => (labels[i] === missingLabel ? NaN : 0)), expectedErrors: 0 };
  }
  const sample = await sampleRows(joint, checkpoint && within(checkpoint, 0, 0.4));
  const temperature = bestTemperature(sample, classes);
  const flipped = bestFlipped(sample, classes, temperature).flipped;
  let expectedErrors = 0;
  const logs = new Float64Array(classes);
  await checked.walk(checkpoint && within(checkpoint, 0.4, 1), (block, from, to) => {
    for (let row = from; row < to; row++) {
      const label = labels[row]!;
      if (label === missingLabel) continue;
      readLogs(block, (row - from) * classes, logs, 0, classes);
      const right = (1 - flipped) * shareOf(logs, 0, label, classes, temperature);
      const other = (flipped * (1 - right / (1 - flipped))) / (classes - 1);
      wrong[row] = right + other > 0 ? other / (right + other) : 0;
      expectedErrors += wrong[row]!;
    }
  });
  return { temperature, flipped, wrong, expectedErrors };
}

interface Sample {
  /** rows × classes. */
  readonly logs: Float64Array;
  readonly labels: Int32Array;
}

/** Rows drawn in order, each set of them as likely as any other: Knuth, “The art of computer programming”, 3.4.2, algorithm S. */
async function sampleRows({ labels, classes, checked, rows }: ConfidentJoint, checkpoint?: Checkpoint): Promise<Sample> {
  const wanted = Math.min(rows.used, Math.max(fewestRowsFitted, Math.floor(valuesFitted / classes)));
  const sample = { logs: new Float64Array(wanted * classes), labels: new Int32Array(wanted) };
  const random = createRandom(1);
  let left = rows.used;
  let taken = 0;
  await checked.walk(checkpoint, (block, from, to) => {
    for (let row = from; row < to; row++) {
      if (labels[row] === missingLabel) continue;
      if (random() * left-- < wanted - taken) {
        sample.labels[taken] = labels[row]!;
        readLogs(block, (row - from) * classes, sample.logs, taken++ * classes, classes);
      }
    }
  });
  return { logs: sample.logs.subarray(0, taken * classes), labels: sample.labels.subarray(0, taken) };
}

function readLogs(block: ProbabilityBlock, at: number, logs: Float64Array, to: number, classes: number): void {
  for (let k = 0; k < classes; k++) logs[to + k] = Math.log(Math.max(tiny, block[at + k]!));
}

/** s of one class, from the logs of all. */
function shareOf(logs: Float64Array, at: number, label: number, classes: number, temperature: number): number {
  const own = logs[at + label]!;
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp((logs[at + k]! - own) / temperature);
  return 1 / sum;
}

/** The temperature of largest likelihood: the best of thirteen, then golden-section search around it. */
function bestTemperature(sample: Sample, classes: number): number {
  const likelihood = (log: number): number => bestFlipped(sample, classes, Math.exp(log)).likelihood;
  const coarse = coarseTemperatures.map((temperature) => Math.log(temperature));
  const likelihoods = coarse.map(likelihood);
  const best = likelihoods.indexOf(Math.max(...likelihoods));
  let low = coarse[Math.max(0, best - 1)]!;
  let high = coarse[Math.min(coarse.length - 1, best + 1)]!;
  for (let round = 0; round < 8; round++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (likelihood(a) >= likelihood(b)) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

/** The share of swapped labels of largest likelihood at a temperature, by the halves of its decreasing derivative. */
function bestFlipped({ logs, labels }: Sample, classes: number, temperature: number): { flipped: number; likelihood: number } {
  const share = Float64Array.from(labels, (label, i) => Math.max(tiny, shareOf(logs, i * classes, label, classes, temperature)));
  const slope = (flipped: number): number => share.reduce((sum, s) => sum + ((1 - s) / (classes - 1) - s) / given(s, flipped, classes), 0);
  let low = 0;
  let high = (classes - 1) / classes;
  for (let round = 0; round < 20; round++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  const flipped = low === 0 ? 0 : (low + high) / 2;
  return { flipped, likelihood: share.reduce((sum, s) => sum + Math.log(Math.max(tiny, given(s, flipped, classes))), 0) };
}

/** P(given label). */
function given(share: number, flipped: number, classes: number): number {
  return (1 - flipped) * share + (flipped * (1 - share)) / (classes - 1);
}
