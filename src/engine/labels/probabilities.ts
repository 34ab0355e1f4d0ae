import { countOf } from '../../core/countWords.ts';
import type { OutOfSample } from '../../checks/outOfSample.ts';
import { type ProbabilitySource, surelyAccurate } from '../../core/probabilitySource.ts';
import { type ConfidentJoint, estimateConfidentJoint } from '../../learn/confidentJoint.ts';
import type { LearntTable } from '../../learn/crossValidateTable.ts';
import { isGuessing } from '../../learn/guessing.ts';
import type { ProbabilityFault } from '../../learn/checkedProbabilities.ts';
import { missingLabel } from '../../learn/labelRows.ts';
import { fitNoiseModel, type NoiseModel } from '../../learn/noiseModel.ts';
import type { ProbabilityBlocks } from '../../learn/probabilityBlocks.ts';
import { recallSlider, type RecallSlider } from '../../learn/recallSlider.ts';
import { breather } from './breather.ts';
import type { Tell } from './labelInput.ts';

/** Of a label with fewer rows, a model has too little to learn from to call it wrong, however often it is right. */
const fewRowsOfLabel = 5;
/** Of many labels some are where they should be in any order that begins alike: `c10` comes between `c1` and `c2` in one. */
const hardlyRight = 0.05;
/** The least probability that a log loss counts with. */
const leastProbability = 1e-7;

/** Probabilities as they were found or made, before anything is known of how they stand with the labels. */
export interface FoundProbabilities {
  readonly kind: ProbabilitySource['kind'];
  readonly words: string;
  readonly labels: readonly string[];
  /** Row number at each position, ascending. */
  readonly rows: Int32Array;
  /** Class at each position, −1: none that counts. */
  readonly given: Int32Array;
  readonly probabilities: ProbabilityBlocks;
  readonly leftOut: ProbabilitySource['leftOut'];
  readonly notes: readonly string[];
  /** Labels that count as another one, and how a row's label is written where it is one of them. */
  readonly spellings?: Pick<OutOfSample, 'variants' | 'writtenOf'>;
  /** Which probability is of which label is a guess. */
  readonly guessed?: boolean;
  readonly folds?: number;
  readonly seed?: number;
  readonly table?: LearntTable;
  /** They are of so many rows, drawn from all that have a label. */
  readonly drawnFrom?: number;
}

/** Holds probabilities against the labels. Rows whose probabilities cannot be used are counted and left out. */
export async function judgeProbabilities(found: FoundProbabilities, signal: AbortSignal, tell: Tell): Promise<OutOfSample> {
  const { labels, rows, given, probabilities } = found;
  const joint = await estimateConfidentJoint(given, probabilities, breather(signal, tell));
  // What a file says of its labels is its own affair; a model that was made here has to have learnt something.
  const guessing = found.folds !== undefined && (await isGuessing(joint.labels, probabilities, breather(signal, tell)));
  const source = sourceOf(found, joint, guessing);
  let noise: Promise<NoiseModel> | undefined;
  let slider: Promise<RecallSlider> | undefined;
  const fitted = (): Promise<NoiseModel> => (noise ??= fitNoiseModel(joint, breather()));
  return {
    source,
    labels,
    rows,
    probabilities,
    given: joint.labels,
    ...(found.table && { table: found.table }),
    variants: found.spellings?.variants ?? new Map(),
    writtenOf: (row) => found.spellings?.writtenOf(row),
    ...(found.drawnFrom !== undefined &&
      found.seed !== undefined && { basis: { kind: 'sample', rows: rows.length, of: found.drawnFrom, seed: found.seed } as const }),
    probabilitiesOf: async (position) => (await probabilities.block(position, position + 1)).slice(),
    joint: () => Promise.resolve(joint),
    noise: fitted,
    slider: () => (slider ??= fitted().then((model) => recallSlider(joint, model))),
  };
}

/** Whether a guess at which probability is of which label was surely wrong: it is right hardly more often than by chance. */
export function isMisguessed({ guessed, labels }: FoundProbabilities, { source }: OutOfSample): boolean {
  return guessed === true && source.rows > 0 && source.accuracy < Math.min(0.5, Math.max(hardlyRight, 2 / labels.length));
}

function sourceOf(found: FoundProbabilities, joint: ConfidentJoint, guessing: boolean): ProbabilitySource {
  const { kind, words, leftOut, notes, folds, seed } = found;
  const { scaledCount, used } = joint.rows;
  let right = 0;
  let loss = 0;
  joint.labels.forEach((label, position) => {
    if (label === missingLabel) return;
    if (joint.predicted[position] === label) right++;
    loss -= Math.log(Math.max(leastProbability, joint.selfConfidence[position]!));
  });
  const accuracy = used === 0 ? 0 : right / used;
  const few = folds !== undefined && mostAreOfFew(joint);
  return {
    kind,
    words,
    rows: used,
    accuracy,
    logLoss: used === 0 ? 0 : loss / used,
    suspects: accuracy < surelyAccurate || few,
    guessing,
    leftOut: [...leftOut, ...refusals(found, joint)],
    notes: [
      ...notes,
      ...oneLabelNotes(found, joint),
      ...(few ? [fewWords] : []),
      ...(scaledCount === 0 ? [] : [`The probabilities of ${countOf(scaledCount, 'row')} did not quite sum to 1, and were scaled.`]),
    ],
    ...(folds !== undefined && { folds }),
    ...(seed !== undefined && { seed }),
  };
}

const fewWords = `Most rows have a label that fewer than ${fewRowsOfLabel} rows have: of so few a model learns too little to call a label wrong, so that what it flags are suspects.`;

function mostAreOfFew({ labelCounts, rows: { used } }: ConfidentJoint): boolean {
  return 2 * labelCounts.reduce((sum, count) => sum + (count < fewRowsOfLabel ? count : 0), 0) > used;
}

const faults: readonly (readonly [fault: ProbabilityFault, one: string, several: string])[] = [
  ['not-a-number', 'one of its probabilities is missing or no number', 'one of their probabilities is missing or no number'],
  ['outside-0-to-1', 'one of its probabilities is below 0 or above 1', 'one of their probabilities is below 0 or above 1'],
  ['sum-is-not-1', 'its probabilities do not sum to 1', 'their probabilities do not sum to 1'],
];
/** The same of a predicted label with its confidence. */
const predictionFaults: typeof faults = [
  ['not-a-number', 'it has no predicted label or no confidence', 'they have no predicted label or no confidence'],
  ['outside-0-to-1', 'its confidence is below 0 or above 1', 'their confidence is below 0 or above 1'],
];
/** Rows that are named of those that were refused. */
const namedRows = 3;

/** Rows whose probabilities cannot be used, by what is wrong with them. */
function refusals({ kind, rows: numbers }: FoundProbabilities, { rows: { refusedByFault, refusedRows } }: ConfidentJoint): ProbabilitySource['leftOut'] {
  return (kind === 'prediction' ? predictionFaults : faults).flatMap(([fault, one, several]) => {
    const rows = refusedByFault[fault];
    if (rows === 0) return [];
    const known = refusedRows.filter((row) => row.fault === fault);
    const named = known
      .slice(0, namedRows)
      .map(
        ({ position, sum }) =>
          `${numbers[position]!.toLocaleString('en')}${fault === 'sum-is-not-1' ? `: ${Number(sum.toPrecision(3))}` : ''}`,
      );
    const more = rows - named.length;
    return [
      {
        why: `${rows === 1 ? one : several} (row${rows === 1 ? '' : 's'} ${named.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''})`,
        rows,
        numbers: known.map(({ position }) => numbers[position]!),
      },
    ];
  });
}

/** With one label there is nothing that others could be held against, whatever is said of classes without rows. */
function oneLabelNotes({ labels }: FoundProbabilities, { labelCounts }: ConfidentJoint): string[] {
  const used = labels.filter((_, label) => labelCounts[label]! > 0);
  return used.length === 1
    ? [
        `All of these rows have the label “${used[0]!}”: how probable another label has to be to count is not known, so none of them is estimated to be wrong.`,
      ]
    : [];
}
