import { textIn } from '../../../checks/parts/ask.ts';
import { classifyDomain } from '../../../checks/parts/drift/domainClassifier.ts';
import { fewestValues } from '../../../core/drift.ts';
import type { DriftPeriod } from '../../../core/driftTimeline.ts';
import { type Checkpoint, within as partOf } from '../../../learn/checkpoint.ts';
import { twoSidedNormalP } from '../../../stats/normal.ts';
import { type CountedRows, within } from './countByPeriod.ts';
import type { RawColumn } from './periodCells.ts';

/** Texts of a period, and of what it is compared with, that the classifier learns from. */
export const mostTexts = 500;
/** Terms that are told of a period. */
const mostTerms = 3;

/**
 * A column of texts over time: a model for each period that tells its texts from those it is compared with. `lengths`:
 * what is told of it otherwise.
 */
export async function textsOverTime(
  counted: CountedRows,
  column: string,
  lengths: RawColumn,
  reference: readonly string[] | null,
  signal: AbortSignal,
  checkpoint: Checkpoint,
): Promise<RawColumn> {
  const { points } = counted;
  const read = new Map<number, Promise<readonly string[]>>();
  const textsOf = (place: number): Promise<readonly string[]> => {
    if (!read.has(place)) read.set(place, readTexts(counted, column, points[place]!, signal));
    return read.get(place)!;
  };
  const cells: { auroc: number | null; p: number | null; terms: string[] }[] = [];
  for (const [place, { before }] of points.entries()) {
    signal.throwIfAborted();
    const compared = reference ?? (before === null || before === undefined ? [] : await textsOf(before));
    cells.push(
      await tellApart(
        compared,
        compared.length === 0 ? [] : await textsOf(place),
        partOf(checkpoint, place / points.length, (place + 1) / points.length),
      ),
    );
    // Only what a later period may be compared with is kept.
    for (const known of [...read.keys()])
      if (known < place && !points.slice(place + 1).some((later) => later.before === known)) read.delete(known);
  }
  return {
    ...lengths,
    kind: 'text',
    distances: cells.map(({ auroc }) => auroc),
    stability: cells.map(() => null),
    p: cells.map(({ p }) => p),
    terms: cells.map(({ terms }) => terms),
    basis: `at most ${mostTexts} texts of a period and of what it is compared with, sampled by a hash of the row number`,
  };
}

async function tellApart(
  reference: readonly string[],
  current: readonly string[],
  checkpoint: Checkpoint,
): Promise<{ auroc: number | null; p: number | null; terms: string[] }> {
  if (Math.min(new Set(reference).size, new Set(current).size) < fewestValues) return { auroc: null, p: null, terms: [] };
  const { auroc, deviation, terms } = await classifyDomain(reference, current, checkpoint);
  return {
    auroc,
    p: auroc > 0.5 ? twoSidedNormalP((auroc - 0.5) / deviation) : 1,
    terms: terms.slice(0, mostTerms).map(({ term }) => term),
  };
}

async function readTexts(counted: CountedRows, column: string, point: DriftPeriod, signal: AbortSignal): Promise<readonly string[]> {
  const { relation: { dialect, name, query } } = counted;
  const hash = dialect.hash(["'drift'", 'CAST(_row AS VARCHAR)']);
  const sql = `SELECT ${dialect.text(column)} AS v FROM ${name} WHERE NOT ${dialect.missing(column)} AND ${within(counted, [point])} ORDER BY ${hash} LIMIT ${mostTexts}`;
  return (await query(sql, [], signal)).map((row) => textIn(row['v']) ?? '');
}
