import type { Context } from '../context.ts';
import { openMenu } from '../grid/menu.ts';

/** The menu of a label, wherever it is a bar: its rows, and what can become of it. */
export function openLabelMenu(context: Context, label: string, x: number, y: number): void {
  const { store } = context;
  const column = store.document.dataset?.roles.label;
  if (column === undefined) return;
  const focused = document.activeElement;
  openMenu([
    { words: 'Show its rows', act: () => store.showRows([{ kind: 'values', column, values: [label] }]) },
    'separator',
    { words: 'Rename label …', act: () => context.changeLabels('rename', label) },
    { words: 'Merge labels …', act: () => context.changeLabels('merge', label) },
    { words: 'Split label …', act: () => context.changeLabels('split', label) },
  ], x, y, () => {
    if (focused instanceof HTMLElement || focused instanceof SVGElement) focused.focus();
  });
}
