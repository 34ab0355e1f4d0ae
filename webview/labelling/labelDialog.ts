import { html, nothing, type TemplateResult } from 'lit';
import type { Filter } from '../../src/core/filter.ts';
import type { ValueCount } from '../../src/core/profile.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { button } from '../ui/button.ts';
import { checkbox } from '../ui/checkbox.ts';
import { closeDialog, dialog } from '../ui/dialog.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { changing, gatherLabelRows, labelDrafts, taxonomyAfter, type ChangedRow, type ChangedRows, type LabelChangeKind } from './labelChange.ts';
import { changeFields, type ChangeForm } from './labelFields.ts';
import { PreviewRows } from './previewRows.ts';

/** Labels that are offered. */
const mostLabels = 1000;

const titles: Readonly<Record<LabelChangeKind, string>> = { rename: 'Rename a label', merge: 'Merge labels', split: 'Split a label' };

/** Renames, merges or splits labels in one step that can be undone, after showing every row that changes. */
export class LabelDialog {
  readonly #context: Context;
  readonly #labels: Latest<readonly ValueCount[]>;
  readonly #rows: Latest<ChangedRows>;
  readonly #preview: PreviewRows;
  #form: ChangeForm | null = null;
  /** Rows that are ticked against the rule: by the rule all are where a text narrows them, none where each is picked. */
  #exceptions = new Set<number>();
  #gathered = 0;
  #changed: { readonly of: ChangedRows; readonly to: string; readonly rows: ChangedRows } | null = null;
  #opening = 0;
  #taxonomy = true;

  constructor(context: Context) {
    const touch = (): void => context.store.touch();
    this.#context = context;
    this.#labels = new Latest(touch);
    this.#rows = new Latest(touch);
    this.#preview = new PreviewRows(context);
  }

  open(kind: LabelChangeKind, from?: string): void {
    const { store } = this.#context;
    if (store.document.dataset?.roles.label === undefined) return store.say('No column has the role label: choose one under Roles');
    if (store.document.readOnly !== null) return store.setProblem(store.document.readOnly);
    const first = from ?? (kind === 'merge' ? undefined : store.document.labels.find(({ value }) => value !== null)?.value ?? undefined);
    this.#form = { kind, from: first === undefined ? [] : [first], to: '', text: '', onlyView: false, sought: '' };
    this.#exceptions.clear();
    this.#taxonomy = store.document.taxonomy.length > 0;
    this.#opening++;
    if (kind !== 'split') holdKeys();
    store.touch();
  }

  template(): TemplateResult | typeof nothing {
    const form = this.#form;
    const column = this.#context.store.document.dataset?.roles.label;
    if (!form || column === undefined) return nothing;
    const rows = this.#gather(form, column);
    const drafts = labelDrafts(this.#chosen(form, rows.value), column, form.to.trim());
    const ready = rows.current && form.to.trim() !== '' && drafts.length > 0;
    return dialog({
      title: titles[form.kind],
      className: 'label-change',
      onClose: () => this.#close(),
      body: html`${this.#fields(form, column)}${this.#found(form, rows)}`,
      foot: html`${this.#taxonomyBox()}<span class="grow"></span>
        ${button('Cancel', { onClick: () => this.#close() })}
        ${button(ready ? `Relabel ${formatCounted(drafts.length, 'row')}` : 'Relabel', {
          look: 'primary',
          disabled: !ready,
          title: 'One step: Undo takes all of it back',
          onClick: () => void this.#apply(column),
        })}`,
    });
  }

  /** Where there is a taxonomy, it can follow; one that began with this label alone would make strangers of all others. */
  #taxonomyBox(): TemplateResult | typeof nothing {
    const { store } = this.#context;
    if (store.document.taxonomy.length === 0) return nothing;
    return checkbox('Change the taxonomy in winnow.json, too', this.#taxonomy, (on) => {
      this.#taxonomy = on;
      store.touch();
    });
  }

  #fields(form: ChangeForm, column: string): TemplateResult {
    const { store, host } = this.#context;
    const answer = this.#labels.ask(
      `${column} ${this.#opening}`,
      async (signal) => (await host.call('values', { column, limit: mostLabels, asDecided: true }, { signal })).values,
    );
    const labels = (answer.value ?? store.document.labels).flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]));
    return changeFields(form, labels, store.screen.filters.length > 0, (changeOf) => {
      // What was set since this was drawn counts, too.
      const form = this.#form;
      if (!form) return;
      const change = changeOf(form);
      const next = { ...form, ...change };
      // Into the most frequent of them, unless another name is written.
      const suggested = (from: readonly string[]): string => labels.find(({ value }) => from.includes(value))?.value ?? '';
      if (form.kind === 'merge' && change.from && (form.to === '' || form.to === suggested(form.from))) next.to = suggested(change.from);
      if (change.text !== undefined || change.from || change.onlyView !== undefined) this.#exceptions.clear();
      this.#form = next;
      store.touch();
    }, () => void this.#apply(column));
  }

  #gather(form: ChangeForm, column: string): ReturnType<Latest<ChangedRows>['ask']> {
    const { store, host } = this.#context;
    const content = store.document.dataset?.roles.content ?? [];
    const contains: Filter[] =
      form.kind === 'split' && form.text !== ''
        ? [{ kind: 'contains', text: form.text, ...(content.length === 1 && { column: content[0]! }) }]
        : [];
    const filters = [...contains, ...(form.onlyView ? store.screen.filters : [])];
    const question = JSON.stringify([this.#opening, column, form.from, filters]);
    return this.#rows.ask(question, (signal) => {
      this.#gathered = 0;
      return gatherLabelRows(host, { column, from: form.from, filters }, signal, (rows) => {
        this.#gathered = rows;
        store.touch();
      });
    });
  }

  #found(form: ChangeForm, { value, current, error }: ReturnType<Latest<ChangedRows>['ask']>): TemplateResult {
    if (error !== null) return html`<p role="alert">${error}</p>`;
    if (!value || !current)
      return html`<p class="dim" role="status">Looking for the rows…${this.#gathered > 0 ? ` ${formatCounted(this.#gathered, 'row')} so far` : ''}</p>`;
    if (form.from.length === 0) return html`<p class="dim">Tick the labels that are to be one.</p>`;
    if (value.rows.length === 0)
      return html`<p class="dim">No row has ${form.from.length === 1 ? 'this label' : 'these labels'}${form.text === '' && !form.onlyView ? '' : ' and passes what is asked for'}.</p>`;
    const shown = this.#changing(value, form.to.trim());
    const picked = this.#chosen(form, shown).length;
    const kept = value.rows.length - shown.rows.length;
    const words =
      form.kind === 'split'
        ? `${formatCount(picked)} of ${formatCounted(shown.rows.length, 'row')}${form.text === '' ? ': tick those that get the new label, or narrow them by a text' : ''}`
        : `${formatCounted(shown.rows.length, 'row')}${kept === 0 ? '' : `; ${formatCount(kept)} more ${kept === 1 ? 'has' : 'have'} the label already`}`;
    return html`<p class="preview-words" role="status">${words}${value.left > 0 ? html` · <b>${formatCounted(value.left, 'more row')}</b> beyond what one step takes: do it again afterwards` : nothing}</p>
      ${this.#preview.template(shown, {
        to: form.to.trim(), ticked: form.kind === 'split' ? (row) => this.#isTicked(form, row) : null,
        tick: (row, on) => {
          if (on === this.#allTicked(form)) this.#exceptions.delete(row);
          else this.#exceptions.add(row);
          this.#context.store.touch();
        },
      })}`;
  }

  /** The same object for the same rows, so that the preview stays where it was scrolled to. */
  #changing(found: ChangedRows, to: string): ChangedRows {
    if (this.#changed?.of !== found || this.#changed.to !== to) this.#changed = { of: found, to, rows: changing(found, to) };
    return this.#changed.rows;
  }

  #allTicked({ kind, text, onlyView }: ChangeForm): boolean {
    return kind !== 'split' || text !== '' || onlyView;
  }

  #isTicked(form: ChangeForm, row: number): boolean {
    return this.#allTicked(form) !== this.#exceptions.has(row);
  }

  #chosen(form: ChangeForm, value: ChangedRows | null): readonly ChangedRow[] {
    if (!value) return [];
    if (this.#exceptions.size === 0) return this.#allTicked(form) ? value.rows : [];
    return value.rows.filter(({ row }) => this.#isTicked(form, row));
  }

  /** What is typed and ticked by now, which may be more than the button was drawn for; nothing while its rows are still looked for. */
  async #apply(column: string): Promise<void> {
    const { host, store, attempt } = this.#context;
    const form = this.#form;
    const rows = form && this.#gather(form, column);
    if (!form || !rows?.current || !rows.value) return;
    const { kind, from } = form;
    const all = !form.onlyView && rows.value.left === 0;
    const to = form.to.trim();
    const drafts = labelDrafts(this.#chosen(form, rows.value), column, to);
    if (to === '' || drafts.length === 0) return;
    const names = from.filter((label) => label !== to).map(formatValue).join(', ');
    const title = `${{ rename: 'Rename', merge: 'Merge', split: 'Split' }[kind]} ${names} ${kind === 'split' ? 'off to' : 'to'} ${to}: ${formatCounted(drafts.length, 'row')}`;
    this.#close();
    const follows = this.#taxonomy && store.document.taxonomy.length > 0;
    if (await attempt(host.call('decide', { drafts, title, ...(follows && { taxonomy: taxonomyAfter(kind, from, to, all) }) }))) store.say(title);
  }

  #close(): void {
    this.#form = null;
    closeDialog();
    // Another question ends the search that is under way.
    this.#rows.ask('closed', () => Promise.resolve({ rows: [], views: [], left: 0 }));
    this.#context.store.touch();
    this.#context.focusRows();
  }
}
