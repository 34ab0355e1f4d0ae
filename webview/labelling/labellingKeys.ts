import type { Context } from '../context.ts';
import { dialogIsOpen } from '../ui/dialog.ts';
import { isPressing, isTyping } from '../panels/labelKeys.ts';
import type { Labelling } from './labelling.ts';

/** The keys of the labelling mode; those that would be typed into a field are left alone. */
export function labellingKeys({ store }: Context, labelling: Labelling): (event: KeyboardEvent) => void {
  const { session } = labelling;
  const acts: Readonly<Record<string, () => void>> = {
    a: () => labelling.accept(),
    m: () => labelling.standing('ambiguous'),
    x: () => labelling.standing('exclude'),
    l: () => labelling.pickLabel(),
    c: () => labelling.startComment(),
    u: () => session.undo(),
    U: () => session.redo(),
    j: () => session.move(1),
    k: () => session.move(-1),
    ArrowDown: () => session.move(1),
    ArrowUp: () => session.move(-1),
    Enter: () => labelling.confirm(),
    Delete: () => labelling.takeBack(),
    Backspace: () => labelling.takeBack(),
    L: () => labelling.close(),
    Escape: () => labelling.close(),
  };
  return (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialogIsOpen()) return;
    if (store.document.dataset === null || isTyping(event) || ((event.key === 'Enter' || event.key === ' ') && isPressing(event))) return;
    const act = digit(event.key) ?? (Object.hasOwn(acts, event.key) ? acts[event.key] : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  };

  function digit(key: string): (() => void) | undefined {
    const choice = labelling.withKeys.find((each) => each.key === key);
    return choice && (() => labelling.choose(choice.value));
  }
}
