import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { View } from '../../src/core/filter.ts';
import type { Context } from '../context.ts';
import { formatCount, formatValue } from '../ui/numbers.ts';
import { styled } from '../ui/styled.ts';
import type { ChangedRow, ChangedRows } from './labelChange.ts';

const lineHeight = 25;
const shownLines = 12;
/** Lines read beyond those in sight. */
const ahead = 24;
const mostKept = 4000;

export interface PreviewOptions {
  readonly to: string;
  /** Which rows are ticked; null: all of them, and none can be unticked. */
  readonly ticked: ((row: number) => boolean) | null;
  readonly tick: (row: number, on: boolean) => void;
}

/** Every row of a change, of which only those in sight are drawn and read. */
export class PreviewRows {
  readonly #context: Context;
  readonly #texts = new Map<number, string>();
  #top = 0;
  #of: ChangedRows | null = null;
  #asked = '';

  constructor(context: Context) {
    this.#context = context;
  }

  template(changed: ChangedRows, options: PreviewOptions): TemplateResult {
    if (changed !== this.#of) {
      this.#of = changed;
      this.#top = 0;
      this.#texts.clear();
      this.#asked = '';
    }
    const first = Math.max(0, Math.floor(this.#top / lineHeight) - 2);
    const shown = changed.rows.slice(first, first + shownLines + 4);
    this.#read(changed, first);
    const scroll = (event: Event): void => {
      this.#top = (event.currentTarget as HTMLElement).scrollTop;
      this.#context.store.touch();
    };
    return html`<div class="preview-rows" tabindex="0" role="list" aria-label="Rows that change" @scroll=${scroll} ${styled({ height: `${Math.min(shownLines, Math.max(1, changed.rows.length)) * lineHeight}px` })}>
      <div ${styled({ height: `${changed.rows.length * lineHeight}px` })}><div ${styled({ transform: `translateY(${first * lineHeight}px)` })}>${repeat(
        shown,
        ({ row }) => row,
        (row, index) => this.#line(row, first + index, changed.rows.length, options),
      )}</div></div>
    </div>`;
  }

  #line({ row, from }: ChangedRow, index: number, count: number, { to, ticked, tick }: PreviewOptions): TemplateResult {
    const on = ticked?.(row) ?? true;
    const box =
      ticked === null
        ? ''
        : html`<input type="checkbox" .checked=${on} aria-label=${`Row ${formatCount(row)}`} @change=${(event: Event) => tick(row, (event.currentTarget as HTMLInputElement).checked)}>`;
    return html`<label class="preview-row" role="listitem" aria-setsize=${count} aria-posinset=${index + 1}>${box}<span class="num">${formatCount(row)}</span>
      <span class="change"><bdi class="was">${formatValue(from)}</bdi>${on ? html` → <b><bdi>${to === '' ? '…' : formatValue(to)}</bdi></b>` : ''}</span><span class="dim text">${this.#texts.get(row) ?? '…'}</span></label>`;
  }

  /** Reads what is in sight, and a little more, from the views in which the rows were found. */
  #read({ rows, views }: ChangedRows, first: number): void {
    const from = Math.max(0, first - ahead);
    const wanted = rows.slice(from, first + shownLines + ahead);
    if (!wanted.some(({ row }) => !this.#texts.has(row))) return;
    const question = `${from}`;
    if (question === this.#asked) return;
    this.#asked = question;
    views.forEach((view, index) => {
      const positions = wanted.filter((row) => row.view === index).map(({ position }) => position);
      if (positions.length > 0) void this.#readView(view, Math.min(...positions), Math.max(...positions));
    });
  }

  async #readView(view: View, first: number, last: number): Promise<void> {
    const { store, host } = this.#context;
    const { dataset } = store.document;
    const columns = (dataset?.roles.content ?? []).slice(0, 2);
    const shown =
      columns.length > 0
        ? columns
        : (dataset?.columns ?? [])
            .filter(({ name }) => name !== dataset?.roles.label)
            .slice(0, 3)
            .map(({ name }) => name);
    const window = await host.call('window', { view, offset: first, limit: Math.min(2000, last - first + 1), columns: shown }).catch(() => null);
    if (!window) return;
    window.rows.forEach((row, place) => this.#texts.set(row, window.cells.map(({ text }) => text[place] ?? '').filter((text) => text !== '').join(' · ')));
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= mostKept) break;
      this.#texts.delete(oldest);
    }
    store.touch();
  }
}
