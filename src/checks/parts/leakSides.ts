import type { RawFinding } from '../check.ts';
import type { ContentGroup } from './contentGroups.ts';
import type { NearGroup } from './nearContents.ts';
import { RowList } from './rowList.ts';
import { kindsOf, type SplitKind, splitKinds } from './splits.ts';
import { countOf } from './words.ts';

export interface Side {
  readonly kind: SplitKind;
  readonly rows: Int32Array;
}

/** The group's rows by split, train first; rows of no split that is known are left out. */
export function sidesOf({ rows, splits }: Pick<ContentGroup, 'rows' | 'splits'>): Side[] {
  const kinds = kindsOf(splits);
  return splitKinds
    .map((kind) => ({ kind, rows: rows.filter((_, index) => kinds[index] === kind) }))
    .filter((side) => side.rows.length > 0);
}

/** Whether rows of different contents are in different splits; where it is one content alone, that is an exact leak. */
export function spansContents({ contents, splits }: NearGroup): boolean {
  const kinds = kindsOf(splits);
  const contentsIn = splitKinds.map((kind) => new Set(contents.filter((_, index) => kinds[index] === kind))).filter(({ size }) => size > 0);
  return contentsIn.length > 1 && new Set(contentsIn.flatMap((some) => [...some])).size > 1;
}

/** The rows of all sides, side by side. */
export function together(sides: readonly Side[]): Int32Array {
  const list = new RowList();
  for (const { rows } of sides) list.add(rows);
  return list.toArray();
}

/** Leaks up to a limit; those beyond it are one finding. */
export class LeakListing {
  readonly #rows = new RowList();
  readonly #copies = new RowList();
  #room: number;

  constructor(most: number) {
    this.#room = most;
  }

  /** Whether the leak is to be listed; if not, it is kept for the rest. */
  hasRoom(sides: readonly Side[]): boolean {
    if (this.#room-- > 0) return true;
    this.#rows.add(together(sides));
    this.#copies.add(together(sides.slice(0, -1)));
    return false;
  }

  rest(what: string, score: number): RawFinding[] {
    const [rows, copies] = [this.#rows.toArray(), this.#copies.toArray()];
    if (rows.length === 0) return [];
    return [{
      scope: 'rows', score, rows,
      message: `${countOf(rows.length, 'more row')} have ${what} that ${what === 'content' ? 'is' : 'are'} in more than one split.`,
      suggestion: { act: 'exclude', rows: copies },
      evidence: { count: rows.length, copies: copies.length },
    }];
  }
}
