import { createHash } from 'node:crypto';
import { hasProbabilities, type NoProbabilities, type OutOfSample } from '../../checks/outOfSample.ts';
import type { MemoryShare } from '../memoryPool.ts';
import type { OpenTable } from '../openTable.ts';
import { readPrediction, readProbabilityColumns } from './fileProbabilities.ts';
import { readGivenLabels, type GivenLabels } from './givenLabels.ts';
import { type LabelInput, learningOptions, type Tell } from './labelInput.ts';
import { learnLabels } from './learnLabels.ts';
import { judgeProbabilities } from './probabilities.ts';

/** Labels learnt, and what they were learnt from. */
interface Known {
  readonly key: string;
  readonly result: OutOfSample | NoProbabilities;
  readonly memory?: MemoryShare;
}

/** What is known of the labels of one open dataset. Learning takes turns, and is done again only where something has changed. */
export class DatasetLabels {
  readonly #table: OpenTable;
  readonly #cacheFolder: string | undefined;
  #known: Known | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** Without a cache folder, what is learnt is kept as long as the dataset is open. */
  constructor(table: OpenTable, cacheFolder?: string) {
    this.#table = table;
    this.#cacheFolder = cacheFolder;
  }

  /** What was last learnt; null: nothing yet. */
  get current(): OutOfSample | NoProbabilities | null {
    return this.#known?.result ?? null;
  }

  /** What is known once nothing is being learnt any more; null: nothing. */
  async settled(): Promise<OutOfSample | NoProbabilities | null> {
    await this.#turn;
    return this.current;
  }

  /** Probabilities by the order of trust: columns of the file, a prediction with its confidence, else learnt ones. */
  outOfSample(input: LabelInput, signal: AbortSignal, tell: Tell): Promise<OutOfSample | NoProbabilities> {
    const turn = this.#turn.then(() => this.#find(input, signal, tell));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  close(): void {
    this.#known?.memory?.release();
    this.#known = null;
  }

  async #find(input: LabelInput, signal: AbortSignal, tell: Tell): Promise<OutOfSample | NoProbabilities> {
    signal.throwIfAborted();
    const given = await readGivenLabels(this.#table.relation, input, signal);
    const key = keyOf(input, given);
    if (this.#known?.key === key) return this.#known.result;
    if ('why' in given) return this.#keep({ key, result: given });
    const held = await this.#hold(input, given, signal, tell);
    if ('why' in held) return this.#keep({ key, result: held });
    try {
      const result = await judgeProbabilities(held.found, signal, tell);
      return this.#keep({ key, result: usable(result), ...(held.memory && { memory: held.memory }) });
    } catch (error) {
      held.memory?.release();
      throw error;
    }
  }

  async #hold(input: LabelInput, given: GivenLabels, signal: AbortSignal, tell: Tell): ReturnType<typeof learnLabels> {
    const columns = await readProbabilityColumns(this.#table, input, given, signal);
    if (columns && 'found' in columns) return columns;
    const held = (await readPrediction(this.#table, input, given, signal)) ?? (await learnLabels(this.#table, input, given, this.#cacheFolder, signal, tell));
    if (!columns) return held;
    const instead = `${columns.why[0]!.toUpperCase()}${columns.why.slice(1)}. They were not used.`;
    return 'why' in held ? { why: `${columns.why}; and ${held.why}` } : { ...held, found: { ...held.found, notes: [instead, ...held.found.notes] } };
  }

  #keep(known: Known): Known['result'] {
    if (!hasProbabilities(known.result)) known.memory?.release();
    this.close();
    this.#known = known;
    return known.result;
  }
}

/** Everything but the file, which does not change while it is open. */
function keyOf({ dataset, config }: LabelInput, given: GivenLabels | NoProbabilities): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([dataset.roles, learningOptions(config), config.taxonomy ?? null, 'why' in given ? given.why : given.labels]));
  if ('codes' in given) hash.update(new Uint8Array(given.codes.buffer, given.codes.byteOffset, given.codes.byteLength));
  return hash.digest('hex');
}

function usable(result: OutOfSample): OutOfSample | NoProbabilities {
  if (result.source.rows === 0) return { why: `of no row both the label and the probabilities can be used: ${result.source.leftOut.map(({ why, rows }) => `${rows.toLocaleString('en')} rows, since ${why}`).join('; ')}` };
  if (result.labels.length < 2) return { why: 'there is only one label, so there is nothing to tell apart' };
  return result;
}
