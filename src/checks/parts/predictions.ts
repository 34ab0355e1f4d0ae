import type { Dataset } from '../../core/dataset.ts';
import type { Checkpoint } from '../../learn/checkpoint.ts';
import type { CheckContext } from '../check.ts';
import type { NoProbabilities, OutOfSample } from '../outOfSample.ts';
import { classLabel, needsLabel, readLabels, variantsOf } from './labels.ts';
import { canonicalLabel } from './labelVariants.ts';
import { pausing } from './pause.ts';
import { readConfidences } from './predictedProbabilities.ts';
import { readCodes } from './valueCodes.ts';
import { formatCount, quoted } from './words.ts';

/** With more classes, nobody reads how one is taken for another. */
const mostClasses = 2000;

/** What predictions are read from. */
export interface PredictionSource extends Pick<CheckContext, 'dataset' | 'profiles' | 'config' | 'relation' | 'signal'> {
  outOfSample(): Promise<OutOfSample | NoProbabilities>;
  /** Labels that people have decided on, by row number; null: the row is not to be counted. */
  readonly decided?: ReadonlyMap<number, string | null>;
  readonly checkpoint?: Checkpoint;
}

/** How sure the model is, and whether what it is sure of is right. */
export interface Confidences {
  /** The highest probability at each position; NaN where there is none that can be used. */
  readonly confidence: Float64Array;
  /** 1 where the label is the one that has it. */
  readonly right: Uint8Array;
  readonly words: string;
}

/** Labels against predictions. A position is a place in `rows`. */
export interface Predictions {
  /** The labels, most frequent first, then those that are only predicted. */
  readonly classes: readonly string[];
  /** How many of the classes rows have as their label: the others are only predicted. */
  readonly labelled: number;
  /** Numbers of all readable rows, ascending. */
  readonly rows: Int32Array;
  /** Class at each position; −1: none that counts. */
  readonly label: Int32Array;
  readonly predicted: Int32Array;
  readonly confidences: Confidences | null;
  /** Where the predictions are from. */
  readonly words: string;
  /** Positions of rows with a label that people have taken out. */
  readonly setAside: ReadonlySet<number>;
  /** What was wrong with the input, in sentences. */
  readonly notes: readonly string[];
}

/** Rows that cannot be measured, by reason. */
export type LeftOut = readonly { readonly why: string; readonly rows: number }[];

export interface NoPredictions {
  readonly why: string;
}

/** For `needs`: why nothing can be measured. */
export function needsPredictions(dataset: Dataset): string | null {
  const { predicted, probabilities } = dataset.roles;
  return (
    needsLabel(dataset) ??
    (predicted === undefined && probabilities.length === 0 ? 'no column has the role predicted, and none the role probabilities' : null)
  );
}

function noClasses({ dataset, profiles }: PredictionSource): string {
  const label = dataset.roles.label!;
  if (profiles.get(label)?.type === 'empty') return `none of the ${formatCount(dataset.rows)} rows has a label`;
  return `the label column ${quoted(label)} holds quantities or texts rather than classes`;
}

/**
 * Reads labels and predictions: those of the predicted column, else the class with the highest of the probabilities.
 * Labels written differently (`label-variant`) count as one, in predictions too. Memory: some 25 bytes a row.
 */
export async function readPredictions(source: PredictionSource): Promise<Predictions | NoPredictions> {
  const { dataset, relation, signal } = source;
  const why = needsPredictions(dataset);
  if (why !== null) return { why };
  const column = classLabel(source);
  if (column === null) return { why: noClasses(source) };
  const counted = await readLabels(source, column);
  const variants = variantsOf(counted, source.config);
  const names = new ClassNames();
  const toClass = counted.map(({ value }) => names.placeOf(canonicalLabel(variants, value)));
  const rows = await relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} ORDER BY _row`, signal);
  const label = (await readCodes(relation, column, counted.map(({ value }) => value), rows.length, signal)).map((code) => (code < 0 ? -1 : toClass[code]!));
  const setAside = layOver(source.decided, rows, label, (name) => names.placeOf(canonicalLabel(variants, name)));
  const labelled = names.all.length;
  if (labelled === 0) return { why: 'no row has a label' };

  const notes = labelled === 1 ? [`All rows have the label ${quoted(names.all[0]!)}: nothing says how well labels are told apart.`] : [];
  const placeOf = (name: string): number => names.placeOf(canonicalLabel(variants, name));
  const said = await readPredictedColumn(source, rows.length, placeOf);
  const read = await readConfidences(source, { placeOf, rows, label, predicted: said });
  const predicted = said ?? read?.predicted;
  if (!predicted) return { why: read?.why ?? 'the predictions cannot be read' };
  if (names.all.length > mostClasses)
    return {
      why: `there are ${formatCount(names.all.length)} classes, and more than ${formatCount(mostClasses)} are not measured one by one`,
    };
  return {
    classes: names.all,
    labelled,
    rows,
    label,
    predicted,
    confidences: read?.confidences ?? null,
    words:
      dataset.roles.predicted === undefined
        ? `the likeliest label by the ${read!.confidences!.words}`
        : `the labels in ${quoted(dataset.roles.predicted)}`,
    setAside,
    notes: [...notes, ...(read?.notes ?? [])],
  };
}

/** The same for all checks of a run. */
export function sharedPredictions(context: CheckContext): Promise<Predictions | NoPredictions> {
  return context.shared('predictions', () => readPredictions({ ...context, checkpoint: pausing(context) }));
}

/** Places of classes, in the order in which they are met. */
class ClassNames {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.all.length);
    return this.all.push(name) - 1;
  }
}

/** Puts decided labels in place of the file's. Returns the positions of rows with a label that are not to be counted. */
function layOver(decided: PredictionSource['decided'], rows: Int32Array, label: Int32Array, placeOf: (name: string) => number): ReadonlySet<number> {
  const setAside = new Set<number>();
  if (!decided || decided.size === 0) return setAside;
  rows.forEach((row, position) => {
    const name = decided.get(row);
    if (name === undefined) return;
    if (name === null && label[position]! >= 0) setAside.add(position);
    label[position] = name === null ? -1 : placeOf(name);
  });
  return setAside;
}

async function readPredictedColumn(source: PredictionSource, rowCount: number, placeOf: (name: string) => number): Promise<Int32Array | null> {
  const { relation, signal, dataset: { roles: { predicted } } } = source;
  if (predicted === undefined) return null;
  const values = (await readLabels(source, predicted)).slice(0, mostClasses + 1).map(({ value }) => value);
  const toClass = values.map(placeOf);
  return (await readCodes(relation, predicted, values, rowCount, signal)).map((code) => (code < 0 ? -1 : toClass[code]!));
}

/** Why rows at the positions for which `isIn` holds cannot be measured. */
export function leftOutOf({ label, predicted, setAside }: Pick<Predictions, 'label' | 'predicted' | 'setAside'>, isIn: (position: number) => boolean): LeftOut {
  let [unlabelled, unpredicted, taken] = [0, 0, 0];
  label.forEach((code, position) => {
    if (!isIn(position)) return;
    if (setAside.has(position)) taken++;
    else if (code < 0) unlabelled++;
    else if (predicted[position]! < 0) unpredicted++;
  });
  return [
    { why: 'they have no label', rows: unlabelled },
    { why: 'they have no prediction that can be used', rows: unpredicted },
    { why: 'somebody excluded them, called them ambiguous or took their label away', rows: taken },
  ].filter(({ rows }) => rows > 0);
}
