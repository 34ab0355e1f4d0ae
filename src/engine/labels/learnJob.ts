import { type Checkpoint, within } from '../../learn/checkpoint.ts';
import { crossValidate, type CrossValidation } from '../../learn/crossValidate.ts';
import { crossValidateTable, type LearntTable } from '../../learn/crossValidateTable.ts';
import { createEmbeddingLearner } from '../../learn/embeddingLearner.ts';
import { NothingToLearn } from '../../learn/folds.ts';
import { fitPool } from '../../learn/poolPredictions.ts';
import type { SparseMatrix } from '../../learn/sparseMatrix.ts';
import { buildTableFeatures, type TableColumn } from '../../learn/tableFeatures.ts';
import { tellLabels } from '../../learn/tellsLabel.ts';
import { TermCounter } from '../../learn/termCounts.ts';
import { createTextLearner } from '../../learn/textLearner.ts';

/** Grows with every change of what learners learn: what was learnt by another version is learnt again. */
export const learnerVersion = 12;

/** A part of what is learnt from, as it is read: texts come in pieces, other columns whole. */
export type LearnPart =
  | { readonly kind: 'texts'; readonly place: number; readonly texts: readonly string[] }
  | { readonly kind: 'column'; readonly name: string; readonly column: Exclude<TableColumn, { kind: 'text' }> }
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
  /** From what: texts that say little of the labels give way to the table that they stand in. */
  readonly by: LearnTask['learner'];
  /** What learnt best, in words. */
  readonly learner: string;
  readonly notes: readonly string[];
  /** Where columns of a table were learnt from, which, and by whom; not among what was kept by earlier versions. */
  readonly table?: LearntTable;
}

type Validated = CrossValidation & Pick<Learnt, 'by' | 'learner' | 'table'>;
type NamedColumn = Extract<LearnPart, { kind: 'column' }>;

/** Texts say little of labels that they leave as uncertain as this, of what guessing by the labels' shares would. */
const littleSaid = 0.8;
/** The table has to be ahead by this share of the loss. */
const clearlyAhead = 0.05;
/**
 * With more rows, texts that say much of the labels are learnt from alone: one fold of trees beside them would take
 * longer than they do.
 */
const mostRowsBeside = 50_000;
/** A column that gets this part of the labels right which guessing gets wrong was probably made from them. */
const tellsNearlyAll = 0.97;

/** One learning of labels. It runs in a thread of its own, or in this one where there is none. */
export class LearnJob {
  readonly #texts = new Map<number, TermCounter>();
  readonly #columns: NamedColumn[] = [];
  #embedding: { readonly values: Float32Array; readonly dimensions: number } | null = null;

  /** Takes a part. Texts of a place come in the order of rows. */
  take(part: LearnPart): void {
    if (part.kind === 'embedding') this.#embedding = part;
    else if (part.kind === 'column') this.#columns.push(part);
    else {
      const counter = this.#texts.get(part.place) ?? new TermCounter();
      this.#texts.set(part.place, counter);
      for (const text of part.texts) counter.add(text);
    }
  }

  /** Throws `NothingToLearn` where the labels do not suffice. */
  async learn(task: LearnTask, checkpoint: Checkpoint): Promise<Learnt> {
    const { probabilities, foldCount, singleClasses, missingRows, notes, by, learner, table } = await this.#validate(task, checkpoint);
    // The first notes are of rows that are left out, which are counted beside the probabilities.
    const others = notes.slice((missingRows > 0 ? 1 : 0) + (singleClasses.length > 0 ? 1 : 0));
    return { probabilities, foldCount, singleClasses, notes: others, by, learner, ...(table && { table }) };
  }

  async #validate({ learner, labels, classCount, seed, budgetBytes }: LearnTask, checkpoint: Checkpoint): Promise<Validated> {
    const counts = [...this.#texts.values()].map((counter) => counter.finish());
    const ofTable = (told: Checkpoint): Promise<Validated> => this.#validateTable(counts, labels, classCount, { seed, checkpoint: told });
    if (learner === 'table') return ofTable(checkpoint);
    const made =
      learner === 'text'
        ? createTextLearner(counts[0]!, classCount, { seed, budgetBytes })
        : createEmbeddingLearner(this.#embedding!.values, this.#embedding!.dimensions, seed);
    const isAlone = this.#columns.length === 0;
    const own = {
      ...(await crossValidate(made, labels, classCount, { seed, checkpoint: isAlone ? checkpoint : within(checkpoint, 0, 0.5) })),
      by: learner,
      learner: made.name,
    };
    if (isAlone) return own;
    if (own.logLoss < littleSaid * uncertainty(labels, classCount, own.learnt))
      return this.#withColumns(own, labels, classCount, seed, within(checkpoint, 0.5, 1));
    const all = await ofTable(within(checkpoint, 0.5, 1));
    return all.logLoss < (1 - clearlyAhead) * own.logLoss ? { ...all, notes: [...all.notes, textsSayLittle] } : own;
  }

  /** What columns beside the texts add to them, where that is much; those that alone tell nearly all would hide what is wrong. */
  async #withColumns(own: Validated, labels: Int32Array, classCount: number, seed: number, checkpoint: Checkpoint): Promise<Validated> {
    if (labels.length > mostRowsBeside) return own;
    const columns = this.#columns.filter(({ column }) => (tellLabels(column, labels, classCount)?.gain ?? 0) < tellsNearlyAll);
    const features = buildTableFeatures(
      columns.map(({ column }) => column),
      labels.length,
    );
    if (features.dense.length === 0) return own;
    const beside = { name: own.learner, probabilities: own.probabilities };
    const pooled = await crossValidateTable(features, labels, classCount, { seed, checkpoint, beside });
    // Pooled alone, the texts' probabilities are as sure as they should be: that is no merit of the columns.
    const alone = fitPool(
      [own.probabilities],
      labels,
      Uint32Array.from(labels.keys()).filter((row) => own.learnt[row] === 1),
      classCount,
    );
    if (pooled.learner === own.learner || pooled.logLoss >= (1 - clearlyAhead) * alone.logLoss) return own;
    return {
      ...pooled,
      by: own.by,
      table: { columns: columns.map(({ name }) => name), heard: pooled.heard.filter(({ learner }) => learner !== own.learner) },
      notes: [
        ...own.notes,
        `${namesOf(columns)} ${columns.length === 1 ? 'says' : 'say'} something of the labels that the texts do not, and ${columns.length === 1 ? 'was' : 'were'} learnt from beside them.`,
      ],
    };
  }

  /** From all columns but those that are the label in other words. */
  async #validateTable(
    counts: readonly SparseMatrix[],
    labels: Int32Array,
    classCount: number,
    options: { seed: number; checkpoint: Checkpoint },
  ): Promise<Validated> {
    const telling = this.#columns.map(({ name, column }) => ({ name, column, told: tellLabels(column, labels, classCount) }));
    const left = telling.filter(({ told }) => told?.isCopy !== true);
    if (left.length === 0 && counts.length === 0)
      throw new NothingToLearn(
        `There is nothing to learn from: ${namesOf(telling)} ${telling.length === 1 ? 'is' : 'are'} the label in other words.`,
      );
    const validated = await crossValidateTable(
      buildTableFeatures(
        [...left.map(({ column }) => column), ...counts.map((each): TableColumn => ({ kind: 'text', counts: each }))],
        labels.length,
      ),
      labels,
      classCount,
      options,
    );
    const copies = telling.filter(({ told }) => told?.isCopy === true);
    const notes = [
      ...(copies.length > 0
        ? [
            `${namesOf(copies)} ${copies.length === 1 ? 'is' : 'are'} the label in other words, and ${copies.length === 1 ? 'was' : 'were'} not learnt from.`,
          ]
        : []),
      ...left
        .filter(({ told }) => told !== null && told.gain >= tellsNearlyAll)
        .map(
          ({ name, told }) =>
            `“${name}” alone tells the label of ${(told!.share * 100).toFixed(1)} % of the rows. If it was made from the label, it hides what is wrong: give the role content to the columns that should be learnt from.`,
        ),
    ];
    const table = { columns: left.map(({ name }) => name), heard: validated.heard };
    return { ...validated, by: 'table', table, notes: [...validated.notes, ...notes] };
  }
}

const textsSayLittle = 'The texts alone say little of the labels, so all columns were learnt from.';

/** Mean loss of guessing each label by its share of the rows learnt from. */
function uncertainty(labels: Int32Array, classCount: number, learnt: Uint8Array): number {
  const sizes = new Float64Array(classCount);
  let rows = 0;
  labels.forEach((label, row) => {
    if (!learnt[row]) return;
    sizes[label]!++;
    rows++;
  });
  return sizes.reduce((sum, size) => sum - (size === 0 ? 0 : (size / rows) * Math.log(size / rows)), 0);
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => `“${name}”`).join(', ');
}
