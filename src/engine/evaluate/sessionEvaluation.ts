import { measuredRows } from '../../checks/parts/measuredRows.ts';
import { type NoPredictions, type Predictions, readPredictions } from '../../checks/parts/predictions.ts';
import type { Evaluation, NoEvaluation } from '../../core/evaluation.ts';
import type { PredictionFilter } from '../../core/filter.ts';
import { type Checkpoint, within } from '../../learn/checkpoint.ts';
import type { WorkProgress } from '../../protocol/engineMethods.ts';
import { breather } from '../labels/breather.ts';
import { decidedLabel } from '../labels/givenLabels.ts';
import type { LabelInput, Tell } from '../labels/labelInput.ts';
import type { SessionLabels } from '../labels/sessionLabels.ts';
import { engineMemory, type MemoryShare } from '../memoryPool.ts';
import type { OpenTable } from '../openTable.ts';
import { evaluate } from './evaluate.ts';

/** Of what the predictions were read, and what was read. */
interface Known {
  readonly dataset: LabelInput['dataset'];
  readonly holding: LabelInput['holding'];
  readonly config: LabelInput['config'];
  readonly predictions: Predictions | NoPredictions;
  readonly memory: MemoryShare;
}

const bytesPerRow = 25;

/** The predictions of an open dataset held against its labels; read once for as long as roles and decisions stay as they are. */
export class SessionEvaluation {
  readonly #table: OpenTable;
  readonly #input: () => LabelInput;
  readonly #labels: SessionLabels;
  #known: Known | null = null;

  /** `input`: labels and decisions, as they stand whenever something is asked. */
  constructor(table: OpenTable, input: () => LabelInput, labels: SessionLabels) {
    this.#table = table;
    this.#input = input;
    this.#labels = labels;
  }

  /** @param split see `measuredRows`. */
  async report(split: string | undefined, signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<Evaluation | NoEvaluation> {
    const tell: Tell = (fraction, words) => progress({ fraction, words });
    const checkpoint = breather(signal, tell);
    tell(0, 'Reading predictions');
    const input = this.#input();
    const predictions = await this.#read(input, signal, within(checkpoint, 0, 0.3), tell);
    if ('why' in predictions) return predictions;
    return evaluate({ ...input, table: this.#table, known: this.#labels.known }, predictions, split, signal, within(checkpoint, 0.3, 1));
  }

  /** Rows that pass, ascending; none where nothing is predicted, or the filter names a class or a split that there is not. */
  async rowsOf(filter: PredictionFilter, signal: AbortSignal = new AbortController().signal): Promise<Int32Array> {
    const input = this.#input();
    const predictions = await this.#read(input, signal, breather(signal), () => undefined);
    if ('why' in predictions) return new Int32Array();
    try {
      const { positions } = await measuredRows({ dataset: input.dataset, relation: this.#table.relation, signal }, predictions, filter.split ?? 'all');
      return positions.filter(passing(predictions, filter)).map((position) => predictions.rows[position]!);
    } catch (error) {
      if (error instanceof RangeError) return new Int32Array();
      throw error;
    }
  }

  close(): void {
    this.#known?.memory.release();
    this.#known = null;
  }

  async #read(input: LabelInput, signal: AbortSignal, checkpoint: Checkpoint, tell: Tell): Promise<Predictions | NoPredictions> {
    const { dataset, holding, config } = input;
    const known = this.#known;
    if (known?.dataset === dataset && known.holding === holding && known.config === config) return known.predictions;
    const memory = await engineMemory.reserve(Math.ceil((dataset.records * bytesPerRow) / 1e6));
    try {
      const predictions = await readPredictions({
        ...input, relation: this.#table.relation, signal, checkpoint,
        decided: decidedLabels(input),
        outOfSample: () => this.#labels.outOfSample(signal, tell),
      });
      this.close();
      this.#known = { dataset, holding, config, predictions, memory };
      return predictions;
    } catch (error) {
      memory.release();
      throw error;
    }
  }
}

/** What people decided that rows are labelled, and the rows that they took out. */
function decidedLabels({ holding, dataset: { roles: { label } } }: LabelInput): ReadonlyMap<number, string | null> {
  const decided = new Map<number, string | null>();
  for (const [row, decisions] of holding) {
    const name = label === undefined ? undefined : decidedLabel(decisions, label);
    if (decisions.some(({ act }) => act === 'exclude' || act === 'ambiguous')) decided.set(row, null);
    else if (name !== undefined) decided.set(row, name);
  }
  return decided;
}

/** Whether the row at a position passes. */
function passing({ classes, label, predicted, confidences }: Predictions, filter: PredictionFilter): (position: number) => boolean {
  const [labelled, said] = [filter.label, filter.predicted].map((name) => (name === undefined ? undefined : classes.indexOf(name)));
  const { right, sure } = filter;
  const isSure = (position: number): boolean => {
    const confidence = confidences?.confidence[position] ?? NaN;
    return sure === undefined || ((confidence > sure.from || (sure.from === 0 && confidence === 0)) && confidence <= sure.to);
  };
  return (position) =>
    (labelled === undefined || label[position] === labelled) &&
    (said === undefined || predicted[position] === said) &&
    (right === undefined || (label[position] === predicted[position]) === right) &&
    isSure(position);
}
