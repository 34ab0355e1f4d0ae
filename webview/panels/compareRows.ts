import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedCell, ComparedRow, ComparedRows, ComparedRowsParams, Comparison, RowChange } from '../../src/protocol/compareMethods.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { button, iconButton } from '../ui/button.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { segmented } from '../ui/segmented.ts';
import { changeWords, placeWords } from './compareWords.ts';
import { revealRow } from './revealRow.ts';
import { textDifference } from './textDifference.ts';

const pageSize = 50;
/** Cells of an added or removed row that are shown. */
const mostLone = 6;
/** Shorter texts are shown one behind the other, longer ones word by word. */
const shortText = 40;

type Narrowed = Pick<ComparedRowsParams, 'column' | 'flip'>;

/** The rows that differ, a page at a time: what was before and what is now. */
export class CompareRows {
  readonly #context: Context;
  readonly #page: Latest<ComparedRows>;
  #kind: RowChange | null = null;
  #narrowed: Narrowed = {};
  #offset = 0;
  #comparison: Comparison | null = null;
  /** Counts the comparisons: rows are asked for anew when it is another. */
  #turn = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#page = new Latest(() => context.store.touch());
  }

  /** Lists changed rows in which a column changed, or whose label became another. */
  narrow(narrowed: Narrowed): void {
    this.#show('changed', narrowed);
  }

  template(comparison: Comparison): TemplateResult {
    const { rows } = comparison;
    if (comparison !== this.#comparison) {
      this.#comparison = comparison;
      this.#turn++;
      this.#offset = 0;
      this.#narrowed = {};
      this.#kind = null;
    }
    const kind = this.#kind ?? (['changed', 'added', 'removed'] as const).find((each) => rows[each] > 0) ?? 'changed';
    if (rows.changed + rows.added + rows.removed === 0) return html`<b>Rows that differ</b><p class="dim">There are none.</p>`;
    const answer = this.#page.ask(JSON.stringify([this.#turn, kind, this.#narrowed, this.#offset]), (signal) =>
      this.#context.host.call('comparedRows', { kind, ...(kind === 'changed' ? this.#narrowed : {}), offset: this.#offset, limit: pageSize }, { signal }));
    const kinds = (['changed', 'added', 'removed'] as const).map((value) => ({ value, words: `${changeWords[value]} ${formatCount(rows[value])}` }));
    return html`<div class="compared" aria-busy=${String(!answer.current && answer.error === null)}>
      <b>Rows that differ</b>
      <p>${segmented('Kind of change', kinds, kind, (value) => this.#show(value, {}))}</p>
      ${this.#chip()}
      ${answer.error !== null ? html`<p role="alert">${answer.error}</p>` : answer.value ? this.#list(answer.value, kind) : html`<p class="dim">…</p>`}
    </div>`;
  }

  #chip(): TemplateResult | typeof nothing {
    const { column, flip } = this.#narrowed;
    if (column === undefined && !flip) return nothing;
    const side = (label: string | null | undefined): string => (label === undefined ? 'any label' : formatValue(label));
    const words = column === undefined ? `${side(flip?.from)} → ${side(flip?.to)}` : `${column} changed`;
    return html`<p><span class="chip">${words} ${iconButton('✕', `Remove ${words}`, () => this.#show('changed', {}))}</span></p>`;
  }

  #list({ total, rows }: ComparedRows, kind: RowChange): TemplateResult {
    const last = this.#offset + rows.length;
    return html`<p class="facts" role="status">${total === 0 ? 'No such row' : total > pageSize ? `${formatCount(this.#offset + 1)}–${formatCount(last)} of ${formatCounted(total, 'row')}` : formatCounted(total, 'row')}</p>
      <ul class="compared-rows" @keydown=${moveFocus}>${rows.map((row) => this.#row(row, kind))}</ul>
      ${
        total > pageSize
          ? html`<p class="pager">${button('Previous', { disabled: this.#offset === 0, onClick: () => this.#turnTo(this.#offset - pageSize) })} ${button(
              'Next',
              { disabled: last >= total, onClick: () => this.#offset + pageSize < total && this.#turnTo(this.#offset + pageSize) },
            )}</p>`
          : nothing
      }`;
  }

  #row(row: ComparedRow, kind: RowChange): TemplateResult {
    const body = html`<span class="facts">${placeWords(row)}</span>${row.name.map((cell) => html`<span class="compared-name">${formatValue(cell.after ?? cell.before ?? null)}</span>`)}${
      kind === 'changed' ? row.cells.map(changedCell) : row.cells.slice(0, mostLone).map(loneCell)}${moreCells(row, kind)}`;
    const { after } = row;
    return html`<li class=${kind}>${
      after === undefined
        ? html`<div class="compared-row" tabindex="0">${body}</div>`
        : html`<button type="button" class="compared-row" title="Show row ${formatCount(after)} in Samples" @click=${() => this.#open(after, kind === 'changed' ? row.cells[0]?.column : undefined)}>${body}</button>`
    }</li>`;
  }

  #open(row: number, column: string | undefined): void {
    this.#context.store.patchScreen({ tab: 'samples', labelling: false });
    void this.#context.attempt(revealRow(this.#context, row, column));
  }

  #show(kind: RowChange, narrowed: Narrowed): void {
    this.#kind = kind;
    this.#narrowed = narrowed;
    this.#turnTo(0);
  }

  #turnTo(offset: number): void {
    this.#offset = Math.max(0, offset);
    this.#context.store.touch();
  }
}

function changedCell({ column, before = null, after = null }: ComparedCell): TemplateResult {
  return html`<span class="compared-cell"><span class="cell-name">${column}</span> <span>${difference(before, after)}</span></span>`;
}

function loneCell({ column, before, after }: ComparedCell): TemplateResult {
  return html`<span class="compared-cell"><span class="cell-name">${column}</span> <span>${formatValue(after ?? before ?? null)}</span></span>`;
}

function moreCells({ cells, more }: ComparedRow, kind: RowChange): TemplateResult | typeof nothing {
  const hidden = more + (kind === 'changed' ? 0 : Math.max(0, cells.length - mostLone));
  return hidden === 0 ? nothing : html`<span class="dim">${formatCounted(hidden, 'more cell')}</span>`;
}

/** Words that went are struck through, words that came stand on a ground. */
function difference(before: string | null, after: string | null): TemplateResult {
  const parts = before !== null && after !== null && Math.max(before.length, after.length) > shortText ? textDifference(before, after) : null;
  if (!parts || !parts.some(({ kind }) => kind === 'same')) return html`<del>${formatValue(before)}</del> → <ins>${formatValue(after)}</ins>`;
  return html`${parts.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? html`<ins>${text}</ins>` : html`<del>${text}</del>`))}`;
}

/** Arrow keys go from row to row. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
  if (step === 0) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.compared-row')];
  const next = rows[rows.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
