import { crossValidate, type CrossValidation } from '../../learn/crossValidate.ts';
import { crossValidateTable } from '../../learn/crossValidateTable.ts';
import type { Checkpoint } from '../../learn/checkpoint.ts';
import { createEmbeddingLearner } from '../../learn/embeddingLearner.ts';
import { buildTableFeatures, type TableColumn } from '../../learn/tableFeatures.ts';
import { TermCounter } from '../../learn/termCounts.ts';
import { createTextLearner } from '../../learn/textLearner.ts';

/** Grows with every change of what learners learn: what was learnt by another version is learnt again. */
export const learnerVersion = 5;

/** A part of what is learnt from, as it is read: texts come in pieces, other columns whole. */
export type LearnPart =
  | { readonly kind: 'texts'; readonly place: number; readonly texts: readonly string[] }
  | { readonly kind: 'column'; readonly column: Exclude<TableColumn, { kind: 'text' }> }
  | { readonly kind: 'embedding'; readonly values: Float32Array; readonly dimensions: number };

export interface LearnTask {
  readonly learner: 'text' | 'table' | 'embedding';
  /** Class of each row, −1 where there is none. */
  readonly labels: Int32Array;
  readonly classCount: number;
  readonly seed: number;
  /** Bytes that coefficients may take. */
  readonly budgetBytes: number;
}

/** What was learnt, as it is kept and sent. */
export interface Learnt {
  /** Out of sample: rows × classes. */
  readonly probabilities: Float32Array;
  readonly foldCount: number;
  /** Classes with one row. */
  readonly singleClasses: readonly number[];
  /** What learnt best, in words. */
  readonly learner: string;
  readonly notes: readonly string[];
}

/** One learning of labels. It runs in a thread of its own, or in this one where there is none. */
export class LearnJob {
  readonly #texts = new Map<number, TermCounter>();
  readonly #columns: TableColumn[] = [];
  #embedding: { readonly values: Float32Array; readonly dimensions: number } | null = null;

  /** Takes a part. Texts of a place come in the order of rows. */
  take(part: LearnPart): void {
    if (part.kind === 'embedding') this.#embedding = part;
    else if (part.kind === 'column') this.#columns.push(part.column);
    else {
      const counter = this.#texts.get(part.place) ?? new TermCounter();
      this.#texts.set(part.place, counter);
      for (const text of part.texts) counter.add(text);
    }
  }

  /** Throws `NothingToLearn` where the labels do not suffice. */
  async learn({ learner, labels, classCount, seed, budgetBytes }: LearnTask, checkpoint: Checkpoint): Promise<Learnt> {
    const validated = await this.#validate(learner, labels, classCount, { seed, checkpoint }, budgetBytes);
    const { probabilities, foldCount, singleClasses, missingRows, notes } = validated;
    // The first notes are of rows that are left out, which are counted beside the probabilities.
    const others = notes.slice((missingRows > 0 ? 1 : 0) + (singleClasses.length > 0 ? 1 : 0));
    return { probabilities, foldCount, singleClasses, notes: others, learner: validated.learner };
  }

  async #validate(learner: LearnTask['learner'], labels: Int32Array, classCount: number, options: { seed: number; checkpoint: Checkpoint }, budgetBytes: number): Promise<CrossValidation & { learner: string }> {
    if (learner === 'table') {
      const texts = [...this.#texts.values()].map((counter): TableColumn => ({ kind: 'text', counts: counter.finish() }));
      return crossValidateTable(buildTableFeatures([...this.#columns, ...texts], labels.length), labels, classCount, options);
    }
    const made = learner === 'text'
      ? createTextLearner(this.#texts.get(0)!.finish(), classCount, { seed: options.seed, budgetBytes })
      : createEmbeddingLearner(this.#embedding!.values, this.#embedding!.dimensions, options.seed);
    return { ...(await crossValidate(made, labels, classCount, options)), learner: made.name };
  }
}
