import { type Checkpoint, within } from './checkpoint.ts';
import { type ConfidentJoint } from './confidentJoint.ts';
import { missingLabel } from './labelRows.ts';
import { type ProbabilityBlock } from './probabilityBlocks.ts';
import { createRandom } from './random.ts';

/** How labels came to be wrong, by two accounts, and what they say of each row. */
export interface NoiseModel {
  /** Probabilities are taken to the power 1/temperature, and scaled: below 1 the learner was not sure enough. */
  readonly temperature: number;
  /** Share of labels that were swapped for another, whatever the row. */
  readonly flipped: number;
  /** Of each row: probability that its label is wrong by the noise of the confident joint; NaN where it takes no part. */
  readonly wrong: Float64Array;
  /** Of each row: probability that its label was swapped by chance, 0–1; NaN where it takes no part. */
  readonly swapped: Float32Array;
  /** Sum of `wrong`: as many labels as the joint has off its diagonal. */
  readonly expectedErrors: number;
  /** Sum of `swapped`: labels that are wrong whatever else is. */
  readonly expectedSwaps: number;
}

/** Probabilities looked at while fitting; more would not move the two numbers. */
const valuesFitted = 400_000;
const fewestRowsFitted = 2000;
const tiny = 1e-12;
const coarseTemperatures = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.4, 2, 3, 5];
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * How probable it is that each label is wrong, by two accounts between which the truth lies: nothing in labels and
 * probabilities alone tells a label that people confuse with another from a row that could be either.
 *
 * `swapped`, the lower: labels were swapped for any other class, whatever the row, at a share ε. Then
 * P(given = k) = (1 − ε)·s_k + ε·(1 − s_k)/(K − 1), where s is p at a temperature. Both numbers are those that make the
 * labels of the file most probable (of a seeded draw of rows, where there are many). Symmetric noise as in Angluin and
 * Laird, “Learning from noisy examples”, Machine Learning 2, 1988; temperature as in Guo et al., ICML 2017. It finds
 * swaps to within some per cent, and takes wrong labels that the model half expects for rows that could be either.
 *
 * `wrong`, the upper: labels are mixed up as the confident joint says, P(given = k | true = j) = Q_kj / Q_j, so that
 * P(wrong) = 1 − P(k | k)·s_k / Σ_j P(k | j)·s_j; odds are then multiplied by one number so that the sum over all rows is
 * the joint's. It takes rows that could be either for wrong where the model leans the other way.
 */
export async function fitNoiseModel(joint: ConfidentJoint, checkpoint?: Checkpoint): Promise<NoiseModel> {
  const { classes, labels, checked, rows } = joint;
  const wrong = new Float64Array(labels.length).fill(NaN);
  const swapped = new Float32Array(labels.length).fill(NaN);
  if (classes < 2 || rows.used === 0) {
    labels.forEach((label, row) => { if (label !== missingLabel) wrong[row] = swapped[row] = 0; });
    return { temperature: 1, flipped: 0, wrong, swapped, expectedErrors: 0, expectedSwaps: 0 };
  }
  const sample = await sampleRows(joint, checkpoint && within(checkpoint, 0, 0.4));
  const temperature = bestTemperature(sample, classes);
  const flipped = bestFlipped(sample, classes, temperature).flipped;
  const confusion = givenByTrue(joint);
  const logs = new Float64Array(classes);
  let expectedSwaps = 0;
  await checked.walk(checkpoint && within(checkpoint, 0.4, 1), (block, from, to) => {
    for (let row = from; row < to; row++) {
      const label = labels[row]!;
      if (label === missingLabel) continue;
      readLogs(block, (row - from) * classes, logs, 0, classes);
      const { share, chance } = weigh(logs, label, temperature, confusion);
      const right = (1 - flipped) * share;
      const other = (flipped * (1 - share)) / (classes - 1);
      swapped[row] = right + other > 0 ? other / (right + other) : 0;
      expectedSwaps += swapped[row]!;
      wrong[row] = 1 - chance;
    }
  });
  const expectedErrors = scaleOdds(wrong, offDiagonal(joint));
  return { temperature, flipped, wrong, swapped, expectedErrors, expectedSwaps };
}

/** Share of the confusions of a class that may be with any other, as many that the joint has none of are of few rows. */
const anyOther = 0.25;

/** P(given | true), K × K by given label. */
function givenByTrue({ classes, counts }: ConfidentJoint): Float64Array {
  const found = new Float64Array(classes * classes);
  for (let truth = 0; truth < classes; truth++) {
    let all = 0;
    for (let given = 0; given < classes; given++) all += counts[given * classes + truth]!;
    const stays = all === 0 ? 1 : counts[truth * classes + truth]! / all;
    for (let given = 0; given < classes; given++) {
      const confused = all === 0 ? 0 : counts[given * classes + truth]! / all;
      found[given * classes + truth] = given === truth ? stays : (1 - anyOther) * confused + (anyOther * (1 - stays)) / (classes - 1);
    }
  }
  return found;
}

/** s of the label, and how probable it is that the label is right by P(given | true). */
function weigh(logs: Float64Array, label: number, temperature: number, confusion: Float64Array): { share: number; chance: number } {
  const classes = logs.length;
  const own = logs[label]!;
  let sum = 0;
  let given = 0;
  for (let k = 0; k < classes; k++) {
    const weight = Math.exp((logs[k]! - own) / temperature);
    sum += weight;
    given += weight * confusion[label * classes + k]!;
  }
  return { share: 1 / sum, chance: given > 0 && given < Infinity ? confusion[label * classes + label]! / given : 0 };
}

function offDiagonal({ classes, counts }: ConfidentJoint): number {
  return counts.reduce((sum, count, place) => sum + (place % (classes + 1) === 0 ? 0 : count), 0);
}

/** Multiplies the odds of probabilities by one number, so that they sum to what is wanted; returns what they then sum to. */
function scaleOdds(probabilities: Float64Array, wanted: number): number {
  const odds = probabilities.map((p) => p / Math.max(tiny, 1 - p));
  const sumAt = (factor: number): number => odds.reduce((sum, odd) => (Number.isNaN(odd) ? sum : sum + (factor * odd) / (1 + factor * odd)), 0);
  let low = -20;
  let high = 20;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (sumAt(Math.exp(middle)) < wanted) low = middle;
    else high = middle;
  }
  const factor = wanted === 0 ? 0 : Math.exp((low + high) / 2);
  odds.forEach((odd, row) => (probabilities[row] = (factor * odd) / (1 + factor * odd)));
  return sumAt(factor);
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
