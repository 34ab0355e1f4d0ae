import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { AnnotationColumn } from '../../src/core/taxonomy.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { releaseKeys } from '../ui/heldKeys.ts';
import type { Labelling } from './labelling.ts';
import { ownValue } from './values.ts';

/** A field for free text, of several lines, or for a number. Enter keeps what it says and goes on; it has the keyboard on every row. */
export function annotationField({ store }: Context, labelling: Labelling, annotation: AnnotationColumn, detail: RowDetail): TemplateResult {
  const { author, readOnly } = store.document;
  const problem = labelling.problemOf(detail.row);
  const value = ownValue(detail, annotation.name, author);
  const keydown = (event: KeyboardEvent): void => {
    const field = event.currentTarget as HTMLTextAreaElement;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      labelling.fillIn(field.value.trim() === '' ? null : tidy(field.value, annotation), detail.row);
    } else if (event.key === 'Escape') labelling.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const range = [annotation.min === undefined ? '' : `from ${annotation.min}`, annotation.max === undefined ? '' : `to ${annotation.max}`]
    .filter((part) => part !== '')
    .join(' ');
  return html`<label class="labelling-label"><span>${annotation.name}${range === '' ? nothing : html` <span class="dim">${range}</span>`}</span>
    ${keyed(
      `${detail.row} ${annotation.name}`,
      html`<textarea class="labelling-field" rows=${annotation.kind === 'number' ? 1 : 6} inputmode=${annotation.kind === 'number' ? 'decimal' : 'text'}
      ?readonly=${readOnly !== null} spellcheck="false" .value=${value ?? ''} @keydown=${keydown} ${ref(focusOnce)}></textarea>`,
    )}</label>${problem === null ? nothing : html`<p class="labelling-problem" role="alert">${problem}</p>`}`;
}

function tidy(text: string, { kind }: AnnotationColumn): string {
  return kind === 'number' ? text.trim() : text;
}

function focusOnce(element: Element | undefined): void {
  if (!(element instanceof HTMLTextAreaElement)) return;
  requestAnimationFrame(() => {
    element.focus();
    element.select();
    releaseKeys(element);
  });
}
