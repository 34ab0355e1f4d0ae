/** A field that does not appear within so many milliseconds is none: the keys are the page's again. */
const patience = 1000;
const named: readonly string[] = ['Enter', 'Escape', 'Backspace'];

let held: string[] = [];
let isHolding = false;
/** Counts what keys are held for: what has been given up, or has come, ends nothing that came after it. */
let turn = 0;

/**
 * A field is about to appear: keys that come before it has the keyboard are meant for it, and for nothing else of the
 * page, where letters would decide on rows.
 * @param until what has to be done before it can appear, however long that takes.
 */
export function holdKeys(until: Promise<unknown> = Promise.resolve()): void {
  const own = ++turn;
  isHolding = true;
  window.addEventListener('keydown', hold, true);
  window.addEventListener('pointerdown', dropKeys, true);
  const giveUp = (): void => {
    if (own === turn) dropKeys();
  };
  const wait = (): unknown => setTimeout(() => whenDrawn(giveUp), patience);
  until.then(wait, wait);
}

/** No field will appear, or somebody has gone elsewhere. */
export function dropKeys(): void {
  end();
  held = [];
}

/** The field has the keyboard: it gets what was typed for it. */
export function releaseKeys(control: HTMLInputElement | HTMLTextAreaElement): void {
  end();
  const keys = held;
  held = [];
  for (const [place, key] of keys.entries()) {
    if (key === 'Enter' || key === 'Escape') {
      press(control, key);
      const others = keys.slice(place + 1);
      // Where that makes room for the next field, the others were meant for it; else for what has the keyboard by now.
      if (isHolding) held = others;
      else for (const other of others) press(document.activeElement, other);
      return;
    }
    const { selectionStart, selectionEnd, value } = control;
    const to = selectionEnd ?? value.length;
    const from = selectionStart ?? to;
    if (key !== 'Backspace') control.setRangeText(key, from, to, 'end');
    else control.setRangeText('', from === to ? Math.max(0, from - 1) : from, to, 'end');
    control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }
}

function press(element: Element | null, key: string): void {
  element?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
}

function hold(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key.length > 1 && !named.includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  // Who holds down what opened the field means nothing in it.
  if (!event.repeat || event.key.length === 1) held.push(event.key);
}

function end(): void {
  turn++;
  isHolding = false;
  window.removeEventListener('keydown', hold, true);
  window.removeEventListener('pointerdown', dropKeys, true);
}

/** A slow machine may still draw what the field is in; that takes the keyboard in the frame after. */
function whenDrawn(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
