import { formatCount } from '../../core/countWords.ts';
import type { NoProbabilities } from '../../checks/outOfSample.ts';
import { NothingToLearn } from '../../learn/folds.ts';
import { probabilityMatrix } from '../../learn/probabilityBlocks.ts';
import { createRandom } from '../../learn/random.ts';
import { engineMemory } from '../memoryPool.ts';
import type { OpenTable } from '../openTable.ts';
import { type HeldProbabilities, leftOutOf } from './holdProbabilities.ts';
import type { GivenLabels } from './givenLabels.ts';
import { type LabelInput, learningOptions, type Tell } from './labelInput.ts';
import type { Learnt } from './learnJob.ts';
import { startLearner } from './learner.ts';
import { type LearningPlan, planLearning, tableWords } from './learningPlan.ts';
import { LearntCache } from './learntCache.ts';
import { embeddingLength, readFeatures, readOthers } from './readFeatures.ts';

/** Probabilities learnt at most: with more, rows are drawn. Some minutes of work. */
const mostProbabilities = 20_000_000;
/** Multiplications that the search for nearest embeddings may take: about a minute's. */
const mostNearestWork = 6e10;
/** So many are learnt whatever the memory: the few megabytes do not tell. */
const fewestProbabilities = 2_000_000;
/** Megabytes for what is learnt from, and for coefficients, beside the probabilities. */
const forContent = 512;
const leastBudget = 32;

/** Learns the labels from the content by cross-validation: in a thread of its own, or from what an earlier time has left in the cache. */
export async function learnLabels(
  table: OpenTable,
  input: LabelInput,
  asRead: GivenLabels,
  cacheFolder: string | undefined,
  signal: AbortSignal,
  tell: Tell,
): Promise<HeldProbabilities | NoProbabilities> {
  const plan = planLearning(input);
  if ('why' in plan) return plan;
  const given = byName(asRead);
  const { seed, maxRows } = learningOptions(input.config);
  const dimensions = plan.learner === 'embedding' ? await embeddingLength(table, plan.features[0]!.column, signal) : 0;
  if (plan.learner === 'embedding' && dimensions === 0)
    return { why: `the embedding column “${plan.features[0]!.column}” holds no lists of numbers` };
  const classCount = given.labels.length;
  const affordable = Math.floor(
    Math.min(maxRows, mostProbabilities / classCount, dimensions > 0 ? Math.sqrt(mostNearestWork / dimensions) : Infinity),
  );
  const probabilitiesOf = (rows: number): number => (rows * classCount * 4) / 2 ** 20;
  const memory = await engineMemory.reserve(forContent + probabilitiesOf(Math.min(given.rows.length, affordable)));
  try {
    // What is learnt from takes half of it at most; the rest is for probabilities, once here and once on their way.
    const withinMemory = Math.floor(Math.max(fewestProbabilities, ((memory.megabytes / 2) * 2 ** 20) / 8) / classCount);
    const places = drawRows(given, Math.max(1, Math.min(affordable, withinMemory)), seed);
    const labels = Int32Array.from(places, (place) => given.codes[place]!);
    const cache =
      cacheFolder === undefined ? null : await LearntCache.for(cacheFolder, table, { plan, labels, places, classCount, seed }, signal);
    const known = await cache?.read(places.length * classCount);
    const task = { learner: plan.learner, labels, classCount, seed, budgetBytes: Math.max(leastBudget, memory.megabytes / 4) * 2 ** 20 };
    const learnt = known ?? (await learn(table, plan, { all: given.rows.length, places }, task, signal, tell));
    if (!known) await cache?.write(learnt);
    memory.release();
    return {
      memory: await engineMemory.reserve(probabilitiesOf(places.length)),
      found: foundOf(plan, given, places, labels, learnt, seed),
    };
  } catch (error) {
    memory.release();
    if (error instanceof NothingToLearn) return { why: lowerFirst(error.message) };
    throw error;
  }
}

/**
 * The same with labels in the order of their names. Classes are dealt into folds one after the other, so that an order by
 * frequency in the file would judge the same labels otherwise once what was decided has been applied.
 */
function byName(given: GivenLabels): GivenLabels {
  const labels = [...given.labels].sort();
  const places = new Map(labels.map((label, place) => [label, place]));
  const codes = given.codes.map((code) => (code < 0 ? code : places.get(given.labels[code]!)!));
  return { ...given, labels, codes };
}

/** What reading is of all the work, on the progress bar. */
const reading = 0.05;

async function learn(
  table: OpenTable,
  plan: LearningPlan,
  rows: Parameters<typeof readFeatures>[2],
  task: Parameters<ReturnType<typeof startLearner>['learn']>[0],
  signal: AbortSignal,
  tell: Tell,
): Promise<Learnt> {
  const learner = startLearner(signal);
  try {
    tell(0, 'Reading what the labels are learnt from');
    for (const read of [readFeatures, readOthers]) {
      for await (const part of read(table, plan, rows, signal)) {
        signal.throwIfAborted();
        await learner.take(part);
      }
    }
    return await learner.learn(task, (fraction, words) => tell(reading + fraction * (1 - reading), `Learning the labels · ${words}`));
  } finally {
    learner.close();
  }
}

/** All rows, or so many of those with a label, each as likely as another: Knuth, “The art of computer programming”, 3.4.2, algorithm S. */
function drawRows({ codes }: GivenLabels, most: number, seed: number): Int32Array {
  if (codes.length <= most) return Int32Array.from(codes, (_, place) => place);
  let left = codes.reduce((count, code) => count + (code < 0 ? 0 : 1), 0);
  const drawn = new Int32Array(Math.min(most, left));
  const random = createRandom(seed);
  let taken = 0;
  codes.forEach((code, place) => {
    if (code >= 0 && random() * left-- < drawn.length - taken) drawn[taken++] = place;
  });
  return drawn;
}

function foundOf(plan: LearningPlan, given: GivenLabels, places: Int32Array, labels: Int32Array, learnt: Learnt, seed: number): HeldProbabilities['found'] {
  const { foldCount, singleClasses, notes, learner, by, table } = learnt;
  const alone = new Set(singleClasses);
  const labelled = given.rows.length - given.missing - given.setAside;
  const drawn = places.length < given.rows.length && places.length < labelled;
  return {
    kind: by,
    words: `${by === plan.learner ? plan.words : tableWords([...plan.features, ...plan.others])}${by === 'table' ? ` (${learner})` : ''}, ${foldCount} folds, seed ${seed}`,
    labels: given.labels,
    rows: Int32Array.from(places, (place) => given.rows[place]!),
    given: labels.map((label) => (alone.has(label) ? -1 : label)),
    probabilities: probabilityMatrix(learnt.probabilities, places.length, given.labels.length),
    folds: foldCount,
    seed,
    ...(table && { table }),
    leftOut: leftOutOf(given, [
      ...(singleClasses.length === 0
        ? []
        : [{ why: singleWords(singleClasses.map((label) => given.labels[label]!)), rows: singleClasses.length }]),
      ...(drawn ? [{ why: 'they were not drawn', rows: labelled - places.length }] : []),
    ]),
    notes: [
      ...notes,
      ...(drawn
        ? [
            `Learnt from ${formatCount(places.length)} of ${formatCount(labelled)} labelled rows, drawn with seed ${seed}; nothing is said of the others.`,
          ]
        : []),
    ],
    ...(drawn && { drawnFrom: given.rows.length }),
  };
}

/** Labels that are named of those with one row. */
const namedSingles = 3;

function singleWords(labels: readonly string[]): string {
  if (labels.length === 1) return `“${labels[0]!}” is the label of no other row`;
  const more = labels.length - namedSingles;
  return `no other row has their label (${labels
    .slice(0, namedSingles)
    .map((label) => `“${label}”`)
    .join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''})`;
}

function lowerFirst(sentence: string): string {
  return sentence[0]!.toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
