import { html, nothing, type TemplateResult } from 'lit';
import { annotationKinds, type AnnotationColumn, type AnnotationKind } from '../../src/core/taxonomy.ts';
import type { Context } from '../context.ts';
import { button } from '../ui/button.ts';
import { closeDialog, dialog } from '../ui/dialog.ts';
import { dropdown } from '../ui/dropdown.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { textField } from '../ui/textField.ts';

interface Form {
  readonly name: string;
  readonly kind: AnnotationKind;
  readonly description: string;
  /** Names with commas between. */
  readonly labels: string;
  readonly min: string;
  readonly max: string;
}

const kindWords: Readonly<Record<AnnotationKind, string>> = {
  label: 'one of several labels',
  labels: 'several labels at once',
  text: 'free text',
  number: 'a number',
};

/** Adds a column that people fill in: written to winnow.json, its values kept in the sidecar. */
export class AnnotationDialog {
  readonly #context: Context;
  #form: Form | null = null;
  /** It is being written: a second Enter adds nothing more. */
  #adding = false;

  constructor(context: Context) {
    this.#context = context;
  }

  open(): void {
    const { store } = this.#context;
    if (store.document.dataset === null) return;
    if (store.document.readOnly !== null) return store.setProblem(store.document.readOnly);
    this.#form = { name: '', kind: 'label', description: '', labels: '', min: '', max: '' };
    holdKeys();
    store.touch();
  }

  template(): TemplateResult | typeof nothing {
    const form = this.#form;
    if (!form) return nothing;
    const column = columnOf(form);
    return dialog({
      title: 'Add an annotation column', className: 'annotation', onClose: () => this.#close(),
      body: html`<p class="dim">A column that is not in the file: people fill it in, in the labelling mode, and the sidecar keeps what each of them says.</p>${this.#fields(form)}`,
      foot: html`<span class="dim">${typeof column === 'string' ? column : ''}</span><span class="grow"></span>${button('Cancel', { onClick: () => this.#close() })}
        ${button('Add', { look: 'primary', disabled: typeof column === 'string', onClick: () => this.#enter() })}`,
    });
  }

  #fields(form: Form): TemplateResult {
    const field = (words: string, name: keyof Form, placeholder = '', autofocus = false): TemplateResult =>
      html`<label><span class="dim">${words}</span>${textField(form[name], { label: words, placeholder, autofocus, onInput: (text) => this.#set({ [name]: text }), onEnter: () => this.#enter() })}</label>`;
    const hasLabels = form.kind === 'label' || form.kind === 'labels';
    return html`<div class="change-fields">${field('Name', 'name', 'sentiment', true)}
      <label><span class="dim">What is filled in</span>${dropdown(
        'What is filled in',
        annotationKinds.map((kind) => ({ value: kind, words: kindWords[kind] })),
        form.kind,
        (value) => this.#set({ kind: annotationKinds.find((kind) => kind === value) ?? 'label' }),
      )}</label>
      ${hasLabels ? field('Labels', 'labels', 'positive, neutral, negative') : nothing}
      ${form.kind === 'number' ? html`${field('From', 'min', 'no least')}${field('To', 'max', 'no most')}` : nothing}
      ${field('What it means', 'description', 'shown where it is filled in')}</div>`;
  }

  #set(change: Partial<Form>): void {
    if (this.#form) this.#form = { ...this.#form, ...change };
    this.#context.store.touch();
  }

  /** What the fields say by now. */
  #enter(): void {
    const column = this.#form && columnOf(this.#form);
    if (!column || typeof column === 'string' || this.#adding) return;
    this.#adding = true;
    void this.#add(column).finally(() => void (this.#adding = false));
  }

  async #add(column: AnnotationColumn): Promise<void> {
    const { host, store, attempt } = this.#context;
    if (!(await attempt(host.call('addAnnotation', { column })))) return;
    this.#close();
    store.say(`${column.name} is added: L fills it in`);
    store.patchScreen({ labellingTarget: column.name });
  }

  #close(): void {
    this.#form = null;
    closeDialog();
    this.#context.store.touch();
    this.#context.focusRows();
  }
}

/** The column that a form describes; a word on what is missing where it is none yet. */
function columnOf({ name, kind, description, labels, min, max }: Form): AnnotationColumn | string {
  const names = [...new Set(labels.split(',').map((label) => label.trim()).filter((label) => label !== ''))];
  const bounds = [min, max].map((bound) => (bound.trim() === '' ? undefined : Number(bound)));
  if (name.trim() === '') return 'It wants a name.';
  if ((kind === 'label' || kind === 'labels') && names.length < 2) return 'It wants two labels at least, with commas between.';
  if (bounds.some((bound) => bound !== undefined && !Number.isFinite(bound))) return 'From and To want numbers.';
  const [least, most] = bounds;
  if (least !== undefined && most !== undefined && least > most) return 'From is more than To.';
  return {
    name: name.trim(), kind,
    ...(description.trim() !== '' && { description: description.trim() }),
    ...((kind === 'label' || kind === 'labels') && { labels: names.map((label) => ({ name: label })) }),
    ...(kind === 'number' && least !== undefined && { min: least }),
    ...(kind === 'number' && most !== undefined && { max: most }),
  };
}
