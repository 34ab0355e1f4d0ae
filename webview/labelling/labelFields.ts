import { html, nothing, type TemplateResult } from 'lit';
import { checkbox } from '../ui/checkbox.ts';
import { dropdown } from '../ui/dropdown.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import type { LabelChangeKind } from './labelChange.ts';

/** What a person has set in the dialog. */
export interface ChangeForm {
  readonly kind: LabelChangeKind;
  readonly from: readonly string[];
  to: string;
  /** For a split: rows that contain it. */
  readonly text: string;
  /** Only rows that pass the filters of Samples. */
  readonly onlyView: boolean;
}

interface Label {
  readonly value: string;
  readonly count: number;
}

/** Changes what is set, as it is by then. */
type Change = (changeOf: (form: ChangeForm) => Partial<ChangeForm>) => void;

/** The fields of the dialog: which label, what it becomes, which of its rows. */
export function changeFields(form: ChangeForm, labels: readonly Label[], filtered: boolean, change: Change): TemplateResult {
  const { kind, from, to, text, onlyView } = form;
  const known = labels.find(({ value }) => value === to.trim());
  const target = textField(to, {
    label: kind === 'split' ? 'New label' : 'New name', autofocus: kind === 'rename',
    placeholder: kind === 'merge' ? 'The label that they become' : kind === 'split' ? 'The label that these rows get' : 'The new name',
    onInput: (value) => change(() => ({ to: value })), onEnter: () => undefined,
  });
  const contained = textField(text, {
    label: 'Rows that contain', placeholder: 'Any text: all rows, to be ticked one by one',
    onInput: (value) => change(() => ({ text: value })), onEnter: () => undefined,
  });
  const label = kind === 'merge' ? nothing : oneLabel(from[0] ?? '', labels, (value) => change(() => ({ from: [value] })));
  return html`<div class="change-fields">
    ${kind === 'merge' ? severalLabels(from, labels, change) : html`<label><span class="dim">Label</span>${label}</label>`}
    <label><span class="dim">${kind === 'merge' ? 'Into' : kind === 'split' ? 'New label' : 'New name'}</span>${target}</label>
    ${kind === 'split' ? html`<label><span class="dim">Rows that contain</span>${contained}</label>` : nothing}
    ${filtered ? checkbox('only rows that pass the filters of Samples', onlyView, (on) => change(() => ({ onlyView: on }))) : nothing}
    ${known && kind === 'rename' && known.value !== from[0] ? html`<p class="dim">${formatValue(known.value)} is a label already: its ${formatCounted(known.count, 'row')} and these become one.</p>` : nothing}
  </div>`;
}

function oneLabel(chosen: string, labels: readonly Label[], change: (value: string) => void): TemplateResult {
  const all = labels.some(({ value }) => value === chosen) ? labels : [{ value: chosen, count: 0 }, ...labels];
  return dropdown('Label', all.map(({ value, count }) => ({ value, words: `${formatValue(value)} (${formatCount(count)})` })), chosen, change);
}

function severalLabels(from: readonly string[], labels: readonly Label[], change: Change): TemplateResult {
  const toggle = (value: string, on: boolean): void => change((form) => ({ from: on ? [...form.from, value] : form.from.filter((label) => label !== value) }));
  return html`<div class="merge-labels" role="group" aria-label="Labels that become one">${labels.map(({ value, count }) => html`<div>
    ${checkbox(html`${formatValue(value)} <span class="dim">${formatCount(count)}</span>`, from.includes(value), (on) => toggle(value, on))}</div>`)}</div>`;
}
