import type { ClassCounts, ClassFigures, OverallFigures, Share } from '../core/evaluation.ts';
import { type Confused, f1Correlations, macroMean } from './macroMean.ts';
import { wilson } from './wilson.ts';

/** Labels against predictions, counted class by class. */
export class ClassTally {
  readonly #support: Int32Array;
  readonly #predicted: Int32Array;
  readonly #correct: Int32Array;
  /**
   * Rows of which either of two classes is the label and the other predicted, by both: the lower place times the number
   * of classes, plus the higher.
   */
  readonly #confused = new Map<number, number>();

  constructor(readonly classes: number) {
    this.#support = new Int32Array(classes);
    this.#predicted = new Int32Array(classes);
    this.#correct = new Int32Array(classes);
  }

  add(label: number, predicted: number): void {
    this.#support[label]!++;
    this.#predicted[predicted]!++;
    if (label === predicted) this.#correct[label]!++;
    else {
      const pair = Math.min(label, predicted) * this.classes + Math.max(label, predicted);
      this.#confused.set(pair, (this.#confused.get(pair) ?? 0) + 1);
    }
  }

  of(place: number): ClassFigures {
    return classFigures({ support: this.#support[place]!, predicted: this.#predicted[place]!, correct: this.#correct[place]! });
  }

  /** Each class that a row has or that was predicted, by its place. */
  *present(): Generator<readonly [place: number, figures: ClassFigures]> {
    for (let place = 0; place < this.classes; place++) {
      if (this.#support[place]! > 0 || this.#predicted[place]! > 0) yield [place, this.of(place)];
    }
  }

  overall(): OverallFigures {
    const rows = this.#support.reduce((sum, count) => sum + count, 0);
    const correct = this.#correct.reduce((sum, count) => sum + count, 0);
    const present = [...this.present()];
    const figures = present.map(([, each]) => each);
    return {
      rows, correct, accuracy: shareOf(correct, rows),
      macroPrecision: macroMean(figures.map(({ precision }) => precision)),
      macroRecall: macroMean(figures.map(({ recall }) => recall)),
      macroF1: macroMean(figures.map(({ f1 }) => f1), f1Correlations(figures, this.#pairs(present.map(([place]) => place)))),
    };
  }

  #pairs(places: readonly number[]): Confused[] {
    const index = new Map(places.map((place, at) => [place, at]));
    return [...this.#confused].map(([pair, rows]) => ({ a: index.get(Math.floor(pair / this.classes))!, b: index.get(pair % this.classes)!, rows }));
  }
}

/** A share with Wilson's interval. */
export function shareOf(count: number, total: number): Share {
  return { value: total === 0 ? null : count / total, ...wilson(count, total) };
}

/**
 * Precision, recall and F1 with Wilson's intervals. F1 is 2j / (1 + j) of j, the share of rows in which both agree among
 * those in which either names the class: its interval is that of j, put through the same formula.
 */
export function classFigures(counts: ClassCounts): ClassFigures {
  const { support, predicted, correct } = counts;
  const either = shareOf(correct, support + predicted - correct);
  const f1 = (share: number): number => (2 * share) / (1 + share);
  return {
    support, predicted, correct,
    precision: shareOf(correct, predicted),
    recall: shareOf(correct, support),
    f1: { value: either.value === null ? null : f1(either.value), low: f1(either.low), high: f1(either.high) },
  };
}
