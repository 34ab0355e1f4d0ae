import { labelError } from '../../checks/labelError.ts';
import { hasProbabilities, type NoProbabilities, type OutOfSample, whyGuessing } from '../../checks/outOfSample.ts';
import { recallOf, suspectPositions } from '../../checks/parts/suspects.ts';
import { resolveSettings } from '../../checks/settings.ts';
import type { WinnowConfig } from '../../core/config.ts';
import { labelNoise } from '../../learn/labelNoise.ts';
import type { ClassHealth, LabelHealth } from '../../protocol/labelMethods.ts';
import type { NoiseBefore } from './firstNoise.ts';

/** Labels in the matrix. */
const mostLabels = 100;

/** What is known of the labels as a whole, at the position of the slider that the configuration has. */
export async function describeHealth(known: OutOfSample | NoProbabilities, config: WinnowConfig, before?: NoiseBefore): Promise<LabelHealth> {
  const why = hasProbabilities(known) ? whyGuessing(known) : known.why;
  if (!hasProbabilities(known) || why !== null)
    return {
      source: null,
      ...(why !== null && { why }),
      classes: [],
      matrix: { labels: [], counts: [], otherLabels: 0 },
      positions: [],
      position: 0,
    };
  const { options } = resolveSettings(labelError, config, () => undefined);
  const joint = await known.joint();
  const { positions } = await known.slider();
  const flagged = await suspectPositions(known, options);
  const estimate = labelNoise(joint);
  const flaggedOf = new Int32Array(known.labels.length);
  for (const position of flagged) flaggedOf[known.given[position]!]!++;
  const spellings = new Map<string, string[]>();
  for (const [value, to] of known.variants) spellings.set(to, [...(spellings.get(to) ?? []), value]);
  // Labels without rows are those that were left out, or have probabilities alone: what is suggested of them is in the matrix.
  const classes = estimate.classes.filter(({ rows }) => rows > 0).map(({ label, rows, noise, confusedWith }): ClassHealth => {
    const name = known.labels[label]!;
    const noiseBefore = before?.ofLabel.get(name);
    return {
      label: name, rows, noise, flagged: flaggedOf[label]!,
      ...(spellings.has(name) && { variants: spellings.get(name)! }),
      ...(confusedWith && { confusion: { label: known.labels[confusedWith.suggested]!, rows: confusedWith.rows } }),
      ...(noiseBefore !== undefined && { noiseBefore }),
    };
  }).sort((a, b) => b.rows - a.rows || (a.label < b.label ? -1 : 1));
  return {
    source: known.source,
    noise: { estimate: estimate.noise, low: estimate.low, high: estimate.high, ...(before && { before: before.noise }) },
    classes,
    matrix: matrixOf(
      known,
      flagged,
      joint.predicted,
      classes.map(({ label }) => label),
    ),
    positions: positions.map(({ rows, expectedErrors, leastErrors, expectedRecall }) => ({
      rows,
      expected: expectedErrors,
      least: leastErrors,
      recall: expectedRecall,
    })),
    position: Math.min(recallOf(options), Math.max(0, positions.length - 1)),
  };
}

/** Flagged rows by given and suggested label: those labels that most flagged rows are about, in the order of `order`. */
function matrixOf({ labels, given }: OutOfSample, flagged: Int32Array, predicted: Int32Array, order: readonly string[]): LabelHealth['matrix'] {
  const pairs = Array.from(flagged, (position) => [given[position]!, predicted[position]!] as const).filter(([own, rival]) => own !== rival);
  const about = new Map<number, number>();
  for (const label of pairs.flat()) about.set(label, (about.get(label) ?? 0) + 1);
  const place = new Map(order.map((label, index) => [label, index]));
  const placeOf = (label: number): number => place.get(labels[label]!) ?? Infinity;
  const shown = [...about]
    .sort(([a, m], [b, n]) => n - m || placeOf(a) - placeOf(b))
    .slice(0, mostLabels)
    .map(([label]) => label)
    .sort((a, b) => placeOf(a) - placeOf(b));
  const index = new Map(shown.map((label, at) => [label, at]));
  const counts = shown.map(() => new Array<number>(shown.length).fill(0));
  for (const [own, rival] of pairs) {
    const [down, across] = [index.get(own), index.get(rival)];
    if (down !== undefined && across !== undefined) counts[down]![across]!++;
  }
  return { labels: shown.map((label) => labels[label]!), counts, otherLabels: about.size - shown.length };
}
