import type { Evaluation } from '../../src/core/evaluation.ts';
import { confusionOrder } from '../charts/confusionOrder.ts';

/** Labels that are shown: nobody reads a matrix of more. */
const mostLabels = 30;

export interface ShownMatrix {
  /** Those confused with each other side by side. */
  readonly labels: readonly string[];
  /** Label down, prediction across. */
  readonly counts: readonly (readonly number[])[];
  /** Rows labelled so, and rows predicted so, whatever the other is. */
  readonly totals: { readonly down: readonly number[]; readonly across: readonly number[] };
  /** Labels that are not among them, all of them with fewer wrong predictions. */
  readonly others: number;
}

/** The part of the confusion matrix with the most wrong predictions: all of it where there are not too many classes. */
export function shownMatrix({ classes, confusions }: Pick<Evaluation, 'classes' | 'confusions'>): ShownMatrix {
  const wrong = new Map(classes.map(({ name }) => [name, 0]));
  for (const { label, predicted, rows } of confusions) {
    if (label !== predicted) for (const name of [label, predicted]) wrong.set(name, (wrong.get(name) ?? 0) + rows);
  }
  const worst = classes.map(({ name }) => name).sort((a, b) => wrong.get(b)! - wrong.get(a)!).slice(0, mostLabels);
  const places = new Map(worst.map((name, place) => [name, place]));
  const counts = worst.map(() => worst.map(() => 0));
  for (const { label, predicted, rows } of confusions) {
    const [down, across] = [places.get(label), places.get(predicted)];
    if (down !== undefined && across !== undefined) counts[down]![across] = rows;
  }
  const confused = confusionOrder(counts.map((row, down) => row.map((count, across) => (down === across ? 0 : count))));
  const order = [...confused, ...[...worst.keys()].filter((place) => !confused.includes(place))];
  const figures = new Map(classes.map((one) => [one.name, one]));
  return {
    totals: { down: order.map((place) => figures.get(worst[place]!)!.support), across: order.map((place) => figures.get(worst[place]!)!.predicted) },
    labels: order.map((place) => worst[place]!),
    counts: order.map((down) => order.map((across) => counts[down]![across]!)),
    others: classes.length - worst.length,
  };
}
