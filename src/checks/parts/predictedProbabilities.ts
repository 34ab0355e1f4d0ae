import { eachBlock } from '../../learn/probabilityBlocks.ts';
import { hasProbabilities, type OutOfSample } from '../outOfSample.ts';
import type { Confidences, PredictionSource } from './predictions.ts';
import { countOf } from './words.ts';

/** Labels as they are known so far; −1: none. */
interface Known {
  /** The class of a name. */
  placeOf(name: string): number;
  readonly rows: Int32Array;
  readonly label: Int32Array;
  /** null: no column has them. */
  readonly predicted: Int32Array | null;
}

interface Read {
  readonly confidences?: Confidences;
  /** The likeliest class at each position; −1: none. */
  readonly predicted?: Int32Array;
  readonly notes: readonly string[];
  /** Why there are none, in words. */
  readonly why?: string;
}

/** The probabilities of the file, reduced to the highest of each row. null: the file has none. */
export async function readConfidences(source: PredictionSource, known: Known): Promise<Read | null> {
  const { probabilities, predicted, confidence } = source.dataset.roles;
  if (probabilities.length === 0 && (predicted === undefined || confidence === undefined)) return null;
  const found = await source.outOfSample();
  if (!hasProbabilities(found)) return { notes: [`How sure the model is cannot be read: ${found.why}.`], why: found.why };
  const { kind, notes, words } = found.source;
  if (kind !== 'columns' && kind !== 'prediction')
    return {
      notes: [`How sure the model is cannot be read. ${notes[0] ?? ''}`.trim()],
      why: 'the probabilities of the file cannot be used',
    };
  return reduce(found, known, words, source);
}

/** One walk over the probabilities. */
async function reduce(found: OutOfSample, { placeOf, rows, label, predicted }: Known, words: string, { checkpoint }: PredictionSource): Promise<Read> {
  const toClass = found.labels.map(placeOf);
  const confidence = new Float64Array(rows.length).fill(NaN);
  const right = new Uint8Array(rows.length);
  const likeliest = new Int32Array(rows.length).fill(-1);
  const ofClass = found.source.kind === 'prediction' && predicted !== null ? new Map(toClass.map((place, k) => [place, k])) : null;
  const width = found.labels.length;
  let [at, refused, differing] = [0, 0, 0];
  await eachBlock(found.probabilities, checkpoint, (block, from, to) => {
    for (let place = from; place < to; place++) {
      const row = found.rows[place]!;
      while (rows[at]! < row) at++;
      if (rows[at] !== row) continue;
      const first = (place - from) * width;
      // Of a prediction with its confidence, that class is the one; the others share the rest.
      const best = ofClass ? (ofClass.get(predicted![at]!) ?? -1) : highest(block, first, width);
      const value = best < 0 ? NaN : block[first + best]!;
      const isUsable = value >= 0 && value <= 1 && (found.given[place]! >= 0 || label[at]! < 0);
      if (label[at]! >= 0 && !isUsable) refused++;
      if (!isUsable) continue;
      confidence[at] = value;
      likeliest[at] = toClass[best]!;
      right[at] = Number(toClass[best] === label[at]);
      if (predicted !== null && predicted[at]! >= 0 && predicted[at] !== likeliest[at]) differing++;
    }
  });
  const notes = [
    ...(refused > 0
      ? [
          `The probabilities of ${countOf(refused, 'labelled row')} are missing, outside 0 to 1, do not sum to 1, or are not of ${refused === 1 ? 'its' : 'their'} label: calibration is without ${refused === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(differing > 0
      ? [
          `In ${countOf(differing, 'row')} the predicted label is not the one with the highest probability; calibration is that of the probabilities.`,
        ]
      : []),
    ...found.source.notes,
  ];
  return { confidences: { confidence, right, words }, predicted: likeliest, notes };
}

/** The place of the highest number; −1 where one of them is none. */
function highest(block: ArrayLike<number>, first: number, width: number): number {
  let best = 0;
  for (let k = 0; k < width; k++) {
    if (Number.isNaN(block[first + k])) return -1;
    if (block[first + k]! > block[first + best]!) best = k;
  }
  return best;
}
