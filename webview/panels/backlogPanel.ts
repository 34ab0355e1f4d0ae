import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { BacklogItem } from '../../src/core/backlog.ts';
import type { Backlog } from '../../src/protocol/labelMethods.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { button, linkButton } from '../ui/button.ts';
import { dot } from '../ui/dot.ts';
import { moveSelection } from '../ui/listKeys.ts';
import { formatCount, formatCounted, moreWords } from '../ui/numbers.ts';
import { backlogCsv, backlogMarkdown, costsBeside } from './backlogText.ts';

const pageSize = 100;
/** Acts that one copy holds. */
const mostCopied = 10_000;
const barWidth = 120;

/** What to fix first: acts by what it costs to leave their rows as they are. It ranks again as decisions are made. */
export class BacklogPanel {
  readonly #context: Context;
  readonly #page: Latest<Backlog | null>;
  #limit = pageSize;
  #selected = '';

  constructor(context: Context) {
    this.#context = context;
    this.#page = new Latest<Backlog | null>(() => context.store.touch());
  }

  template(): TemplateResult {
    const { store, host } = this.#context;
    const answer = this.#page.ask(`${this.#limit} ${store.document.revision}`, (signal) => host.call('backlog', { offset: 0, limit: this.#limit }, { signal }));
    if (answer.error !== null) return html`<p role="alert">${answer.error}</p>`;
    const backlog = answer.value;
    if (!backlog) return html`<p class="empty" role="status">…</p>`;
    return html`<div class="backlog">
      ${this.#summary(backlog)}
      ${backlog.items.length === 0 ? html`<p class="empty">Nothing is left to fix.</p>` : this.#table(backlog)}
      <p class="dim basis">${backlog.basis} ${linkButton('Set costs in winnow.json', () => void this.#context.attempt(host.call('openConfig', undefined)))}</p>
    </div>`;
  }

  #summary(backlog: Backlog): TemplateResult {
    const formatCost = costsBeside(backlog.cost);
    const people = backlog.by.map(({ person, rows }) => `${nameOf(person)}: ${formatCounted(rows, 'row')}`).join(' · ');
    return html`<p class="backlog-summary">Expected cost <b>${formatCost(backlog.cost)}</b>${
      backlog.settledCost > 0
        ? html` <span class="dim">· was ${formatCost(backlog.cost + backlog.settledCost)}, ${formatCost(backlog.settledCost)} settled by decisions</span>`
        : nothing
    }
      ${people === '' ? nothing : html`<span class="dim"> · decided: ${people}</span>`}
      <span class="grow"></span>${button('Copy as Markdown', { onClick: () => void this.#copy(backlogMarkdown) })}${button('Copy as CSV', { onClick: () => void this.#copy(backlogCsv) })}</p>`;
  }

  #table({ items, total }: Backlog): TemplateResult {
    const dearest = items[0]?.cost ?? 1;
    const selected = this.#selectedOf(items);
    const left = total - items.length;
    return html`<table class="findings by-cost" role="grid" aria-label="What to fix, dearest first"
        @keydown=${(event: KeyboardEvent) => this.#key(event, items)}>
      <thead><tr><th scope="col">Fix</th><th scope="col">Check</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Decided</th><th scope="col">Expected cost</th><td></td></tr></thead>
      <tbody>${repeat(items, ({ id }) => id, (item) => this.#row(item, item === selected, dearest))}</tbody>
    </table>
    ${left > 0 ? button(moreWords(left, pageSize), { onClick: () => this.#more() }) : nothing}`;
  }

  #row(item: BacklogItem, on: boolean, dearest: number): TemplateResult {
    const width = Math.max(1, (barWidth * item.cost) / dearest);
    const cost = costsBeside(dearest)(item.cost);
    return html`<tr class=${on ? 'on' : ''} role="row" aria-selected=${String(on)} tabindex=${on ? 0 : -1} @click=${() => this.#select(item)} @dblclick=${() => this.#show(item)}>
      <td role="gridcell" title=${item.title}>${dot(item.severity)}${item.title}</td>
      <td role="gridcell" class="dim">${item.checks.join(', ')}</td>
      <td role="gridcell" class="num">${item.rows === 0 ? '—' : formatCount(item.rows)}</td>
      <td role="gridcell" class="num dim">${item.decided === 0 ? '' : formatCount(item.decided)}</td>
      <td role="gridcell"><span class="cost"><svg class="score" width=${barWidth} height="10" role="img" aria-label="Expected cost ${cost}"><rect class="bar" width=${width} height="10" rx="2"></rect></svg><span class="num amount">${cost}</span></span></td>
      <td role="gridcell" class="act">${item.rows === 0 ? nothing : button('Show rows', { title: `Show the rows of: ${item.title}`, onClick: () => this.#show(item) })}</td>
    </tr>`;
  }

  #selectedOf(items: readonly BacklogItem[]): BacklogItem | undefined {
    return items.find(({ id }) => id === this.#selected) ?? items[0];
  }

  #key(event: KeyboardEvent, items: readonly BacklogItem[]): void {
    const selected = this.#selectedOf(items);
    const at = selected ? items.indexOf(selected) : -1;
    const onRow = event.target instanceof HTMLTableRowElement;
    if (event.key === 'Enter' && selected && onRow) this.#show(selected);
    else if (!moveSelection(event, at, items.length, (to) => this.#select(items[to]!))) return;
    event.preventDefault();
  }

  #select({ id }: BacklogItem): void {
    this.#selected = id;
    this.#context.store.touch();
  }

  #show(item: BacklogItem): void {
    this.#select(item);
    if (item.rows > 0) this.#context.store.showRows(item.filters);
  }

  #more(): void {
    this.#limit += pageSize;
    this.#context.store.touch();
  }

  async #copy(write: (items: readonly BacklogItem[]) => string): Promise<void> {
    const { host, attempt, store } = this.#context;
    await attempt((async () => {
      const all = await host.call('backlog', { offset: 0, limit: mostCopied });
      if (!all) return;
      await host.call('copy', { text: write(all.items) });
      store.say(`Copied ${formatCounted(all.items.length, 'line')}${all.total > all.items.length ? ` of ${formatCount(all.total)}` : ''}.`);
    })());
  }
}

/** Without the address. */
const nameOf = (person: string): string => person.replace(/\s*<[^>]*>\s*$/, '') || 'somebody';
