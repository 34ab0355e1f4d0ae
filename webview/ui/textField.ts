import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { releaseKeys } from './heldKeys.ts';

export interface TextFieldOptions {
  readonly label: string;
  readonly placeholder?: string;
  /** Takes the keyboard when it appears, with its text selected. */
  readonly autofocus?: boolean;
  readonly onInput?: (text: string) => void;
  readonly onEnter?: (text: string, event: KeyboardEvent) => void;
  readonly onEscape?: () => void;
}

interface FieldElement extends HTMLElement {
  value: string;
  control?: HTMLInputElement;
}

const fieldOf = (event: Event): FieldElement => event.currentTarget as FieldElement;

/**
 * One line of text. The component overwrites its label when it is put in the page, so that it is set after that.
 * Enter and Escape are its own: they reach no key handler of the page.
 */
export function textField(value: string, options: TextFieldOptions): TemplateResult {
  const { label, placeholder, autofocus = false, onInput, onEnter, onEscape } = options;
  const keydown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && onEnter && !event.isComposing) onEnter(fieldOf(event).value, event);
    else if (event.key === 'Escape' && onEscape) onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<vscode-text-field
    placeholder=${placeholder ?? nothing}
    .value=${live(value)}
    @input=${(event: Event) => onInput?.(fieldOf(event).value)}
    @keydown=${keydown}
    ${ref((element) => element && queueMicrotask(() => element.setAttribute('aria-label', label)))}
    ${autofocus ? ref(focusOnce) : nothing}
  ></vscode-text-field>`;
}

/**
 * The component builds its input a moment after it is put in the page. Who has been in the field by then, and may have
 * left it, is left alone.
 */
function focusOnce(element: Element | undefined): void {
  if (!element) return;
  const field = element as FieldElement;
  let visited = false;
  field.addEventListener('focusin', () => void (visited = true), { once: true });
  requestAnimationFrame(() => {
    if (!visited) {
      field.focus();
      field.control?.select();
    }
    if (field.control && document.activeElement === field) releaseKeys(field.control);
  });
}
