import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { NextRow, NextToLabel, NoNext } from '../../src/core/nextToLabel.ts';
import type { Context } from '../context.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button, linkButton } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { moveSelection } from '../ui/listKeys.ts';
import { formatCount, formatCounted, formatScore, formatShare } from '../ui/numbers.ts';

const counts = ['20', '50', '100', '200', '500'] as const;
const barWidth = 60;

/** Rows without a label, the one whose label would teach most first, and the way into labelling them in that order. */
export class NextToLabelPanel {
  readonly #context: Context;
  /** Asked again by hand: labels that were given meanwhile change the answer. */
  readonly #found: LongAnswer<NextToLabel | NoNext>;
  #count = '50';
  #selected = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#found = new LongAnswer<NextToLabel | NoNext>(context);
  }

  template(): TemplateResult {
    const { store, host } = this.#context;
    if (this.#found.stopped)
      return html`<div class="empty"><p>The rows were not chosen: it was stopped.</p>${button('Choose rows', { look: 'primary', onClick: () => this.#again() })}</div>`;
    const { dataset } = store.document;
    const question = [this.#count, dataset?.path, dataset?.bytes, dataset?.roles];
    const answer = this.#found.ask(question, (options) => host.call('nextToLabel', { count: Number(this.#count) }, options));
    if (answer.error !== null)
      return html`<div class="empty"><p role="alert">${answer.error}</p>${button('Try again', { onClick: () => this.#again() })}</div>`;
    if (!answer.current) return this.#found.page('Looking for rows without a label');
    const next = answer.value!;
    return 'why' in next ? this.#nothing(next.why) : this.#list(next);
  }

  #nothing(why: string): TemplateResult {
    return html`<div class="empty"><p>No row is to be labelled next: ${why}.</p>
      <p>Rows without a label are listed here, those first whose label would teach a model most: it is least sure of them, and they are unlike one another.</p>
      <p>${linkButton('Correct the roles', () => this.#context.store.patchScreen({ tab: 'samples', panel: 'roles' }))} · ${linkButton('Choose again', () => this.#again())}</p></div>`;
  }

  #list(next: NextToLabel): TemplateResult {
    const { source, looked } = next;
    const selected = Math.min(this.#selected, next.rows.length - 1);
    return html`<div class="plan">
      <div class="plan-bar">${button(`Label these ${formatCounted(next.rows.length, 'row')}`, { look: 'primary', title: 'Open the labelling mode on these rows, in this order', onClick: () => this.#label(next, selected) })}
        ${dropdown('How many rows', counts.map((value) => ({ value, words: `${value} rows` })), this.#count, (value) => this.#choose(value))}
        ${button('Choose again', { title: 'With the labels that were given meanwhile', onClick: () => this.#again() })}
        <span class="dim">${formatCount(next.unlabelled)} without a label in ${next.column} · ${formatCount(next.labelled)} with one</span></div>
      <p class="dim">${next.method}${looked === undefined ? nothing : ` Looked at ${formatCount(looked)} of them, at even distances.`}${source ? ` Probabilities: ${source.words}, right for ${formatShare(source.accuracy)} of ${formatCounted(source.rows, 'labelled row')}.` : nothing}</p>
      <table class="findings" role="grid" aria-label="What to label next" @keydown=${(event: KeyboardEvent) => this.#key(event, next)}>
        <thead><tr><th scope="col" class="num">Row</th><th scope="col">Why</th><th scope="col">Margin</th><th scope="col">Content</th></tr></thead>
        <tbody>${repeat(next.rows, ({ row }) => row, (row, at) => this.#row(next, row, at, at === selected))}</tbody>
      </table></div>`;
  }

  #row(next: NextToLabel, { row, why, margin, preview }: NextRow, at: number, on: boolean): TemplateResult {
    return html`<tr class=${on ? 'on' : ''} role="row" aria-selected=${String(on)} tabindex=${on ? 0 : -1} data-row=${row} @click=${() => this.#select(at)} @dblclick=${() => this.#label(next, at)}>
      <td role="gridcell" class="num">${formatCount(row)}</td>
      <td role="gridcell" class="why">${why}</td>
      <td role="gridcell">${margin === undefined ? html`<span class="dim">—</span>` : html`<span class="cost"><svg class="score" width=${barWidth} height="10" role="img" aria-label="Margin ${formatScore(margin)}"><rect class="bar" width=${Math.max(1, barWidth * margin)} height="10" rx="2"></rect></svg><span class="num">${formatScore(margin)}</span></span>`}</td>
      <td role="gridcell" class="plan-preview" title=${preview}>${preview}</td>
    </tr>`;
  }

  #key(event: KeyboardEvent, next: NextToLabel): void {
    const at = Math.min(this.#selected, next.rows.length - 1);
    if (event.key === 'Enter' && event.target instanceof HTMLTableRowElement) this.#label(next, at);
    else if (!moveSelection(event, at, next.rows.length, (to) => this.#select(to))) return;
    event.preventDefault();
  }

  #select(at: number): void {
    this.#selected = at;
    this.#context.store.touch();
  }

  /** The labelling mode over these rows, in this order, from one of them on. */
  #label({ rows }: NextToLabel, from: number): void {
    const start = rows[from]!;
    this.#context.store.patchScreen({
      tab: 'samples', labelling: true, labellingTarget: null, sort: null, viewRows: null,
      filters: [{ kind: 'listed', title: `what to label next (${formatCount(rows.length)})`, rows: rows.map(({ row }) => row) }],
      selectedRow: start.row, selectedPosition: from,
    });
  }

  #choose(count: string): void {
    this.#count = count;
    this.#selected = 0;
    this.#context.store.touch();
  }

  #again(): void {
    this.#selected = 0;
    this.#found.again();
  }
}
