import { formatCount } from '../../core/countWords.ts';
import { within } from '../../learn/checkpoint.ts';
import { findNearDuplicates } from '../../learn/nearDuplicates.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { contentOf } from './contentGroups.ts';
import { PackedTexts } from './packedTexts.ts';
import { pausing } from './pause.ts';
import { RowList } from './rowList.ts';
import { textOfColumns } from './textOfColumns.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal' | 'progress' | 'reserve'>;

/** Rows whose texts or embeddings are almost the same. */
export interface NearRows {
  /** One row of each content. */
  readonly rows: Int32Array;
  readonly by: 'text' | 'embedding';
  /** The least similarity that joined a row to it: Jaccard of texts, cosine of embeddings. */
  readonly similarity: number;
}

export interface NearSearch {
  readonly groups: readonly NearRows[];
  /** What of the dataset was not looked at, or not exactly, in words; empty: nothing. */
  readonly limits: readonly string[];
}

/** Content of fewer characters on average holds names and codes, which are alike for a reason. */
const proseLength = 20;
const megabyte = 1024 * 1024;
/** Of text that is compared: it is in memory. */
const mostTextMegabytes = 512;
/** The hashes of all bands take 168 bytes a row; with fewer of them at a time, texts are read several times. */
const mostHashMegabytes = 192;
const fewestHashBytes = 24;
/** What else is kept of each row: its place, its number, its group, two orders. */
const rowBytes = 48;

/** Content columns that hold text to read; those that a person or a name calls content may be short. */
export function proseColumns({ dataset, profiles }: Pick<CheckContext, 'dataset' | 'profiles'>): string[] {
  const text = contentOf(dataset).filter((name) => dataset.columns.some((column) => column.name === name && column.type === 'text'));
  const meanLength = (column: string): number => profiles.get(column)?.meanLength ?? 0;
  return text.some((column) => meanLength(column) >= proseLength || (dataset.roles.content.includes(column) && meanLength(column) >= 8)) ? text : [];
}

/** The part of the search that texts are taken to have, to tell how far it is; the rest is for embeddings. */
export function textShare(context: Pick<CheckContext, 'dataset' | 'profiles'>): number {
  if (context.dataset.roles.embedding === undefined) return 1;
  return proseColumns(context).length === 0 ? 0 : 0.6;
}

/**
 * Groups of near-duplicate texts, the content columns of a row joined, by MinHash (see `findNearDuplicates`).
 * @param isCopy whether a row has the content of an earlier one.
 * @param most megabytes of text that are compared.
 */
export async function findNearTexts(context: Asking, isCopy: (row: number) => boolean, threshold: number, most = mostTextMegabytes): Promise<NearSearch> {
  const columns = proseColumns(context);
  if (columns.length === 0) return { groups: [], limits: [] };
  const memory = await reserveFor(context, columns, most);
  try {
    return await searchTexts(context, columns, isCopy, threshold, memory);
  } finally {
    memory.release();
  }
}

interface SearchMemory {
  /** Bytes of text, and of hashes of bands. */
  readonly texts: number;
  readonly hashes: number;
  release(): void;
}

async function reserveFor({ dataset, profiles, reserve }: Asking, columns: readonly string[], most: number): Promise<SearchMemory> {
  const meanLength = columns.reduce((sum, column) => sum + (profiles.get(column)?.meanLength ?? 0) + 1, 0);
  // Letters beyond ASCII take more bytes than one.
  const texts = Math.min(most, (1.5 * dataset.rows * meanLength) / megabyte + 8);
  const hashes = Math.min(mostHashMegabytes, (168 * dataset.rows) / megabyte + 1);
  const others = (rowBytes * dataset.rows) / megabyte;
  const share = await reserve(Math.ceil(texts + hashes + others));
  const forBoth = Math.max(16, share.megabytes - others);
  const forHashes = Math.min(hashes, Math.max((fewestHashBytes * dataset.rows) / megabyte, forBoth - texts));
  return { texts: Math.min(most, Math.max(8, forBoth - forHashes)) * megabyte, hashes: forHashes * megabyte, release: () => share.release() };
}

async function searchTexts(
  context: Asking,
  columns: readonly string[],
  isCopy: (row: number) => boolean,
  threshold: number,
  memory: SearchMemory,
): Promise<NearSearch> {
  const pause = pausing(context);
  const { texts, rows, left } = await readTexts(context, columns, isCopy, memory.texts);
  const read = async (from: number, to: number): Promise<string[]> =>
    Array.from({ length: to - from }, (_, index) => texts.at(from + index));
  const found = await findNearDuplicates(
    {
      rows: texts.length,
      read,
      texts: async (positions) => {
        await pause(NaN, '');
        return positions.map((position) => texts.at(position));
      },
    },
    { threshold, memory: memory.hashes, checkpoint: within(pause, 0.05, textShare(context), 'Near duplicates: ') },
  );
  const limits: string[] = [];
  if (left > 0)
    limits.push(
      `Near duplicates were looked for in the first ${formatCount(rows.length)} texts alone: the other ${formatCount(left)} do not fit into memory`,
    );
  if (found.unfinishedBuckets > 0)
    limits.push(
      `Texts share so much that in ${formatCount(found.unfinishedBuckets)} sets of candidates not every pair was compared: some near duplicates may be missing`,
    );
  return {
    groups: found.groups.map(({ positions, weakestLink }) => ({
      rows: positions.map((position) => rows[position]!),
      by: 'text',
      similarity: weakestLink,
    })),
    limits,
  };
}

interface Texts {
  readonly texts: PackedTexts;
  /** Row number of each text. */
  readonly rows: Int32Array;
  /** Texts that did not fit. */
  readonly left: number;
}

async function readTexts(
  { dataset, relation, signal, progress }: Asking,
  columns: readonly string[],
  isCopy: (row: number) => boolean,
  most: number,
): Promise<Texts> {
  const { dialect, name } = relation;
  const texts = new PackedTexts();
  const rows = new RowList();
  let left = 0;
  let seen = 0;
  const text = textOfColumns(dialect, columns);
  for await (const chunk of relation.stream(`SELECT CAST(_row AS INTEGER) AS n, ${text} AS t FROM ${name}`, [], signal)) {
    for (const row of chunk) {
      const number = numberIn(row['n']);
      const content = textIn(row['t']);
      if (content === null || isCopy(number)) continue;
      if (left > 0 || texts.bytes + content.length > most) left++;
      else {
        texts.push(content);
        rows.push(number);
      }
    }
    seen += chunk.length;
    progress((0.05 * seen) / Math.max(1, dataset.rows), 'Near duplicates: reading texts');
  }
  return { texts, rows: rows.toArray(), left };
}
