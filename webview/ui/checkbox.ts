import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export function checkbox(words: unknown, checked: boolean, onChange: (checked: boolean) => void): TemplateResult {
  const changed = (event: Event): void => onChange((event.currentTarget as HTMLElement & { checked: boolean }).checked);
  return html`<vscode-checkbox .checked=${live(checked)} @change=${changed}>${words}</vscode-checkbox>`;
}
