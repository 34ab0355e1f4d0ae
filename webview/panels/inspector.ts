import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { annotationColumns } from '../grid/columns.ts';
import { linkButton } from '../ui/button.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { formatCount } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { checkbox } from '../ui/checkbox.ts';
import { GroupDialog } from './groupDialog.ts';
import { InspectorCells } from './inspectorCells.ts';
import { decisionList } from './inspectorDecisions.ts';
import { InspectorFindings } from './inspectorFindings.ts';
import { actKeys } from './inspectorLabels.ts';
import { LabelPicker } from './labelPicker.ts';
import type { RowActions } from './rowActions.ts';

/** One row whole: its text, what is wrong with it and why, and the acts a key away. */
export class Inspector {
  readonly #context: Context;
  readonly #actions: RowActions;
  readonly #cells: InspectorCells;
  readonly #findings: InspectorFindings;
  readonly #picker: LabelPicker;
  readonly #groups: GroupDialog;
  /** The row that a comment is being written on. */
  #commenting: number | null = null;
  #shownRow: number | null = null;

  constructor(context: Context, actions: RowActions) {
    this.#context = context;
    this.#actions = actions;
    this.#cells = new InspectorCells(context, actions);
    this.#groups = new GroupDialog(context);
    this.#findings = new InspectorFindings(context, actions, this.#groups);
    this.#picker = new LabelPicker(context, (label) => actions.relabel(label), () => context.focusRows());
  }

  template(): TemplateResult {
    const answer = this.#actions.detail();
    if (!answer)
      return html`<p class="empty">${this.#context.store.document.dataset ? 'Select a row to see it whole, with what is wrong and why.' : 'A row can be seen whole when the file is read.'}</p>`;
    if (answer.error !== null) return html`<p class="empty" role="alert">${answer.error}</p>`;
    if (!answer.value) return html`<p class="empty">…</p>`;
    return html`<div class="inspector ${answer.current ? '' : 'stale'}">${this.#row(answer.value)}</div>${this.#picker.template()}${this.#groups.template()}`;
  }

  /** Opens a field for a cell: the column that is selected, else the first of the content. */
  edit(column: string | null): void {
    const { dataset } = this.#context.store.document;
    if (!dataset || this.#context.store.screen.selectedRow === null) return;
    if (column !== null && column === dataset.roles.label) return this.pickLabel();
    const added = annotationColumns(this.#context.store.document).some(({ name }) => name === column);
    if (added) return this.#context.store.patchScreen({ labelling: true, labellingTarget: column });
    const named = column ?? dataset.roles.content[0] ?? dataset.columns[0]?.name;
    if (named !== undefined) this.#cells.edit(named);
  }

  comment(): void {
    if (this.#context.store.screen.selectedRow === null) return;
    holdKeys(this.#actions.onRow((row) => {
      this.#commenting = row;
      this.#context.store.touch();
    }));
  }

  pickLabel(): void {
    const { dataset, labels, taxonomy } = this.#context.store.document;
    if (dataset?.roles.label === undefined || this.#context.store.screen.selectedRow === null) return;
    this.#picker.open(labels.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }])), true, taxonomy);
  }

  #row(detail: RowDetail): TemplateResult {
    this.#startAtTop(detail.row);
    return html`
      <div class="facts row-facts">${this.#place(detail)}</div>
      ${detail.unreadable ? unreadable(detail) : this.#cells.content(detail)}
      ${decisionList(detail, this.#actions)}
      ${this.#findings.template(detail)}
      ${actKeys(this.#context, this.#actions, detail, () => this.pickLabel())}
      ${this.#commentField(detail)}
      ${this.#hints()}
      ${detail.unreadable ? nothing : this.#cells.others(detail)}`;
  }

  /** A new row is read from its beginning. */
  #startAtTop(row: number): void {
    if (row === this.#shownRow) return;
    this.#shownRow = row;
    requestAnimationFrame(() => document.querySelector('.side-body')?.scrollTo(0, 0));
  }

  #place(detail: RowDetail): TemplateResult {
    const { store, host, attempt } = this.#context;
    const { selectedPosition, viewRows } = store.screen;
    const line = detail.line;
    return html`Row ${formatCount(detail.row)}${line === undefined ? '' : html` · ${linkButton(`line ${formatCount(line)}`, () => void attempt(host.call('openText', { line })), 'Open this line as text')}`}${
      viewRows === null ? '' : ` · ${formatCount(selectedPosition + 1)} of ${formatCount(viewRows)}`}`;
  }

  #commentField({ row }: RowDetail): TemplateResult | typeof nothing {
    if (this.#commenting !== row) return nothing;
    const close = (): void => {
      this.#commenting = null;
      this.#context.store.touch();
      this.#context.focusRows();
    };
    return html`<div class="comment">${keyed(row, textField('', {
      label: 'Comment on this row', placeholder: 'Comment: Enter keeps it, Escape drops it', autofocus: true, onEscape: close,
      onEnter: (text) => {
        if (text.trim() !== '') this.#actions.comment(text.trim(), row);
        close();
      },
    }))}</div>`;
  }

  #hints(): TemplateResult {
    const { store } = this.#context;
    const hints: readonly (readonly [string, string])[] = [
      ['j k', 'next, previous'],
      ['n p', 'flagged'],
      ['l', 'any label'],
      ['L', 'labelling mode'],
      ['e', 'edit'],
      ['c', 'comment'],
      ['⌫', 'take back'],
      ['u', 'undo'],
    ];
    return html`<div class="hints facts">${hints.map(([keys, words], index) => html`${index > 0 ? ' · ' : ''}<span class="hint"><kbd>${keys}</kbd> ${words}</span>`)}
      <div class="advance">${checkbox('go on to the next row after a decision', store.screen.advance, (advance) => store.patchScreen({ advance }))}</div></div>`;
  }
}

function unreadable(detail: RowDetail): TemplateResult {
  return html`<p class="unreadable-why">${detail.unreadable?.reason}</p><pre class="raw" tabindex="0" aria-label="The record as it is in the file">${detail.unreadable?.text}</pre>`;
}
