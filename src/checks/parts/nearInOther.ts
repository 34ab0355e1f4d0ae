import { jaccard, shingles } from '../../core/shingles.ts';
import { findNearDuplicates } from '../../learn/nearDuplicates.ts';
import type { CheckContext, OtherFile } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { thresholdOf } from './nearContents.ts';
import { proseColumns } from './nearTexts.ts';
import { PackedTexts } from './packedTexts.ts';
import { pausing } from './pause.ts';
import { labelSql, type SharedRow } from './sharedContents.ts';
import { textOfColumns } from './textOfColumns.ts';

/** A row with the rows of another file that are almost like it. */
export interface NearRow extends SharedRow {
  /** To the nearest of them: Jaccard of runs of five words. */
  readonly similarity: number;
  /** The text of the nearest of them, cut. */
  readonly textThere: string;
}

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'config' | 'relation' | 'signal' | 'progress' | 'reserve'>;

/** Of texts that are compared, they are in memory. */
const mostTextMegabytes = 256;
/** Hashes of all bands, and what else is kept of a row. */
const rowBytes = 220;
/** Rows of the other file that one row is compared with: those of a group may be thousands. */
const mostCompared = 200;

/** Characters of a text that is told. */
const mostTold = 300;

interface Texts {
  readonly packed: PackedTexts;
  readonly rows: number[];
  readonly labels: (string | null)[];
}

/**
 * Rows with a text that is almost that of a row in another file, in file order.
 * @param known rows of which the very same content is there: they are left out.
 */
export async function nearInOther(context: Asking, other: OtherFile, known: ReadonlySet<number>): Promise<{ rows: NearRow[]; limits: string[] }> {
  const columns = proseColumns(context);
  const megabyte = 1024 * 1024;
  const memory = await context.reserve(Math.ceil(mostTextMegabytes / 4 + (rowBytes * (context.dataset.rows + other.dataset.rows)) / megabyte));
  try {
    const texts: Texts = { packed: new PackedTexts(), rows: [], labels: [] };
    const left = { rows: 0 };
    await readTexts(context, context.relation, columns, texts, left, (row) => known.has(row));
    const here = texts.rows.length;
    await readTexts(context, other.relation, columns, texts, left, () => false, other.dataset.columns.map(({ name }) => name));
    const pause = pausing(context);
    const { packed } = texts;
    const { groups } = await findNearDuplicates(
      {
        rows: packed.length,
        read: (from, to) => Promise.resolve(Array.from({ length: to - from }, (_, index) => packed.at(from + index))),
        texts: (positions) => Promise.resolve(positions.map((position) => packed.at(position))),
      },
      { threshold: thresholdOf(context), checkpoint: pause },
    );
    const rows = groups.flatMap(({ positions }) => nearIn([...positions], here, texts, thresholdOf(context)));
    const limits = left.rows === 0 ? [] : [`Near copies were looked for in the first ${texts.rows.length} texts of both files alone: the others do not fit into memory`];
    return { rows: rows.sort((a, b) => a.row - b.row), limits };
  } finally {
    memory.release();
  }
}

/** Of one group, each row of this file with those of the other one that are near enough themselves: groups are chains. */
function nearIn(positions: readonly number[], here: number, { packed, rows, labels }: Texts, threshold: number): NearRow[] {
  const compared = (position: number): { position: number; pieces: ReadonlySet<string> } => ({ position, pieces: new Set(shingles(packed.at(position))) });
  const others = positions.filter((position) => position >= here).slice(0, mostCompared).map(compared);
  if (others.length === 0) return [];
  return positions.filter((position) => position < here).flatMap((position) => {
    const { pieces } = compared(position);
    const near = others
      .map((each) => ({ position: each.position, similarity: jaccard(pieces, each.pieces) }))
      .filter(({ similarity }) => similarity >= threshold)
      .sort((a, b) => b.similarity - a.similarity || a.position - b.position);
    const [nearest] = near;
    if (!nearest) return [];
    return [{
      row: rows[position]!, label: labels[position]!, similarity: nearest.similarity, textThere: packed.at(nearest.position).slice(0, mostTold),
      others: near.map((each) => rows[each.position]!), otherLabel: labels[nearest.position]!,
    }];
  });
}

async function readTexts(
  { dataset, signal }: Asking,
  relation: Asking['relation'],
  columns: readonly string[],
  into: Texts,
  left: { rows: number },
  isLeftOut: (row: number) => boolean,
  names?: readonly string[],
): Promise<void> {
  const { dialect, name } = relation;
  const sql = `SELECT CAST(_row AS INTEGER) AS n, ${textOfColumns(dialect, columns)} AS t, ${labelSql(dataset, dialect, names)} AS label FROM ${name}`;
  for await (const chunk of relation.stream(sql, [], signal)) {
    for (const row of chunk) {
      const [number, text] = [numberIn(row['n']), textIn(row['t'])];
      if (text === null || isLeftOut(number)) continue;
      if (into.packed.bytes + text.length > mostTextMegabytes * 1024 * 1024) left.rows++;
      else {
        into.packed.push(text);
        into.rows.push(number);
        into.labels.push(textIn(row['label']));
      }
    }
  }
}
