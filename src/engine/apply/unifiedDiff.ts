import type { ApplyChange } from '../../protocol/applyMethods.ts';

export interface DiffLine {
  readonly kind: 'place' | 'removed' | 'added' | 'cell';
  readonly text: string;
}

/**
 * Changes as a unified diff without context, where their lines are known: a record of several lines shows those of them
 * that change. Other changes are told cell by cell. `shift`: lines that were added before the first of them.
 */
export function* unifiedDiff(changes: readonly ApplyChange[], shift = 0): Generator<DiffLine> {
  let moved = shift;
  for (const { row, line, cells, dropped, text } of changes) {
    if (!text || line === undefined) {
      if (dropped) yield { kind: 'removed', text: `row ${row}` };
      for (const { column, from, to } of cells) yield { kind: 'cell', text: `row ${row}  ${column}: ${quoted(from)} → ${quoted(to)}` };
      continue;
    }
    const [before, after] = [linesOf(text.before), text.after === undefined ? [] : linesOf(text.after)];
    const same = commonStart(before, after);
    const tail = commonStart(before.slice(same).reverse(), after.slice(same).reverse());
    const [removed, added] = [before.slice(same, before.length - tail), after.slice(same, after.length - tail)];
    const start = line + same;
    yield { kind: 'place', text: `@@ -${range(start, removed.length)} +${range(start + moved, added.length)} @@ row ${row}` };
    for (const each of removed) yield { kind: 'removed', text: each };
    for (const each of added) yield { kind: 'added', text: each };
    moved += added.length - removed.length;
  }
}

const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);

/** Of no lines, the line before them is named. */
const range = (start: number, count: number): string => (count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`);

function commonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

const quoted = (text: string | null): string => (text === null ? 'nothing' : JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text));
