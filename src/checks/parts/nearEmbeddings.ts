import { formatCount } from '../../core/countWords.ts';
import { printedNumbers } from '../../core/printedList.ts';
import { within } from '../../learn/checkpoint.ts';
import { findNearDuplicateVectors } from '../../learn/nearDuplicateVectors.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { type NearSearch, textShare } from './nearTexts.ts';
import { pausing } from './pause.ts';
import { RowList } from './rowList.ts';
import { countOf } from './words.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal' | 'progress' | 'reserve'>;

/** Numbers that are compared, of four bytes each: they are in memory. */
const mostNumbers = 100_000_000;
const fewestRows = 10;
const megabyte = 1024 * 1024;
/** Numbers a row may have before its embeddings are read: few models make more. */
const usualDimensions = 1536;

/** Groups of rows whose embeddings are almost the same (see `findNearDuplicateVectors`); none without an embedding column. */
export async function findNearEmbeddings(context: Asking, isCopy: (row: number) => boolean, most = mostNumbers): Promise<NearSearch> {
  const { embedding } = context.dataset.roles;
  if (embedding === undefined) return { groups: [], limits: [] };
  // They are there twice: as they are, and at unit length.
  const memory = await context.reserve(Math.ceil((8 * Math.min(most, context.dataset.rows * usualDimensions)) / megabyte) + 1);
  try {
    return await searchEmbeddings(context, embedding, isCopy, Math.min(most, (memory.megabytes * megabyte) / 8));
  } finally {
    memory.release();
  }
}

async function searchEmbeddings(context: Asking, embedding: string, isCopy: (row: number) => boolean, most: number): Promise<NearSearch> {
  const { values, rows, dimensions, left, odd } = await readEmbeddings(context, embedding, isCopy, most);
  if (rows.length < fewestRows) return { groups: [], limits: [] };
  const found = await findNearDuplicateVectors(values, rows.length, dimensions, {
    checkpoint: within(pausing(context), textShare(context), 1, 'Near duplicates: '),
  });
  const limits: string[] = [];
  if (left > 0)
    limits.push(
      `Near duplicates by “${embedding}” were looked for in the first ${formatCount(rows.length)} rows alone: the other ${formatCount(left)} do not fit into memory`,
    );
  const without = odd + found.unusable;
  if (without > 0)
    limits.push(
      `${countOf(without, 'row')} without ${countOf(dimensions, 'number')} in “${embedding}”, or with none but zeros, ${without === 1 ? 'was' : 'were'} not compared by it`,
    );
  if (found.measured < found.usable)
    limits.push(
      `How near embeddings in “${embedding}” are to each other was measured on ${formatCount(found.measured)} of ${formatCount(found.usable)} rows, and near duplicates are told by that`,
    );
  if (found.method === 'projections')
    limits.push(
      `Embeddings in “${embedding}” were compared by random projections, not each with each: a few near duplicates may be missing`,
    );
  return {
    groups: found.groups.map(({ positions, distance }) => ({
      rows: positions.map((position) => rows[position]!),
      by: 'embedding',
      similarity: 1 - distance,
    })),
    limits,
  };
}

export interface Embeddings {
  /** rows × dimensions. */
  readonly values: Float32Array;
  readonly rows: Int32Array;
  readonly dimensions: number;
  /** Rows that did not fit. */
  readonly left: number;
  /** Rows without as many numbers. */
  readonly odd: number;
}

/**
 * Rows whose list has another length than most of the first rows, or holds something else than numbers, take no part.
 */
export async function readEmbeddings(
  { dataset, relation, signal }: Pick<Asking, 'dataset' | 'relation' | 'signal'>,
  column: string,
  isCopy: (row: number) => boolean,
  most: number,
): Promise<Embeddings> {
  const rows = new RowList();
  let values = new Float32Array(0);
  let dimensions = 0;
  let left = 0;
  let odd = 0;
  const sql = `SELECT CAST(_row AS INTEGER) AS n, ${relation.dialect.text(column)} AS t FROM ${relation.name}`;
  for await (const chunk of relation.stream(sql, [], signal)) {
    const read = chunk.map((row) => ({ number: numberIn(row['n']), text: textIn(row['t']) })).filter(({ number }) => !isCopy(number));
    const vectors = read.map(({ text }) => numbersOf(text));
    if (dimensions === 0) {
      dimensions = usualLength(vectors);
      values = new Float32Array(Math.floor(Math.min(most, dataset.rows * dimensions)));
    }
    read.forEach(({ number }, index) => {
      const vector = vectors[index]!;
      if (vector === null || vector.length !== dimensions) odd++;
      else if ((rows.length + 1) * dimensions > values.length) left++;
      else {
        values.set(vector, rows.length * dimensions);
        rows.push(number);
      }
    });
  }
  return { values: values.subarray(0, rows.length * dimensions), rows: rows.toArray(), dimensions, left, odd };
}

/** The length that most of the lists have, of several the first; 0 where there is none. */
function usualLength(vectors: readonly (readonly number[] | null)[]): number {
  const counts = new Map<number, number>();
  for (const vector of vectors) if (vector !== null) counts.set(vector.length, (counts.get(vector.length) ?? 0) + 1);
  return [...counts].reduce((usual, entry) => (entry[1] > usual[1] ? entry : usual), [0, 0])[0];
}

/** The numbers of a list as text (`[0.1, 0.2]`, or parted by spaces, or as Python prints it); null where it is none. */
function numbersOf(text: string | null): number[] | null {
  const inner = text?.trim().replace(/^\[|\]$/g, '').trim() ?? '';
  if (inner === '') return null;
  const split = inner.split(/[\s,;]+/).map(Number);
  const numbers = split.every(Number.isFinite) ? split : printedNumbers(text!);
  return numbers?.every(Number.isFinite) ? numbers : null;
}
