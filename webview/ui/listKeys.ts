import { whenDrawnUnlessLeft } from './lostFocus.ts';

/**
 * Takes a key that moves the selection of a table with one selected line (`tr.on`), and puts the keyboard on the line.
 * @param at the line that is selected now, not the one that was drawn as selected: two keys may come between two drawings; −1 for none.
 * @returns false where the key leads nowhere.
 */
export function moveSelection(event: KeyboardEvent, at: number, count: number, select: (line: number) => void): boolean {
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: count - 1 }[event.key];
  if (to === undefined || to < 0 || to >= count || event.ctrlKey || event.metaKey || event.altKey) return false;
  select(to);
  const table = event.currentTarget as HTMLElement;
  whenDrawnUnlessLeft(table, () => table.querySelector<HTMLElement>('tr.on')?.focus());
  return true;
}
