import type { ProbabilitySource } from '../../core/probabilitySource.ts';
import type { ProbabilityBlocks } from '../../learn/probabilityBlocks.ts';
import type { MemoryShare } from '../memoryPool.ts';
import type { OpenTable } from '../openTable.ts';
import type { GivenLabels } from './givenLabels.ts';
import type { NumbersHolder, NumbersQuestion } from './heldNumbers.ts';
import type { Tell } from './labelInput.ts';
import { type ClassColumns, listed } from './matchClasses.ts';
import type { FoundProbabilities } from './probabilities.ts';

/** Probabilities, and the memory that they are held in where they are in no file. */
export interface HeldProbabilities {
  readonly found: FoundProbabilities;
  readonly memory?: MemoryShare;
}

/** What a file's probabilities are read with, and held in. */
export interface ProbabilityReading {
  readonly table: OpenTable;
  readonly holder: NumbersHolder;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

/** How probabilities are asked for. */
export interface Question extends NumbersQuestion {
  /** Makes those of each class, row by row, of the numbers that were asked for; absent: these are they. */
  arrange?(values: Float64Array): Float64Array;
}

/** Reads them, unless they are held already. */
export async function holdProbabilities(
  { holder, signal, tell }: ProbabilityReading,
  question: Question,
  given: GivenLabels,
  classes: ClassColumns,
  about: Pick<FoundProbabilities, 'kind' | 'words'>,
): Promise<HeldProbabilities> {
  const { rows } = given;
  const { list, from, length, arrange } = question;
  const numbers = await holder.hold({ list, length, ...(from !== undefined && { from }) }, rows, signal, tell);
  const probabilities: ProbabilityBlocks = {
    rows: rows.length,
    classes: classes.labels.length,
    block: arrange ? async (start, end) => arrange(await numbers.read(start, end)) : (start, end) => numbers.read(start, end),
  };
  const codes = recode(given, classes.labels);
  const stray = count(given.codes, (code) => code >= 0) - count(codes, (code) => code >= 0);
  const without = given.labels.filter((label) => !classes.labels.includes(label));
  const leftOut = leftOutOf(given, stray > 0 ? [{ why: withoutWords(without, stray), rows: stray }] : []);
  return {
    found: {
      ...about,
      labels: classes.labels,
      rows,
      given: codes,
      probabilities,
      leftOut,
      notes: classes.notes,
      ...(classes.guessed && { guessed: true }),
    },
  };
}

function withoutWords(labels: readonly string[], rows: number): string {
  if (labels.length === 1) return `there are no probabilities for ${rows === 1 ? 'its' : 'their'} label ${listed(labels)}`;
  return `there are no probabilities for their labels (${listed(labels)})`;
}

/** The same labels by their places in another list. */
function recode({ labels, codes }: GivenLabels, classes: readonly string[]): Int32Array {
  const places = new Map(classes.map((label, place) => [label, place]));
  const map = labels.map((label) => places.get(label) ?? -1);
  return codes.map((code) => (code < 0 ? -1 : map[code]!));
}

/** What is left out in any case, and what else. */
export function leftOutOf({ missing, setAside }: Pick<GivenLabels, 'missing' | 'setAside'>, more: ProbabilitySource['leftOut']): ProbabilitySource['leftOut'] {
  return [
    ...(missing > 0 ? [{ why: 'they have no label', rows: missing }] : []),
    ...(setAside > 0 ? [{ why: 'somebody excluded them or called them ambiguous', rows: setAside }] : []),
    ...more,
  ];
}

function count(codes: Int32Array, wanted: (code: number) => boolean): number {
  return codes.reduce((sum, code) => sum + (wanted(code) ? 1 : 0), 0);
}
