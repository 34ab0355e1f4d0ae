import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';

type Dropdown = HTMLElement & { value: string; readonly open: boolean };

/** What each dropdown is to show. */
const wanted = new WeakMap<Dropdown, string>();

export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** One of a few choices. `onChange` runs only when a person chooses. */
export function dropdown(label: string, choices: readonly Choice[], value: string, onChange: (value: string) => void): TemplateResult {
  const changed = (event: Event): void => {
    const element = event.currentTarget as Dropdown;
    wanted.set(element, element.value);
    onChange(element.value);
  };
  return html`<vscode-dropdown aria-label=${label} .value=${value} @change=${changed} ${ref((element) => element && keep(element as Dropdown, value))}>${repeat(
    choices,
    (choice) => choice.value,
    (choice) =>
      html`<vscode-option value=${choice.value} ?selected=${choice.value === value} title=${choice.words.length > 24 ? choice.words : nothing}>${choice.words}</vscode-option>`,
  )}</vscode-dropdown>`;
}

/**
 * Where choices come in or go, the toolkit stays at the place of the chosen one in the list, where another stands by then.
 * A list that is open is somebody's, who walks through it.
 */
function keep(element: Dropdown, value: string): void {
  wanted.set(element, value);
  requestAnimationFrame(() => {
    const shown = wanted.get(element);
    if (shown !== undefined && element.value !== shown && !element.open) element.value = shown;
  });
}
