import { formatCount } from '../../core/countWords.ts';
import {
  type DropReason,
  dropReasons,
  type Fates,
  largeClass,
  type NoPlan,
  planFates,
  type PlannedClass,
  type PlanOptions,
  type RedundancyPlan,
} from '../../core/redundancyPlan.ts';
import { createRandom, shuffle } from '../../learn/random.ts';
import type { Tell } from '../labels/labelInput.ts';
import type { NextSource } from '../next/nextToLabel.ts';
import { type CopyGroup, findCopies, type FoundCopies } from './copies.ts';
import { planColumns } from './plannedColumns.ts';
import { type PlannedRows, readPlannedRows } from './plannedRows.ts';

/** A plan, and what becomes of each row. */
export interface MadePlan {
  readonly plan: RedundancyPlan;
  /** Row numbers, ascending, and of each its fate as `planFates` gives it. */
  readonly rows: Int32Array;
  readonly fates: Fates;
}

/** What plans are made from, whatever is to be kept. */
export interface PlanBasis extends FoundCopies {
  readonly planned: PlannedRows;
}

/** Reads and learns what plans are made from, which takes nearly all of the time. */
export async function readPlanBasis(source: NextSource, signal: AbortSignal, tell: Tell): Promise<PlanBasis | NoPlan> {
  const planned = await readPlannedRows(source, signal, (fraction, words) => tell(0.5 * fraction, words));
  const { rows } = planned;
  if (rows.length < 2) return { why: rows.length === 0 ? 'there are no rows to plan with' : 'there is a single row' };
  tell(0.5, 'Looking for copies');
  return {
    planned,
    ...(await findCopies(source.table, source, classesByRow(planned), planned.all, signal, (fraction, words) =>
      tell(0.5 + 0.4 * fraction, words),
    )),
  };
}

/** What becomes of each planned row. */
export function chooseFates({ planned: { rows, classes, labels, difficulty, segments }, groups }: PlanBasis, options: PlanOptions): Fates {
  return planFates({
    classes,
    classCount: labels.length,
    difficulty,
    copies: copiesOf(groups, rows),
    segments: segments.map(({ codes }) => codes),
    options,
    random: createRandom(options.seed),
  });
}

/** Chooses which rows could be left out, and works out what that does. Nothing is changed. */
export async function makePlan(source: NextSource, basis: PlanBasis, options: PlanOptions, signal: AbortSignal, tell: Tell): Promise<MadePlan> {
  const { planned, groups, limits } = basis;
  const { rows, difficulty } = planned;
  const fates = chooseFates(basis, options);
  const after = Uint8Array.from(fates, (fate) => Number(fate === 0));
  const random = drawKept(after, options.seed);
  tell(0.92, 'Comparing histograms');
  const columns = await planColumns(source, planned, { after, random }, signal);
  const kept = after.reduce((sum, one) => sum + one, 0);
  const missed = kept - Math.max(1, Math.round(options.keep * rows.length));
  const plan: RedundancyPlan = {
    rows: rows.length,
    kept,
    columns,
    reasons: dropReasons
      .map((reason, at) => ({ reason, rows: fates.reduce((sum, fate) => sum + Number(fate === at + 1), 0), words: reasonWords[reason] }))
      .filter(({ rows: count }) => count > 0),
    classes: classesOf(planned, after),
    baseline: {
      copies: copiesLeft(groups, rows, after),
      randomCopies: copiesLeft(groups, rows, random),
      difficulty: meanDifficulty(difficulty, after, random),
    },
    notes: [
      ...(missed > 0
        ? [
            `${formatCount(missed)} more ${missed === 1 ? 'row was' : 'rows were'} to go: every label and segment value keeps at least ${formatCount(options.floor)} of its rows.`,
          ]
        : []),
      ...planned.notes,
      ...limits,
    ],
  };
  return { plan, rows, fates };
}

const reasonWords: Readonly<Record<DropReason, string>> = {
  copy: 'say the same as a row that is kept',
  near: 'say almost the same as a row that is kept, which is the farthest from the middle of them',
  easy: `are easy, of labels with ${formatCount(largeClass)} rows or more`,
  hard: `are hard, of labels with fewer than ${formatCount(largeClass)} rows`,
  random: 'are drawn at random: how hard they are is not known, or their label is suspect',
};

/** By row number, the class; NaN for rows that the plan is not about. Rows without a label are alike in that. */
function classesByRow({ rows, all, classes }: PlannedRows): Float64Array {
  const byRow = new Float64Array((all.at(-1) ?? 0) + 1).fill(NaN);
  rows.forEach((row, at) => void (byRow[row] = classes[at]!));
  return byRow;
}

/** Places of the rows that repeat one that is kept: copies first, then the most alike. */
function copiesOf(groups: readonly CopyGroup[], rows: Int32Array): { readonly place: number; readonly reason: 'copy' | 'near' }[] {
  const places = placesOf(rows);
  const ranked = [...groups].sort((a, b) => b.similarity - a.similarity || Number(b.reason === 'copy') - Number(a.reason === 'copy'));
  return ranked.flatMap(({ rows: members, keep, reason }) => members.filter((row) => row !== keep).map((row) => ({ place: places.get(row)!, reason })));
}

/** Rows of groups that are kept beside another one of their group. */
function copiesLeft(groups: readonly CopyGroup[], rows: Int32Array, kept: Uint8Array): number {
  const places = placesOf(rows);
  return groups.reduce((sum, { rows: members }) => sum + Math.max(0, members.reduce((count, row) => count + kept[places.get(row)!]!, 0) - 1), 0);
}

const placesOf = (rows: Int32Array): Map<number, number> => new Map(Array.from(rows, (row, place) => [row, place]));

/** As many as the plan keeps, each as likely as another. */
function drawKept(after: Uint8Array, seed: number): Uint8Array {
  const count = after.reduce((sum, one) => sum + one, 0);
  const drawn = new Uint8Array(after.length);
  for (const place of shuffle(Int32Array.from(after.keys()), createRandom(seed)).subarray(0, count)) drawn[place] = 1;
  return drawn;
}

function meanDifficulty(difficulty: Float32Array, after: Uint8Array, random: Uint8Array): RedundancyPlan['baseline']['difficulty'] {
  const mean = (counts: (place: number) => boolean): number => {
    let [sum, count] = [0, 0];
    difficulty.forEach((value, place) => {
      if (Number.isNaN(value) || !counts(place)) return;
      sum += value;
      count++;
    });
    return count === 0 ? NaN : sum / count;
  };
  const [before, ofPlan, ofRandom] = [mean(() => true), mean((place) => after[place] === 1), mean((place) => random[place] === 1)];
  return [before, ofPlan, ofRandom].some(Number.isNaN) ? null : { before, after: ofPlan, random: ofRandom };
}

function classesOf({ labels, classes, difficulty }: PlannedRows, after: Uint8Array): PlannedClass[] {
  const [before, left, known] = [0, 1, 2].map(() => new Float64Array(labels.length)) as [Float64Array, Float64Array, Float64Array];
  classes.forEach((label, place) => {
    if (label < 0) return;
    before[label]!++;
    left[label]! += after[place]!;
    known[label]! += Number(!Number.isNaN(difficulty[place]!));
  });
  return labels
    .map((label, at): PlannedClass => ({
      label,
      before: before[at]!,
      after: left[at]!,
      drops: known[at] === 0 ? 'random' : before[at]! >= largeClass ? 'easy' : 'hard',
    }))
    .filter((each) => each.before > 0);
}
