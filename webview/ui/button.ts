import { html, nothing, type TemplateResult } from 'lit';

export interface ButtonOptions {
  /** primary: the one act of a bar; quiet: a thin border and no fill, for all others. */
  readonly look?: 'primary' | 'quiet';
  readonly title?: string;
  readonly disabled?: boolean;
  /** For a button that is on or off. */
  readonly pressed?: boolean;
  readonly onClick: (event: Event) => void;
}

/** A push button with words on it. */
export function button(words: string, options: ButtonOptions): TemplateResult {
  const { look = 'quiet', title, disabled = false, pressed, onClick } = options;
  return html`<vscode-button
    class=${look}
    appearance=${look === 'primary' ? 'primary' : 'secondary'}
    title=${title ?? nothing}
    ?disabled=${disabled}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    @click=${onClick}
  >${words}</vscode-button>`;
}

/** Words that act like a link: a way in to the rows they count. */
export function linkButton(words: unknown, onClick: (event: Event) => void, title?: string): TemplateResult {
  return html`<button type="button" class="link" title=${title ?? nothing} @click=${onClick}>${words}</button>`;
}

/** A small square with one sign on it; `label` says what it does. */
export function iconButton(sign: string, label: string, onClick: (event: Event) => void): TemplateResult {
  return html`<button type="button" class="icon" title=${label} aria-label=${label} @click=${onClick}>${sign}</button>`;
}
