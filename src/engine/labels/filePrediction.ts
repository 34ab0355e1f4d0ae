import { formatCount } from '../../core/countWords.ts';
import type { NoProbabilities } from '../../checks/outOfSample.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteLiteral } from '../quote.ts';
import { createDialect, dataTable } from '../sql.ts';
import type { GivenLabels } from './givenLabels.ts';
import { type HeldProbabilities, holdProbabilities, type ProbabilityReading, type Question } from './holdProbabilities.ts';
import type { LabelInput } from './labelInput.ts';
import { type ClassColumns, labelAlike, listed } from './matchClasses.ts';

/** Predicted labels that no row has as its label, and that are kept as labels: the most frequent ones. */
const mostStrangers = 1000;

/** What predicted labels stand for. */
interface PredictedLabels {
  readonly labels: readonly string[];
  /** The place in `labels` of every predicted value. */
  readonly places: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/**
 * A predicted label with a confidence: the rest of it is shared by the other labels. null: the file has no such pair, or it
 * can tell nothing apart, since there is one label alone.
 */
export async function readPrediction(
  reading: ProbabilityReading,
  input: LabelInput,
  given: GivenLabels,
): Promise<HeldProbabilities | NoProbabilities | null> {
  const { table, signal } = reading;
  const { predicted, confidence } = input.dataset.roles;
  if (predicted === undefined || confidence === undefined) return null;
  const known = await readPredicted(table, predicted, given, signal);
  if ('why' in known) return known;
  const { labels, places } = known;
  if (labels.length < 2) return null;
  const dialect = createDialect(table.columns);
  const middle = await middleOf(table, confidence, signal);
  const inPercent = middle > 1;
  if (inPercent && (middle > 100 || middle < 100 / labels.length)) {
    return {
      why: `the confidences in “${confidence}” are neither from 0 to 1 nor per cent of the likeliest of ${labels.length} labels (the middle one is ${Number(middle.toPrecision(4))})`,
    };
  }
  const others = labels.length - 1;
  const sure = `${dialect.number(confidence)}${inPercent ? ' / 100' : ''}`;
  const notes = [
    `Of each row only the predicted label's confidence is known; ${others === 1 ? 'the other label has the rest' : `the rest was shared evenly by the other ${formatCount(others)} labels`}.`,
    ...(inPercent ? [`Most of the confidences in “${confidence}” are above 1: they were read as per cent.`] : []),
    ...known.notes,
  ];
  const classes: ClassColumns = { labels, columns: [], notes };
  return holdProbabilities(reading, predictionQuestion(dialect.text(predicted), sure, labels.length, places), given, classes, {
    kind: 'prediction',
    words: `predicted labels in “${predicted}” with the confidence in “${confidence}”`,
  });
}

/** By the middle one: one that is wrong does not make per cent of all others. */
async function middleOf({ relation }: OpenTable, column: string, signal: AbortSignal): Promise<number> {
  const [row] = await relation.query(`SELECT quantile_disc(${relation.dialect.number(column)}, 0.5) AS middle FROM ${relation.name}`, [], signal);
  return Number(row?.['middle'] ?? 0);
}

/** The labels that are given or predicted. Where no predicted one is also given, they are the names of something else. */
async function readPredicted({ relation }: OpenTable, column: string, given: GivenLabels, signal: AbortSignal): Promise<PredictedLabels | NoProbabilities> {
  const { labels, variants } = given;
  const places = new Map(labels.map((label, place) => [label, place]));
  for (const [value, to] of variants) places.set(value, places.get(to)!);
  const text = relation.dialect.text(column);
  const rows = await relation.query(
    `SELECT value, count(*) AS n FROM (SELECT ${text} AS value FROM ${relation.name}) WHERE trim(value) <> '' GROUP BY value ORDER BY n DESC, value LIMIT ${labels.length + variants.size + mostStrangers}`,
    [],
    signal,
  );
  const values = rows.map(({ value }) => String(value));
  const unknown = values.filter((value) => !places.has(value));
  const alike = unknown.flatMap((value) => {
    const label = labelAlike(value, labels);
    return label === undefined ? [] : [{ value, label }];
  });
  for (const { value, label } of alike) places.set(value, places.get(label)!);
  const strangers = unknown.filter((value) => !places.has(value)).slice(0, mostStrangers);
  if (strangers.length > 0 && !values.some((value) => places.has(value)))
    return { why: `no predicted label in “${column}” (${listed(strangers)}) is a label in “${given.column}”` };
  strangers.forEach((value, place) => places.set(value, labels.length + place));
  const one = strangers.length === 1;
  return {
    labels: [...labels, ...strangers],
    places,
    notes: [
      ...(alike.length > 0 ? [`Predicted labels written differently count as the label: ${alikeWords(alike)}.`] : []),
      ...(strangers.length > 0
        ? [
            `The predicted ${one ? 'label' : 'labels'} ${listed(strangers)} no row has as its label; ${one ? 'it was kept as a label' : 'they were kept as labels'} that may be suggested.`,
          ]
        : []),
    ],
  };
}

function alikeWords(alike: readonly { readonly value: string; readonly label: string }[]): string {
  const shown = alike.slice(0, 3).map(({ value, label }) => `“${value}” as “${label}”`);
  return alike.length > 3 ? `${shown.join(', ')} and ${formatCount(alike.length - 3)} more` : shown.join(', ');
}

/** Two numbers a row are asked for: which label, and how sure. What the other labels have is worked out here. */
function predictionQuestion(text: string, sure: string, width: number, places: ReadonlyMap<string, number>): Question {
  const listedPlaces = [...places].map(([value, place]) => `(${quoteLiteral(value)}, ${place})`).join(', ');
  return {
    list: `[CAST(known.place AS DOUBLE), CAST(${sure} AS DOUBLE)]`,
    from: `${dataTable} LEFT JOIN (VALUES ${listedPlaces}) AS known(value, place) ON known.value = ${text}`,
    length: 2,
    arrange(values) {
      const block = new Float64Array((values.length / 2) * width).fill(NaN);
      for (let row = 0; row < values.length / 2; row++) {
        const [place, confidence] = [values[row * 2]!, values[row * 2 + 1]!];
        if (Number.isNaN(place)) continue;
        block.fill((1 - confidence) / (width - 1), row * width, (row + 1) * width);
        block[row * width + place] = confidence;
      }
      return block;
    },
  };
}
