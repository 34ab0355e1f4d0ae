import type { Context } from '../context.ts';
import { dialogIsOpen } from '../ui/dialog.ts';
import { labelOfKey } from './digitKeys.ts';
import type { Inspector } from './inspector.ts';
import { keyedLabels } from './inspectorLabels.ts';
import type { RowActions } from './rowActions.ts';

/** Elements that take letters for themselves. */
const typing = 'input, textarea, select, vscode-text-field, vscode-dropdown, vscode-option, [contenteditable=""], [contenteditable="true"]';
/** Elements that Enter and Space press. */
const pressable = 'button, a, vscode-button, vscode-checkbox, summary, [role="button"], [role="tab"], [role="radio"], [role="option"], [role="menuitem"]';

/**
 * The keys that decide on the selected row, wherever the keyboard is in the Samples tab: digits relabel, letters decide.
 * Keys that something else has answered, or that would be typed into a field, are left alone.
 */
export function labelKeys(context: Context, actions: RowActions, inspector: Inspector): (event: KeyboardEvent) => void {
  const plain: Readonly<Record<string, () => void>> = {
    a: () => actions.accept(),
    m: () => actions.standing('ambiguous'),
    x: () => actions.standing('exclude'),
    c: () => inspector.comment(),
    e: () => inspector.edit(context.store.screen.selectedColumn),
    l: () => inspector.pickLabel(),
    L: () => context.store.patchScreen({ labelling: true }),
    u: () => actions.undo(),
    U: () => actions.redo(),
    j: () => actions.move(1),
    k: () => actions.move(-1),
    n: () => actions.moveToFlagged(1),
    p: () => actions.moveToFlagged(-1),
    Enter: () => actions.acceptSuggestion(),
    Delete: () => actions.takeBackNewest(),
    Backspace: () => actions.takeBackNewest(),
  };
  return (event) => {
    const { store } = context;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (store.screen.tab !== 'samples' || store.screen.labelling || store.document.dataset === null || dialogIsOpen()) return;
    if (isTyping(event) || (event.key === 'Enter' && isPressing(event))) return;
    const act = digitAct(event.key) ?? plain[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  function digitAct(key: string): (() => void) | undefined {
    const label = labelOfKey(keyedLabels(context.store.document), key);
    return label === undefined ? undefined : () => actions.relabel(label);
  }
}

/** The key is typed into a field. */
export function isTyping(event: KeyboardEvent): boolean {
  return elementsOf(event).some((element) => element.matches(typing));
}

/** The key presses what has the keyboard. */
export function isPressing(event: KeyboardEvent): boolean {
  return elementsOf(event).some((element) => element.matches(pressable));
}

/** Shadow roots hide what has the focus from `event.target`; the path does not. */
function elementsOf(event: KeyboardEvent): Element[] {
  return event.composedPath().filter((target) => target instanceof Element);
}
