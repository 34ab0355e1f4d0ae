import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** One of a few choices. `onChange` runs only when a person chooses. */
export function dropdown(label: string, choices: readonly Choice[], value: string, onChange: (value: string) => void): TemplateResult {
  const changed = (event: Event): void => onChange((event.currentTarget as HTMLElement & { value: string }).value);
  return html`<vscode-dropdown aria-label=${label} .value=${value} @change=${changed}>${repeat(
    choices,
    (choice) => choice.value,
    (choice) =>
      html`<vscode-option value=${choice.value} ?selected=${choice.value === value} title=${choice.words.length > 24 ? choice.words : nothing}>${choice.words}</vscode-option>`,
  )}</vscode-dropdown>`;
}
