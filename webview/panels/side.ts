import { html, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';
import { styled } from '../ui/styled.ts';

const narrowest = 260;
const step = 24;

/** The pane to the right of the rows, with a grip on its left edge that the mouse and the arrow keys move. */
export function side({ store }: Context, label: string, body: TemplateResult): TemplateResult {
  const width = clamp(store.screen.inspectorWidth);
  // Styles keep it from being too wide, for nothing is drawn anew when the window is: a hidden page has hardly any width.
  const wanted = Math.max(narrowest, Math.round(store.screen.inspectorWidth));
  // Not as it was drawn: two keys may come between two drawings.
  const widthNow = (): number => clamp(store.screen.inspectorWidth);
  const set = (pixels: number): void => store.patchScreen({ inspectorWidth: clamp(pixels) });
  const drag = (event: PointerEvent): void => {
    const grip = event.currentTarget as HTMLElement;
    const from = widthNow() + event.clientX;
    grip.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => set(from - moved.clientX);
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), { once: true });
    event.preventDefault();
  };
  const key = (event: KeyboardEvent): void => {
    const moved = { ArrowLeft: step, ArrowRight: -step }[event.key];
    if (moved === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(widthNow() + moved);
  };
  return html`<aside class="side" aria-label=${label} ${styled({ width: `${wanted}px` })}>
    <div class="grip" role="separator" tabindex="0" aria-label="Width of this pane" aria-orientation="vertical" aria-valuenow=${width}
      aria-valuemin=${narrowest} aria-valuemax=${widest()} @pointerdown=${drag} @keydown=${key}></div>
    <div class="side-body">${body}</div>
  </aside>`;
}

const widest = (): number => Math.max(narrowest, Math.round(window.innerWidth * 0.6));
const clamp = (pixels: number): number => Math.min(widest(), Math.max(narrowest, Math.round(pixels)));
