import type { Decision, DecisionDraft } from '../../src/core/decision.ts';
import { parseLabels } from '../../src/core/taxonomy.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import { presentText } from '../panels/drafts.ts';
import type { Target } from './target.ts';

/** What a target's cell holds on a row, and drafts that change it: pure functions. */

/** Everybody's values of an annotation column, oldest first. */
function valuesOf({ decisions }: RowDetail, column: string): Decision[] {
  return decisions.filter((decision) => decision.act === 'annotate' && decision.column === column && typeof decision.to === 'string');
}

/** What this person filled in; null for nothing. `author` null: nobody can be named. */
export function ownValue(detail: RowDetail, column: string, author: string | null): string | null {
  return valuesOf(detail, column).findLast(({ by }) => (by ?? null) === author)?.to ?? null;
}

/** What others filled in, newest first. */
export function othersValues(detail: RowDetail, column: string, author: string | null): { readonly by: string; readonly value: string }[] {
  return valuesOf(detail, column).filter(({ by }) => (by ?? null) !== author).reverse().map(({ by = 'somebody', to }) => ({ by, value: to ?? '' }));
}

/** What the target's cell says now: of an annotation column, what this person filled in. */
export function presentValue(detail: RowDetail, target: Target, author: string | null): string | null {
  return target.kind === 'file' ? presentText(detail, target.column) : ownValue(detail, target.column, author);
}

/** Whether the row has what it is looked at for: a decision, or a value by this person. */
export function isFilledIn(detail: RowDetail, target: Target, author: string | null): boolean {
  if (target.kind === 'annotation') return ownValue(detail, target.column, author) !== null;
  return detail.decisions.some(({ act }) => act !== 'comment' && act !== 'annotate');
}

/** Fills in a value; null takes it away. Nothing where it is there already. */
export function annotateDrafts(detail: RowDetail, column: string, to: string | null, author: string | null): DecisionDraft[] {
  return ownValue(detail, column, author) === to ? [] : [{ row: detail.row, act: 'annotate', column, to }];
}

/** Labels that are chosen, with one more or one less, in the order of the choices. */
export function toggleLabel(chosen: readonly string[], label: string, order: readonly string[]): string[] {
  const next = chosen.includes(label) ? chosen.filter((other) => other !== label) : [...chosen, label];
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return next.sort((a, b) => place(a) - place(b));
}

/** The labels of a cell that holds several. */
export function chosenLabels(value: string | null): readonly string[] {
  return value === null ? [] : (parseLabels(value) ?? []);
}
