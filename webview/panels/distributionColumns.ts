import { isCategorical } from '../../src/core/profile.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import type { ScreenState } from '../store.ts';

/** Which columns Distributions can count, and which can divide the rows. */
export interface DistributionColumns {
  readonly countable: readonly string[];
  readonly dividing: readonly string[];
  /** What is counted and what divides now; null for nothing. */
  readonly of: string | null;
  readonly by: string | null;
}

/** A list to choose from is no longer one beyond this many; roles come first. */
const mostChoices = 200;

/** In place of a column: the rows are not divided. */
export const undivided = '';

/** Label and segments first, then every other column whose few values repeat. */
export function distributionColumns({ dataset, profiles }: DocumentState, { distributionOf, distributionBy }: ScreenState): DistributionColumns {
  const { label, predicted, split, segments = [] } = dataset?.roles ?? {};
  const categorical = profiles.filter(isCategorical).map(({ column }) => column);
  const present = new Set(dataset?.columns.map(({ name }) => name));
  const inOrder = (first: readonly (string | undefined)[]): string[] =>
    [...new Set([...first, ...categorical])].filter((name): name is string => name !== undefined && present.has(name)).slice(0, mostChoices);
  const countable = inOrder([label, predicted]);
  const of = distributionOf !== null && countable.includes(distributionOf) ? distributionOf : (countable[0] ?? null);
  const dividing = inOrder([...segments, split]).filter((name) => name !== of);
  const chosen = distributionBy !== null && (distributionBy === undivided || dividing.includes(distributionBy)) ? distributionBy : (dividing[0] ?? undivided);
  return { countable, dividing, of, by: chosen === undivided ? null : chosen };
}
