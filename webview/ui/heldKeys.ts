/** A field that does not appear within so many milliseconds is none: the keys are the page's again. */
const patience = 1000;
const named: readonly string[] = ['Enter', 'Escape', 'Backspace'];

let held: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * A field is about to appear: keys that come before it has the keyboard are meant for it, and for nothing else of the
 * page, where letters would decide on rows.
 */
export function holdKeys(): void {
  clearTimeout(timer);
  window.addEventListener('keydown', hold, true);
  timer = setTimeout(() => {
    end();
    held = [];
  }, patience);
}

/** The field has the keyboard: it gets what was typed for it. */
export function releaseKeys(control: HTMLInputElement | HTMLTextAreaElement): void {
  end();
  const keys = held;
  held = [];
  for (const [place, key] of keys.entries()) {
    if (key === 'Enter' || key === 'Escape') {
      control.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
      // Where that makes room for the next field, the others were meant for it.
      if (timer !== undefined) held = keys.slice(place + 1);
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

function hold(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key.length > 1 && !named.includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held.push(event.key);
}

function end(): void {
  clearTimeout(timer);
  timer = undefined;
  window.removeEventListener('keydown', hold, true);
}
