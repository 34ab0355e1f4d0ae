import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { findColumn } from '../../src/core/dataset.ts';
import type { Column } from '../../src/core/schema.ts';
import type { RowCell, RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { button, iconButton } from '../ui/button.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { formatCount } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { cellDecision } from './drafts.ts';
import { parseNested, valueTree } from './nestedValue.ts';
import type { RowActions } from './rowActions.ts';

/** Cells shown before “more” is asked for. */
const mostCells = 200;

/** The cells of the inspector: the content in full size, the others as names and values, any of them editable. */
export class InspectorCells {
  readonly #context: Context;
  readonly #actions: RowActions;
  #all = false;
  #editing: { readonly row: number; readonly column: string } | null = null;

  constructor(context: Context, actions: RowActions) {
    this.#context = context;
    this.#actions = actions;
  }

  /** Opens the field of a cell of the row that the acts before have got to. */
  edit(column: string): void {
    holdKeys(this.#actions.onRow((row) => this.#edit({ row, column })));
  }

  #edit(cell: { readonly row: number; readonly column: string } | null): void {
    if (cell) holdKeys();
    this.#editing = cell;
    this.#context.store.touch();
  }

  content(detail: RowDetail): TemplateResult[] {
    const columns = this.#contentColumns();
    return this.#cellsOf(detail, (name) => columns.includes(name)).map((cell) => html`<div class="content-cell">
      ${columns.length > 1 ? html`<div class="cell-name">${cell.column}</div>` : nothing}${this.#value(detail, cell)}
    </div>`);
  }

  /** Drawn anew only when something in it has changed: a row may have thousands of cells. */
  others(detail: RowDetail): unknown {
    const { store } = this.#context;
    return guard([detail, this.#editing, this.#all, store.screen.selectedColumn, store.document.dataset], () => this.#others(detail));
  }

  #others(detail: RowDetail): TemplateResult {
    const columns = new Set(this.#contentColumns());
    const found = this.#cellsOf(detail, (name) => !columns.has(name));
    const cells = this.#all || this.#editing ? found : found.slice(0, mostCells);
    const showAll = (): void => {
      this.#all = true;
      this.#context.store.touch();
    };
    return html`<dl class="cells" aria-label="Other cells of the row">${cells.map(
      (cell) => html`<div class="cell ${cell.column === this.#context.store.screen.selectedColumn ? 'on' : ''}">
      <dt title=${this.#hint(cell.column)}>${cell.column}</dt><dd>${this.#value(detail, cell)}</dd>
    </div>`,
    )}</dl>${cells.length < found.length ? button(`+${formatCount(found.length - cells.length)} more cells`, { onClick: showAll }) : nothing}`;
  }

  #contentColumns(): readonly string[] {
    return this.#context.store.document.dataset?.roles.content ?? [];
  }

  #cellsOf(detail: RowDetail, wanted: (column: string) => boolean): RowCell[] {
    return detail.cells.filter((cell) => wanted(cell.column));
  }

  #column(name: string): Column | undefined {
    const { dataset } = this.#context.store.document;
    return dataset ? findColumn(dataset, name) : undefined;
  }

  #hint(name: string): string {
    const column = this.#column(name);
    return column ? `${name}: ${column.declared ?? column.type}` : name;
  }

  #value(detail: RowDetail, cell: RowCell): TemplateResult {
    const { column } = cell;
    if (this.#editing?.row === detail.row && this.#editing.column === column) return this.#field(detail, cell);
    const decided = cellDecision(detail, column);
    const shown = decided
      ? html`${decided.to === cell.text ? nothing : html`<s class="was" title="In the file">${cellText(cell)}</s> `}<span class="decided">${plainText(decided.to ?? null)}</span>`
      : this.#present(cell);
    return html`<div class="value"><div class="text">${shown}</div>${
      this.#context.store.document.readOnly === null ? iconButton('✎', `Edit ${column} (e)`, () => this.#edit({ row: detail.row, column })) : nothing}</div>`;
  }

  #present(cell: RowCell): TemplateResult {
    const type = this.#column(cell.column)?.type;
    const nested = cell.text !== null && (type === 'list' || type === 'struct') ? parseNested(cell.text) : undefined;
    const cut = cell.length === undefined || cell.text === null ? nothing
      : html`<span class="dim">… the first ${formatCount(cell.text.length)} of ${formatCount(cell.length)} characters</span>`;
    return nested === undefined ? html`${cellText(cell)}${cut}` : valueTree(nested);
  }

  #field(detail: RowDetail, cell: RowCell): TemplateResult {
    const decided = cellDecision(detail, cell.column);
    const present = decided ? (decided.to ?? '') : (cell.text ?? '');
    const close = (): void => {
      this.#edit(null);
      this.#context.focusRows();
    };
    return html`<div class="edit">${textField(present, {
      label: `New value of ${cell.column}`, autofocus: true, onEscape: close,
      onEnter: (text) => {
        if (text !== present || (decided === undefined && cell.text === null && text !== '')) this.#actions.set(cell.column, text, detail.row);
        close();
      },
    })}<span class="dim">Enter sets it, Escape leaves it</span></div>`;
  }
}

function cellText(cell: RowCell): TemplateResult {
  return cell.absent ? html`<i class="dim" title="The record has no such field">(absent)</i>` : plainText(cell.text);
}

/** Null, empty and white space can be told apart from each other and from text. */
function plainText(text: string | null): TemplateResult {
  if (text === null) return html`<i class="dim">(missing)</i>`;
  if (text === '') return html`<i class="dim">(empty)</i>`;
  if (text.trim() === '') return html`<i class="dim" title="Only white space">(${formatCount(text.length)} × white space)</i>`;
  return html`${text}`;
}
