import { type ColumnProfile, isCategorical } from '../../src/core/profile.ts';
import { isNumeric, isTemporal } from '../../src/core/schema.ts';
import { countedDivision, type Division, divisionsOf, usualDivision } from '../../src/core/segments.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import type { ScreenState } from '../store.ts';

/** Which columns Distributions can count, and which can divide the rows. */
export interface DistributionColumns {
  readonly countable: readonly string[];
  /** What is counted; null where no column can be. */
  readonly of: Division | null;
  /** Columns that can divide the rows: roles first, then categories, dates and numbers. */
  readonly dividing: readonly ColumnProfile[];
  /** What divides the rows; null where nobody chose it: that of `candidates` that differs most. */
  readonly by: readonly Division[] | null;
  readonly candidates: readonly Division[];
}

/** A list to choose from is no longer one beyond this many; roles come first. */
const mostChoices = 300;
/** Columns that are held against each other to find the one that differs most. */
const mostCandidates = 8;

export function distributionColumns({ dataset, profiles }: DocumentState, { distributionOf, divisions }: ScreenState): DistributionColumns {
  const { label, predicted, split, time, segments = [] } = dataset?.roles ?? {};
  const byName = new Map(profiles.map((profile) => [profile.column, profile]));
  const inOrder = (...names: readonly (string | undefined)[]): ColumnProfile[] =>
    [...new Set(names)].flatMap((name) => (name !== undefined && byName.has(name) ? [byName.get(name)!] : [])).slice(0, mostChoices);
  const where = (holds: (profile: ColumnProfile) => boolean): string[] => profiles.filter(holds).map(({ column }) => column);
  const categorical = where(isCategorical);
  const countable = inOrder(label, predicted, ...segments, split, ...categorical, ...where(({ histogram }) => histogram.length > 1));
  const counted = countable.find(({ column }) => column === distributionOf) ?? countable[0];
  const isOther = ({ column }: { readonly column: string }): boolean => column !== counted?.column;
  const dividing = inOrder(
    ...segments,
    split,
    time,
    label,
    ...categorical,
    ...where(({ type }) => isTemporal(type)),
    ...where(({ type }) => isNumeric(type)),
  ).filter(isOther);
  // What a feature is divided by first is the label; the label, by what is a segment.
  const first = inOrder(...(counted?.column === label ? [] : [label]), ...segments).filter(isOther);
  const candidates = (first.length > 0 ? first : inOrder(split, ...categorical).filter(isOther)).slice(0, mostCandidates).map(usualDivision);
  return {
    countable: countable.map(({ column }) => column), dividing, candidates,
    of: counted ? countedDivision(counted, counted.column === label) : null,
    by: divisions === null ? null : divisions.filter(({ column }) => byName.has(column) && column !== counted?.column),
  };
}

/** The ways in which a column may divide the rows. */
export function waysOf(document: DocumentState, column: string): Division[] {
  const profile = document.profiles.find((each) => each.column === column);
  return profile ? divisionsOf(profile, document.dataset?.roles.time === column) : [];
}
