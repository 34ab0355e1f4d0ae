import type { RowKey } from './rowKey.ts';

export interface PlanOptions {
  /** Share of the rows to keep, 0–1. */
  readonly keep: number;
  /** Rows that every class, and every segment value, keeps at least, as far as it has them. */
  readonly floor: number;
  readonly seed: number;
}

export const planDefaults = { floor: 50, seed: 1 } as const;

/** From so many rows on, a class has more easy rows than it needs (Sorscher et al., NeurIPS 2022). */
export const largeClass = 1000;

/** Why a row is not needed. */
export type DropReason = 'copy' | 'near' | 'easy' | 'hard' | 'random';

/** How often a value is there: rows of the file, of the plan, and of as many rows drawn at random. */
export interface PlannedValue {
  readonly value: string;
  readonly before: number;
  readonly after: number;
  readonly random: number;
}

/** What the plan does to one histogram. */
export interface PlannedColumn {
  readonly column: string;
  readonly as: 'label' | 'segment' | 'feature';
  /** Most frequent first for categories, ascending for numbers. */
  readonly values: readonly PlannedValue[];
  /** The largest difference of a value's share from before, 0–1: of the plan, and of rows drawn at random. */
  readonly change: number;
  readonly randomChange: number;
}

export interface PlannedClass {
  readonly label: string;
  readonly before: number;
  readonly after: number;
  readonly drops: 'easy' | 'hard' | 'random';
}

/** Which rows could be left out. Nothing is dropped by it. */
export interface RedundancyPlan {
  /** Rows that the plan is about. */
  readonly rows: number;
  readonly kept: number;
  readonly reasons: readonly { readonly reason: DropReason; readonly rows: number; readonly words: string }[];
  readonly classes: readonly PlannedClass[];
  readonly columns: readonly PlannedColumn[];
  /** How a random choice of the same size compares. */
  readonly baseline: {
    /** Rows that repeat another row that is kept too: of the plan, and of rows drawn at random. */
    readonly copies: number;
    readonly randomCopies: number;
    /** Mean of 1 − p of the given label, over rows where it is known; null where it is known of none. */
    readonly difficulty: { readonly before: number; readonly after: number; readonly random: number } | null;
  };
  /** How it was made, and what it leaves alone, in sentences. */
  readonly notes: readonly string[];
}

/** Why there is no plan, in words that begin in lower case and have no full stop. */
export interface NoPlan {
  readonly why: string;
}

/** A line of the written list of rows. */
export interface PlannedRow {
  readonly row: RowKey;
  readonly keep: boolean;
  readonly why?: DropReason;
}

/** What rows are planned by: a place in each list for each row. */
export interface PlanInput {
  /** Class of each row; −1: none. */
  readonly classes: Int32Array;
  readonly classCount: number;
  /** 1 − p of the given label; NaN where it is not known, or must not count. */
  readonly difficulty: Float32Array;
  /** Rows that repeat another, those that repeat it most first. */
  readonly copies: readonly { readonly place: number; readonly reason: 'copy' | 'near' }[];
  /** Codes of each segment column; −1: no value. */
  readonly segments: readonly Int32Array[];
  readonly options: PlanOptions;
  /** Numbers in [0, 1). */
  random(): number;
}

/** What becomes of each row: 0 is kept, else the place of the reason in `dropReasons`, from 1. */
export type Fates = Uint8Array;

export const dropReasons: readonly DropReason[] = ['copy', 'near', 'easy', 'hard', 'random'];

/**
 * Chooses rows that could go. Copies go first; then, from every class by its size, easy rows where it has
 * `largeClass` rows or more and hard ones where it has fewer (Sorscher et al. 2022); rows of unknown difficulty at random
 * places among them. No class and no segment value falls below the floor.
 */
export function planFates({ classes, classCount, difficulty, copies, segments, options, random }: PlanInput): Fates {
  const fates = new Uint8Array(classes.length);
  const drops = classes.length - Math.max(1, Math.round(Math.min(1, options.keep) * classes.length));
  const floors = new Floors(classes, classCount, segments, options.floor);
  let dropped = 0;
  const drop = (place: number, reason: DropReason): boolean => {
    if (dropped >= drops || fates[place] !== 0 || !floors.take(place)) return false;
    fates[place] = dropReasons.indexOf(reason) + 1;
    dropped++;
    return true;
  };
  for (const { place, reason } of copies) drop(place, reason);
  const sizes = new Float64Array(classCount + 1);
  for (const label of classes) sizes[label + 1]!++;
  const members = Array.from(sizes, (): number[] => []);
  classes.forEach((label, place) => { if (fates[place] === 0) members[label + 1]!.push(place); });
  const orders = members.map((places, at) => dropOrder(places, difficulty, at > 0 && sizes[at]! >= largeClass, random));
  const left = orders.reduce((sum, order) => sum + order.length, 0);
  const wanted = drops - dropped;
  // Each class gives what its share is; where floors keep a class from that, the others give the rest.
  for (const order of orders) {
    let quota = left === 0 ? 0 : Math.round((wanted * order.length) / left);
    for (const { place, reason } of order) if (quota > 0 && drop(place, reason)) quota--;
  }
  for (const order of orders) for (const { place, reason } of order) drop(place, reason);
  return fates;
}

/** How many rows of each class and segment value are left. */
class Floors {
  readonly #lists: readonly { readonly codes: Int32Array; readonly left: Float64Array }[];
  readonly #floor: number;

  constructor(classes: Int32Array, classCount: number, segments: readonly Int32Array[], floor: number) {
    this.#floor = floor;
    this.#lists = [classes, ...segments].map((codes, at) => {
      const left = new Float64Array(at === 0 ? classCount : codes.reduce((most, code) => Math.max(most, code + 1), 0));
      for (const code of codes) if (code >= 0) left[code]!++;
      return { codes, left };
    });
  }

  /** Takes a row away where that leaves enough of what it is. */
  take(place: number): boolean {
    if (this.#lists.some(({ codes, left }) => codes[place]! >= 0 && left[codes[place]!]! <= this.#floor)) return false;
    for (const { codes, left } of this.#lists) if (codes[place]! >= 0) left[codes[place]!]!--;
    return true;
  }
}

/** Rows of one class in the order in which they may go. */
function dropOrder(
  places: readonly number[],
  difficulty: Float32Array,
  isLarge: boolean,
  random: () => number,
): { readonly place: number; readonly reason: DropReason }[] {
  const known = places.filter((place) => !Number.isNaN(difficulty[place]!));
  known.sort((a, b) => (isLarge ? difficulty[a]! - difficulty[b]! : difficulty[b]! - difficulty[a]!) || a - b);
  const ranked = [
    ...known.map((place, at) => ({ place, reason: isLarge ? ('easy' as const) : ('hard' as const), rank: (at + 0.5) / known.length })),
    ...places.filter((place) => Number.isNaN(difficulty[place]!)).map((place) => ({ place, reason: 'random' as const, rank: random() })),
  ];
  return ranked.sort((a, b) => a.rank - b.rank || a.place - b.place);
}

/** The largest difference between the shares of values in two histograms. */
export function largestChange(before: readonly number[], after: readonly number[]): number {
  const [allBefore, allAfter] = [before, after].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number];
  return before.reduce((most, count, at) => Math.max(most, Math.abs(count / Math.max(1, allBefore) - after[at]! / Math.max(1, allAfter))), 0);
}
