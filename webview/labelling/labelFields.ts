import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { breakable } from '../ui/breakable.ts';
import { checkbox } from '../ui/checkbox.ts';
import { dropdown } from '../ui/dropdown.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import type { LabelChangeKind } from './labelChange.ts';

/** Labels of a merge that are drawn at once. */
const mostListed = 200;

/** What a person has set in the dialog. */
export interface ChangeForm {
  readonly kind: LabelChangeKind;
  readonly from: readonly string[];
  to: string;
  /** For a split: rows that contain it. */
  readonly text: string;
  /** Only rows that pass the filters of Samples. */
  readonly onlyView: boolean;
  /** For a merge: narrows the labels that are listed. */
  readonly sought: string;
}

interface Label {
  readonly value: string;
  readonly count: number;
}

/** Changes what is set, as it is by then. */
type Change = (changeOf: (form: ChangeForm) => Partial<ChangeForm>) => void;

/** The fields of the dialog: which label, what it becomes, which of its rows. */
export function changeFields(form: ChangeForm, labels: readonly Label[], filtered: boolean, change: Change, enter: () => void): TemplateResult {
  const { kind, from, to, text, onlyView } = form;
  const target = textField(to, {
    label: kind === 'split' ? 'New label' : 'New name', autofocus: kind === 'rename',
    placeholder: kind === 'merge' ? 'The label that they become' : kind === 'split' ? 'The label that these rows get' : 'The new name',
    onInput: (value) => change(() => ({ to: value })), onEnter: enter,
  });
  const contained = textField(text, {
    label: 'Rows that contain', placeholder: 'Any text; without one, tick rows one by one',
    onInput: (value) => change(() => ({ text: value })), onEnter: enter,
  });
  const label = kind === 'merge' ? nothing : oneLabel(from[0] ?? '', labels, (value) => change(() => ({ from: [value] })));
  return html`<div class="change-fields">
    ${kind === 'merge' ? severalLabels(form, labels, change) : html`<label><span class="dim">Label</span>${label}</label>`}
    <label><span class="dim">${kind === 'merge' ? 'Into' : kind === 'split' ? 'New label' : 'New name'}</span>${target}</label>
    ${kind === 'split' ? html`<label><span class="dim">Rows that contain</span>${contained}</label>` : nothing}
    ${filtered ? checkbox('only rows that pass the filters of Samples', onlyView, (on) => change(() => ({ onlyView: on }))) : nothing}
    ${knownWords(form, labels)}
  </div>`;
}

/** What one should know of a name that is a label already, or is written almost as one. */
function knownWords({ kind, from, to }: ChangeForm, labels: readonly Label[]): TemplateResult | typeof nothing {
  const name = to.trim();
  if (name === '' || from.includes(name)) return nothing;
  const known = labels.find(({ value }) => value === name);
  if (known) {
    const rows = formatCounted(known.count, 'row');
    const words = kind === 'split' ? `these rows join its ${rows}` : `its ${rows} and these become one, which is a merge`;
    return html`<p class="known">${formatValue(known.value)} is a label already: ${words}.</p>`;
  }
  const alike = labels.find(({ value }) => value.trim().toLowerCase() === name.toLowerCase() && !from.includes(value));
  return alike ? html`<p class="known">There is ${formatValue(alike.value)} already (${formatCounted(alike.count, 'row')}): this would be another label.</p>` : nothing;
}

function oneLabel(chosen: string, labels: readonly Label[], change: (value: string) => void): TemplateResult {
  const all = labels.some(({ value }) => value === chosen) ? labels : [{ value: chosen, count: 0 }, ...labels];
  return dropdown('Label', all.map(({ value, count }) => ({ value, words: `${formatValue(value)} (${formatCount(count)})` })), chosen, change);
}

function severalLabels({ from, sought }: ChangeForm, labels: readonly Label[], change: Change): TemplateResult {
  const toggle = (value: string, on: boolean): void =>
    change((form) => ({ from: on ? [...new Set([...form.from, value])] : form.from.filter((label) => label !== value) }));
  const text = sought.trim().toLowerCase();
  const ticked = new Set(from);
  // What is ticked stays in sight, whatever is sought.
  const listed = labels.filter(({ value }) => ticked.has(value) || value.toLowerCase().includes(text));
  const shown = listed.slice(0, mostListed);
  const field = textField(sought, {
    label: 'Find a label', placeholder: `Find one of ${formatCounted(labels.length, 'label')}`, autofocus: true,
    onInput: (value) => change(() => ({ sought: value })), onEnter: () => undefined,
  });
  return html`<div class="merge-from"><span class="dim">Labels that become one</span>${field}
    <div class="merge-labels" role="group" aria-label="Labels that become one">${repeat(shown, ({ value }) => value, ({ value, count }) =>
      checkbox(html`${breakable(formatValue(value))} <span class="dim">${formatCount(count)}</span>`, ticked.has(value), (on) => toggle(value, on)))}
    ${listed.length > shown.length ? html`<p class="dim">${formatCount(listed.length - shown.length)} more: type to narrow the list</p>` : nothing}
    ${listed.length === 0 ? html`<p class="dim">No label has this in its name.</p>` : nothing}</div></div>`;
}
