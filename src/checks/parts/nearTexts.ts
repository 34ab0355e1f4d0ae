import { within } from '../../learn/checkpoint.ts';
import { findNearDuplicates } from '../../learn/nearDuplicates.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { contentOf } from './contentGroups.ts';
import { PackedTexts } from './packedTexts.ts';
import { pausing } from './pause.ts';
import { RowList } from './rowList.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal' | 'progress'>;

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
/** Bytes of text that are compared: they are in memory. */
const mostBytes = 512 * 1024 * 1024;

/** Content columns that hold text to read; those that a person or a name calls content may be short. */
export function proseColumns({ dataset, profiles }: Pick<CheckContext, 'dataset' | 'profiles'>): string[] {
  const text = contentOf(dataset).filter((name) => dataset.columns.some((column) => column.name === name && column.type === 'text'));
  const meanLength = (column: string): number => profiles.get(column)?.meanLength ?? 0;
  return text.some((column) => meanLength(column) >= proseLength || (dataset.roles.content.includes(column) && meanLength(column) >= 8)) ? text : [];
}

/**
 * Groups of near-duplicate texts, the content columns of a row joined, by MinHash (see `findNearDuplicates`).
 * @param isCopy whether a row has the content of an earlier one.
 */
export async function findNearTexts(context: Asking, isCopy: (row: number) => boolean, threshold: number, most = mostBytes): Promise<NearSearch> {
  const columns = proseColumns(context);
  if (columns.length === 0) return { groups: [], limits: [] };
  const pause = pausing(context);
  const { texts, rows, left } = await readTexts(context, columns, isCopy, most);
  const read = async (from: number, to: number): Promise<string[]> => Array.from({ length: to - from }, (_, index) => texts.at(from + index));
  const found = await findNearDuplicates({
    rows: texts.length,
    read,
    texts: async (positions) => {
      await pause(NaN, '');
      return positions.map((position) => texts.at(position));
    },
  }, { threshold, checkpoint: within(pause, 0.05, 0.95, 'Near duplicates: ') });
  const limits: string[] = [];
  if (left > 0) limits.push(`Near duplicates were looked for in the first ${rows.length.toLocaleString('en-US')} texts alone: the other ${left.toLocaleString('en-US')} do not fit into memory`);
  if (found.unfinishedBuckets > 0) limits.push(`Texts share so much that in ${found.unfinishedBuckets.toLocaleString('en-US')} sets of candidates not every pair was compared: some near duplicates may be missing`);
  return { groups: found.groups.map(({ positions, weakestLink }) => ({ rows: positions.map((position) => rows[position]!), by: 'text', similarity: weakestLink })), limits };
}

interface Texts {
  readonly texts: PackedTexts;
  /** Row number of each text. */
  readonly rows: Int32Array;
  /** Texts that did not fit. */
  readonly left: number;
}

async function readTexts({ dataset, relation, signal, progress }: Asking, columns: readonly string[], isCopy: (row: number) => boolean, most: number): Promise<Texts> {
  const { dialect, name } = relation;
  const texts = new PackedTexts();
  const rows = new RowList();
  let left = 0;
  let seen = 0;
  const text = columns.length === 1 ? dialect.text(columns[0]!) : dialect.join(columns.map((column) => dialect.text(column)), '\n');
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
