import { html, type TemplateResult } from 'lit';
import { whenDrawnUnlessLeft } from './lostFocus.ts';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly words: string;
}

/** What was chosen in a group since it was drawn: two keys may come between two drawings. */
const chosenSince = new WeakMap<Element, { readonly of: object; readonly value: string }>();

/** A few choices side by side, of which one is on: arrow keys move, as in any radio group. */
export function segmented<Value extends string>(
  label: string,
  segments: readonly Segment<Value>[],
  value: Value,
  onChange: (value: Value) => void,
): TemplateResult {
  const drawing = {};
  const move = (event: KeyboardEvent): void => {
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const group = event.currentTarget as HTMLElement;
    const since = chosenSince.get(group);
    const now = since?.of === drawing ? since.value : value;
    const next = segments[(segments.findIndex((segment) => segment.value === now) + step + segments.length) % segments.length]!;
    chosenSince.set(group, { of: drawing, value: next.value });
    onChange(next.value);
    whenDrawnUnlessLeft(group, () => group.querySelector<HTMLElement>('[aria-checked="true"]')?.focus());
  };
  return html`<span class="segmented" role="radiogroup" aria-label=${label} @keydown=${move}>${segments.map(
    (segment) => html`<button
    type="button" role="radio" aria-checked=${String(segment.value === value)} tabindex=${segment.value === value ? 0 : -1}
    @click=${() => onChange(segment.value)}
  >${segment.words}</button>`,
  )}</span>`;
}
