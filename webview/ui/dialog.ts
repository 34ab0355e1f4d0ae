import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';

export interface DialogOptions {
  readonly title: string;
  readonly body: unknown;
  /** Buttons, from left to right. */
  readonly foot?: unknown;
  /** Escape, the cross, or a click beside it. The caller then renders it no more. */
  readonly onClose: () => void;
  readonly className?: string;
}

const fields = ['vscode-text-field', 'vscode-dropdown', 'vscode-checkbox'].map((field) => `.dialog-body ${field}`).join(', ');

/**
 * A modal dialog: it keeps the keyboard to itself until it is closed. Its first field has the focus at first; where it has
 * none, the dialog itself, so that Enter presses nothing by accident.
 */
export function dialog({ title, body, foot, onClose, className = '' }: DialogOptions): TemplateResult {
  const cancel = (event: Event): void => {
    event.preventDefault();
    onClose();
  };
  const beside = (event: MouseEvent): void => {
    if (event.target === event.currentTarget) onClose();
  };
  return html`<dialog class="dialog ${className}" tabindex="-1" aria-label=${title} @cancel=${cancel} @click=${beside} ${ref((element) => openModal(element))}>
    <div class="dialog-box">
      <div class="dialog-head"><h2>${title}</h2><button type="button" class="icon" tabindex="-1" aria-label="Close" title="Close (Escape)" @click=${onClose}>✕</button></div>
      <div class="dialog-body">${body}</div>
      ${foot === undefined ? '' : html`<div class="dialog-foot">${foot}</div>`}
    </div>
  </dialog>`;
}

function openModal(element: Element | undefined): void {
  if (!(element instanceof HTMLDialogElement) || element.open) return;
  if (element.isConnected) show(element);
  else queueMicrotask(() => element.isConnected && !element.open && show(element));
}

/** By itself it would give the keyboard to its cross. */
function show(element: HTMLDialogElement): void {
  element.showModal();
  (element.querySelector<HTMLElement>(fields) ?? element).focus();
}

/**
 * Closes the dialog at once: the keyboard can go elsewhere, and what is typed next with it, before the page is drawn
 * without the dialog, which lets nothing else have it until then.
 */
export function closeDialog(): void {
  document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
}

/** A modal dialog is open: the page's own keys are silent. */
export function dialogIsOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
