import { html, nothing, type TemplateResult } from 'lit';
import { describeFilter, type Filter } from '../../src/core/filter.ts';
import { isNumeric, isTemporal, type ColumnType } from '../../src/core/schema.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import type { Context } from '../context.ts';
import type { ScreenState } from '../store.ts';
import { visibleText } from '../grid/cellText.ts';
import { dateWords } from '../grid/headerFacts.ts';
import { linkButton } from '../ui/button.ts';
import { whenDrawnUnlessLeft } from '../ui/lostFocus.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';

/** The filters in force, each with a cross that takes it away. `edit` opens the filter menu on a column. */
export function chips({ store, focusRows }: Context, edit: (column: string) => void): TemplateResult | typeof nothing {
  const { filters } = store.screen;
  if (filters.length === 0) return nothing;
  const remove = (index: number, filter: Filter | undefined, event: Event): void => {
    const list = (event.currentTarget as HTMLElement).closest('.chips');
    store.patchScreen({ filters: store.screen.filters.filter((other) => other !== filter) });
    whenDrawnUnlessLeft(list, () => {
      const left = list?.querySelectorAll<HTMLElement>('.chip-words');
      if (list?.isConnected && left && left.length > 0) left[Math.min(index, left.length - 1)]?.focus();
      else focusRows();
    });
  };
  const key = (index: number) => (event: KeyboardEvent): void => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    event.stopPropagation();
    // The filter that has come to this place, where one was removed since it was drawn.
    const now = store.screen.filters;
    remove(index, now[Math.min(index, now.length - 1)], event);
  };
  return html`<span class="chips" role="list" aria-label="Filters">${filters.map((filter, index) => {
    const words = filterWords(filter, store.document);
    const column = 'column' in filter && filter.kind !== 'annotated' ? filter.column : undefined;
    return html`<span class="chip" role="listitem" @keydown=${key(index)}>
      <button type="button" class="chip-words" title=${`${words}\nDelete removes the filter`} @click=${() => column !== undefined && edit(column)}>${words}</button>
      <button type="button" class="chip-cross" aria-label=${`Remove the filter ${words}`} @click=${(event: Event) => remove(index, filter, event)}>✕</button>
    </span>`;
  })}${filters.length > 1 ? linkButton('Clear all', () => { store.patchScreen({ filters: [] }); focusRows(); }) : nothing}</span>`;
}

/** “128 of 12,480 rows”; “…” while it is not known. */
export function rowCountWords(document: DocumentState, viewRows: number | null, { filters, sort }: Pick<ScreenState, 'filters' | 'sort'>): string {
  const filtered = filters.length > 0;
  const records = document.dataset?.records ?? document.head?.records;
  if (document.phase === 'loading' && document.loadedRows > 0) {
    const rows = records === undefined ? `${formatCounted(document.loadedRows, 'row')} so far` : formatCounted(records, 'row');
    return `${rows}${filtered || sort ? '; filtered and sorted when loading is done' : ''}`;
  }
  if (!filtered) return records === undefined ? '… rows' : formatCounted(records, 'row');
  return `${viewRows === null ? '…' : formatCount(viewRows)} of ${records === undefined ? '…' : formatCounted(records, 'row')}`;
}

/** The words on a chip: dates as dates, lengths as lengths, titles of checks rather than their ids. */
export function filterWords(filter: Filter, document: DocumentState): string {
  if (filter.kind === 'range') return rangeWords(filter, typeOf(filter.column, document));
  if (filter.kind === 'flagged' && filter.check !== undefined) {
    const title = document.findings?.groups.find(({ check }) => check === filter.check)?.title ?? filter.check;
    return visibleText(describeFilter({ ...filter, check: title }));
  }
  return visibleText(describeFilter(filter));
}

function typeOf(column: string, document: DocumentState): ColumnType {
  const named = (entry: { name: string }): boolean => entry.name === column;
  return document.dataset?.columns.find(named)?.type ?? document.head?.columns.find(named)?.type ?? 'text';
}

function rangeWords(filter: Extract<Filter, { kind: 'range' }>, type: ColumnType): string {
  const { column, min, max, closed = false } = filter;
  const end = isTemporal(type) ? dateWords : (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 12 });
  const length = isNumeric(type) || isTemporal(type) ? '' : ' characters';
  if (min !== undefined && min === max) return `${column} is ${end(min)}${length}`;
  const from = min === undefined ? '' : ` from ${end(min)}`;
  const to = max === undefined ? '' : ` ${closed ? 'to' : 'below'} ${end(max)}`;
  return `${visibleText(column)}${length === '' ? '' : ' has'}${from}${to}${length}`;
}
