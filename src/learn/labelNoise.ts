import { type Interval, wilson } from '../stats/wilson.ts';
import { type ConfidentJoint } from './confidentJoint.ts';

export interface Confusion {
  readonly given: number;
  readonly suggested: number;
  /** Estimated rows labelled `given` that are truly `suggested`. */
  readonly rows: number;
}

export interface ClassNoise extends Interval {
  readonly label: number;
  readonly rows: number;
  /** Estimated share of the rows with this label that are truly something else. */
  readonly noise: number;
  /** What they most often are; undefined where none is estimated to be. */
  readonly confusedWith: Confusion | undefined;
}

export interface LabelNoise extends Interval {
  /** 1 − trace of the joint distribution: the estimated share of wrong labels. */
  readonly noise: number;
  readonly classes: readonly ClassNoise[];
  /** The most frequent confusions first. */
  readonly confusions: readonly Confusion[];
}

/**
 * The estimated share of wrong labels, overall and in each class, and which classes are mixed up. Intervals (95 %)
 * are Wilson's over the rows that the confident joint counted, and for the whole their combination weighted by class
 * (Zou and Donner, “Construction of confidence limits about effect measures”, Statistics in Medicine 27, 2008).
 * They tell how far chance could move the estimate, and nothing of how good the model is.
 */
export function labelNoise(joint: Pick<ConfidentJoint, 'classes' | 'labelCounts' | 'counts' | 'confidentCounts'>): LabelNoise {
  const { classes, labelCounts } = joint;
  const confusions = confusionsOf(joint);
  const mostFrequent = new Map<number, Confusion>();
  for (const confusion of confusions) if (!mostFrequent.has(confusion.given)) mostFrequent.set(confusion.given, confusion);
  const byClass = Array.from({ length: classes }, (_, label) => ({ ...classNoise(joint, label), confusedWith: mostFrequent.get(label) }));
  const total = labelCounts.reduce((a, b) => a + b, 0);
  if (total === 0) return { noise: 0, low: 0, high: 1, classes: byClass, confusions };
  let noise = 0;
  let below = 0;
  let above = 0;
  for (const one of byClass) {
    const weight = one.rows / total;
    noise += weight * one.noise;
    below += (weight * (one.noise - one.low)) ** 2;
    above += (weight * (one.high - one.noise)) ** 2;
  }
  return { noise, low: Math.max(0, noise - Math.sqrt(below)), high: Math.min(1, noise + Math.sqrt(above)), classes: byClass, confusions };
}

function classNoise({ classes, labelCounts, counts, confidentCounts }: Parameters<typeof labelNoise>[0], label: number) {
  const rows = labelCounts[label]!;
  if (rows === 0) return { label, rows, noise: 0, low: 0, high: 1 };
  const noise = 1 - counts[label * classes + label]! / rows;
  let trials = 0;
  for (let k = 0; k < classes; k++) trials += confidentCounts[label * classes + k]!;
  const interval = wilson(trials - confidentCounts[label * classes + label]!, trials);
  return { label, rows, noise, low: Math.min(noise, interval.low), high: Math.max(noise, interval.high) };
}

function confusionsOf({ classes, counts }: Parameters<typeof labelNoise>[0]): Confusion[] {
  const confusions: Confusion[] = [];
  for (let given = 0; given < classes; given++) {
    for (let suggested = 0; suggested < classes; suggested++) {
      const rows = counts[given * classes + suggested]!;
      if (given !== suggested && rows > 0) confusions.push({ given, suggested, rows });
    }
  }
  return confusions.sort((a, b) => b.rows - a.rows || a.given - b.given || a.suggested - b.suggested);
}
