import { createHash } from 'node:crypto';
import { countOf, formatCount } from '../../core/countWords.ts';
import { hasProbabilities, type NoProbabilities, type OutOfSample } from '../../checks/outOfSample.ts';
import type { MemoryShare } from '../memoryPool.ts';
import type { OpenTable } from '../openTable.ts';
import { readPrediction } from './filePrediction.ts';
import { readProbabilityColumns } from './fileProbabilities.ts';
import { readGivenLabels, type GivenLabels } from './givenLabels.ts';
import { NumbersHolder } from './heldNumbers.ts';
import type { HeldProbabilities } from './holdProbabilities.ts';
import { type LabelInput, learningOptions, type Tell } from './labelInput.ts';
import { learnLabels } from './learnLabels.ts';
import { unreadProbabilities } from './namedProbabilities.ts';
import { isMisguessed, judgeProbabilities } from './probabilities.ts';

/** What reading is of all the work, where the file has probabilities. */
const readShare = 0.7;

/** Labels learnt, and what they were learnt from. */
interface Known {
  readonly key: string;
  readonly result: OutOfSample | NoProbabilities;
  readonly memory?: MemoryShare;
}

/** What is known of the labels of one open dataset. Learning takes turns, and is done again only where something has changed. */
export class DatasetLabels {
  readonly #table: OpenTable;
  /** What the file says, which stays when labels change. */
  readonly #holder: NumbersHolder;
  readonly #cacheFolder: string | undefined;
  #known: Known | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** Without a cache folder, what is learnt is kept as long as the dataset is open. */
  constructor(table: OpenTable, cacheFolder?: string) {
    this.#table = table;
    this.#holder = new NumbersHolder(table);
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

  async close(): Promise<void> {
    this.#forget();
    await this.#holder.close();
  }

  async #find(input: LabelInput, signal: AbortSignal, tell: Tell): Promise<OutOfSample | NoProbabilities> {
    signal.throwIfAborted();
    const given = await readGivenLabels(this.#table.relation, input, signal);
    const key = keyOf(input, given);
    if (this.#known?.key === key) return this.#known.result;
    if ('why' in given) return this.#keep({ key, result: given });
    return this.#keep({ key, ...(await this.#judge(input, given, signal, tell)) });
  }

  /** Columns of the file, where they can be used; a prediction of the file; else what is learnt. */
  async #judge(input: LabelInput, given: GivenLabels, signal: AbortSignal, tell: Tell): Promise<Omit<Known, 'key'>> {
    const reading = { table: this.#table, holder: this.#holder, signal, tell: partOf(tell, 0, readShare) };
    const refused: string[] = [];
    for (const read of [readProbabilityColumns, readPrediction]) {
      const held = await read(reading, input, given);
      if (held === null) continue;
      const judged = await judgeHeld(held, given, refused.map(notUsed), signal, partOf(tell, readShare, 1));
      if (!('refused' in judged)) return judged;
      refused.push(judged.refused);
    }
    const learnt = await learnLabels(this.#table, input, given, this.#cacheFolder, signal, tell);
    const instead = refused.length > 0 ? refused.map(notUsed) : unreadProbabilities(input);
    const judged = await judgeHeld(learnt, given, instead, signal, tell);
    return 'refused' in judged ? { result: { why: [...refused, judged.refused].join('; and ') } } : judged;
  }

  async #keep(known: Known): Promise<Known['result']> {
    if (!hasProbabilities(known.result)) known.memory?.release();
    this.#forget();
    this.#known = known;
    if (!hasProbabilities(known.result) || !isOfFile(known.result)) await this.#holder.close();
    return known.result;
  }

  #forget(): void {
    this.#known?.memory?.release();
    this.#known = null;
  }
}

/** Everything but the file, which does not change while it is open. */
function keyOf({ dataset, config }: LabelInput, given: GivenLabels | NoProbabilities): string {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify([
      dataset.roles,
      learningOptions(config),
      config.taxonomy ?? null,
      'why' in given ? given.why : [given.labels, [...given.variants]],
    ]),
  );
  if ('codes' in given) hash.update(new Uint8Array(given.codes.buffer, given.codes.byteOffset, given.codes.byteLength));
  return hash.digest('hex');
}

/** Holds what was found against the labels; `refused` says why it cannot be used. */
async function judgeHeld(
  held: HeldProbabilities | NoProbabilities,
  given: GivenLabels,
  notes: readonly string[],
  signal: AbortSignal,
  tell: Tell,
): Promise<Omit<Known, 'key'> | { readonly refused: string }> {
  if ('why' in held) return { refused: held.why };
  const { memory } = held;
  try {
    const found = { ...held.found, spellings: given, notes: [...notes, ...variantNotes(given), ...held.found.notes] };
    const result = await judgeProbabilities(found, signal, tell);
    const refused = isMisguessed(found, result)
      ? `the ${found.words} agree with ${(result.source.accuracy * 100).toFixed(1)} % of the labels only, so that they are not in the order of the labels: name the labels in the order of the probabilities in winnow.json (taxonomy)`
      : unusable(result);
    if (refused === null) return { result, ...(memory && { memory }) };
    memory?.release();
    return { refused };
  } catch (error) {
    memory?.release();
    throw error;
  }
}

/** What is wrong with what the file says, as a sentence of its own. */
function notUsed(refused: string): string {
  return `${refused[0]!.toUpperCase()}${refused.slice(1)}. They were not used.`;
}

/** What a part of the work tells of itself, as told of the whole. */
function partOf(tell: Tell, from: number, to: number): Tell {
  return (fraction, words) => tell(from + fraction * (to - from), words);
}

const isOfFile = ({ source: { kind } }: OutOfSample): boolean => kind === 'columns' || kind === 'prediction';

function variantNotes({ variants }: GivenLabels): string[] {
  if (variants.size === 0) return [];
  const shown = [...variants].slice(0, 3).map(([value, to]) => `“${value}” as “${to}”`);
  const more = variants.size - shown.length;
  return [`Labels written differently count as one: ${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`];
}

function unusable(result: OutOfSample): string | null {
  const { source, labels } = result;
  if (source.rows === 0)
    return `${isOfFile(result) ? 'the ' : ''}${source.words} can be used for none of the labels: ${source.leftOut.map(({ why, rows }) => `${countOf(rows, 'row')}, since ${why}`).join('; ')}`;
  return labels.length < 2 ? 'there is only one label, so there is nothing to tell apart' : null;
}
