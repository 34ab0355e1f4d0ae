import type { CheckContext } from '../../checks/check.ts';
import { contentGroups, needsContent } from '../../checks/parts/contentGroups.ts';
import { nearContents } from '../../checks/parts/nearContents.ts';
import { Shared } from '../../checks/shared.ts';
import type { SparseMatrix } from '../../learn/sparseMatrix.ts';
import type { LabelInput, Tell } from '../labels/labelInput.ts';
import { engineMemory } from '../memoryPool.ts';
import { readContentVectors } from '../next/contentVectors.ts';
import type { OpenTable } from '../openTable.ts';

/** Rows that say the same, or nearly, under one label: all but one of them could go. */
export interface CopyGroup {
  readonly rows: readonly number[];
  readonly keep: number;
  readonly reason: 'copy' | 'near';
  readonly similarity: number;
}

export interface FoundCopies {
  readonly groups: readonly CopyGroup[];
  /** What was not looked at, in sentences. */
  readonly limits: readonly string[];
}

/** Rows of near groups whose content is laid out to find the one farthest from the centre; of more, the first is kept. */
const mostLaidOut = 50_000;

/** @param sameOf what rows have to share beside their content, by row number (their label); rows of NaN are in no group */
export async function findCopies(
  table: OpenTable,
  input: LabelInput,
  sameOf: Float64Array,
  all: Int32Array,
  signal: AbortSignal,
  tell: Tell,
): Promise<FoundCopies> {
  if (needsContent(input.dataset) !== null) return { groups: [], limits: [] };
  const shared = new Shared(table.relation, signal);
  try {
    const context: Pick<
      CheckContext,
      'dataset' | 'profiles' | 'config' | 'relation' | 'signal' | 'shared' | 'keep' | 'progress' | 'reserve' | 'unasked'
    > = {
      ...input,
      relation: table.relation,
      signal,
      progress: tell,
      unasked: false,
      shared: (name, make) => shared.get(name, make),
      keep: (sql) => shared.keep(sql),
      reserve: (megabytes) => engineMemory.reserve(megabytes),
    };
    const groups: CopyGroup[] = [];
    for await (const { rows } of contentGroups(context)) {
      for (const some of partsOf(rows, sameOf)) groups.push({ rows: some, keep: some[0]!, reason: 'copy', similarity: 1 });
    }
    const near = await nearContents(context);
    // Of each content one row: the others are copies, which are gathered above.
    const left = near.groups.flatMap((group) =>
      partsOf(
        group.rows.filter((row, at) => group.contents[at] === row),
        sameOf,
      ).map((rows) => ({ rows, similarity: group.similarity })),
    );
    const farthest = await farthestRows(
      table,
      input,
      left.map(({ rows }) => rows),
      all,
      signal,
    );
    for (const [at, { rows, similarity }] of left.entries()) groups.push({ rows, keep: farthest[at]!, reason: 'near', similarity });
    return { groups, limits: near.limits.map((words) => `${words}.`) };
  } finally {
    await shared.dispose();
  }
}

/** The rows of a group by what they share; only parts of two and more. */
function partsOf(rows: Int32Array, sameOf: Float64Array): number[][] {
  const parts = new Map<number, number[]>();
  for (const row of rows) {
    const same = sameOf[row]!;
    if (Number.isNaN(same)) continue;
    const part = parts.get(same);
    if (part) part.push(row);
    else parts.set(same, [row]);
  }
  return [...parts.values()].filter((part) => part.length > 1);
}

/** Of each group, the row farthest from the centre of all (Abbas et al., “SemDeDup”, 2023); the first where they are equally far. */
async function farthestRows(
  table: OpenTable,
  input: LabelInput,
  groups: readonly (readonly number[])[],
  all: Int32Array,
  signal: AbortSignal,
): Promise<number[]> {
  const rows = groups.filter((group) => group.length > 2).flat();
  if (rows.length === 0 || rows.length > mostLaidOut) return groups.map(([first]) => first!);
  const wanted = new Set(rows);
  const places = Int32Array.from(all.keys()).filter((place) => wanted.has(all[place]!));
  const vectors = await readContentVectors(table, input, places, all.length, signal);
  if (vectors === null) return groups.map(([first]) => first!);
  const at = new Map(Array.from(places, (place, index) => [all[place]!, index]));
  return groups.map((group) =>
    group.length > 2
      ? group[
          farthestFromCentre(
            vectors.matrix,
            group.map((row) => at.get(row)!),
          )
        ]!
      : group[0]!,
  );
}

/** The place, among some rows, of the one that is least like their mean; the first of several. */
export function farthestFromCentre({ offsets, columns, values }: SparseMatrix, rows: readonly number[]): number {
  const centre = new Map<number, number>();
  const each = (row: number, visit: (column: number, value: number) => void): void => {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) visit(columns[at]!, values[at]!);
  };
  for (const row of rows) each(row, (column, value) => void centre.set(column, (centre.get(column) ?? 0) + value / rows.length));
  const squared = rows.map((row) => {
    let [own, both] = [0, 0];
    each(row, (column, value) => {
      own += value * value;
      both += value * centre.get(column)!;
    });
    return own - 2 * both;
  });
  // Distances that differ by rounding alone are the same.
  return squared.reduce((best, distance, place) => (distance > squared[best]! + 1e-6 ? place : best), 0);
}
