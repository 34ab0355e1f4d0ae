import type { ClassCounts, ClassFigures, OverallFigures, Share } from '../core/evaluation.ts';
import { wilson } from './wilson.ts';

/** Labels against predictions, counted class by class. */
export class ClassTally {
  readonly #support: Int32Array;
  readonly #predicted: Int32Array;
  readonly #correct: Int32Array;

  constructor(readonly classes: number) {
    this.#support = new Int32Array(classes);
    this.#predicted = new Int32Array(classes);
    this.#correct = new Int32Array(classes);
  }

  add(label: number, predicted: number): void {
    this.#support[label]!++;
    this.#predicted[predicted]!++;
    if (label === predicted) this.#correct[label]!++;
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
    const figures = [...this.present()].map(([, each]) => each);
    // A class that was never predicted has a precision of 0 in the mean, as it was found for no row.
    const mean = (of: (one: ClassFigures) => Share): number | null => (figures.length === 0 ? null : figures.reduce((sum, one) => sum + (of(one).value ?? 0), 0) / figures.length);
    return { rows, correct, accuracy: shareOf(correct, rows), macroPrecision: mean(({ precision }) => precision), macroRecall: mean(({ recall }) => recall), macroF1: mean(({ f1 }) => f1) };
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
