import { html, nothing, type TemplateResult } from 'lit';
import type { Filter } from '../../src/core/filter.ts';
import { isCategorical, missingShare, type ColumnProfile, type ValueCount } from '../../src/core/profile.ts';
import { isNumeric, isTemporal, type Column } from '../../src/core/schema.ts';
import type { Context } from '../context.ts';
import { visibleText } from '../grid/cellText.ts';
import { setFilter } from '../grid/filters.ts';
import { dateWords } from '../grid/headerFacts.ts';
import { Latest } from '../latest.ts';
import { button } from '../ui/button.ts';
import { checkbox } from '../ui/checkbox.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';

/** Values that are listed; more are found by searching. */
const listedValues = 100;

type ColumnFilter<Kind extends Filter['kind']> = Extract<Filter, { kind: Kind; column: string }>;

/** What the rows may be asked for by one column. What is chosen takes effect at once. */
export class ColumnFilterEditor {
  readonly #context: Context;
  readonly #column: Column;
  readonly #values: Latest<{ values: readonly ValueCount[]; distinct: number }>;
  readonly #done: () => void;
  #search = '';
  #from: string;
  #to: string;
  #contains = '';
  #problem = '';
  /** Missing is among the values that are listed. */
  #missingIsListed = false;

  constructor(context: Context, column: Column, done: () => void) {
    this.#context = context;
    this.#column = column;
    this.#done = done;
    this.#values = new Latest(() => context.store.touch());
    const range = this.#filter('range');
    this.#from = this.#end(range?.min);
    this.#to = this.#end(range?.max);
  }

  template(): TemplateResult {
    const profile = this.#context.store.document.profiles.find((candidate) => candidate.column === this.#column.name);
    const ranged = isNumeric(this.#column.type) || isTemporal(this.#column.type);
    const listed = !profile || isCategorical(profile) || (profile.top.length > 0 && profile.distinct <= 50);
    return html`<div class="filter-column">
      ${ranged ? this.#range() : nothing}
      ${ranged ? nothing : this.#text()}
      ${listed ? this.#list() : nothing}
      ${this.#missing(profile)}
    </div>`;
  }

  #range(): TemplateResult {
    const hint = isTemporal(this.#column.type) ? 'yyyy-mm-dd' : 'any';
    const apply = (): void => this.#applyRange();
    return html`<div class="filter-range">
      ${textField(this.#from, { label: 'From', placeholder: `from (${hint})`, autofocus: true, onInput: (text) => (this.#from = text), onEnter: apply, onEscape: this.#done })}
      <span class="dim">to</span>
      ${textField(this.#to, { label: 'To', placeholder: `to (${hint})`, onInput: (text) => (this.#to = text), onEnter: apply, onEscape: this.#done })}
      ${button('Set', { onClick: apply })}
    </div>${this.#problem === '' ? nothing : html`<p class="filter-problem" role="alert">${this.#problem}</p>`}`;
  }

  #text(): TemplateResult {
    const apply = (): void => {
      if (this.#contains === '') return;
      this.#set({ kind: 'contains', column: this.#column.name, text: this.#contains });
      this.#done();
    };
    return html`<div class="filter-range">
      ${textField(this.#contains, { label: 'Contains', placeholder: 'contains …', autofocus: true, onInput: (text) => (this.#contains = text), onEnter: apply, onEscape: this.#done })}
      ${button('Set', { onClick: apply })}
    </div>`;
  }

  #list(): TemplateResult {
    const { host } = this.#context;
    const column = this.#column.name;
    const search = this.#search.trim();
    const { value: answer, error } = this.#values.ask(`${column}\n${search}`, (signal) =>
      host.call('values', search === '' ? { column, limit: listedValues } : { column, search, limit: listedValues }, { signal }));
    const filter = this.#filter('values');
    const chosen = new Set(filter?.values ?? []);
    this.#missingIsListed = answer?.values.some(({ value }) => value === null) ?? false;
    const more = answer ? answer.distinct - answer.values.length : 0;
    const shown = (value: string | null): string => (value === null ? 'missing' : value === '' ? 'empty' : visibleText(value));
    return html`
      ${answer && answer.distinct <= 8 && search === '' ? nothing : textField(this.#search, { label: 'Search the values', placeholder: 'search the values', onInput: (text) => this.#searchFor(text), onEscape: this.#done })}
      <div class="filter-values" role="group" aria-label="Values">
        ${error === null ? nothing : html`<p class="filter-problem" role="alert">${error}</p>`}
        ${answer?.values.map(({ value, count }) => html`<div class="filter-value">${checkbox(html`<bdi>${shown(value)}</bdi>`, chosen.has(value), (on) => this.#choose(value, on))}<span class="count">${formatCount(count)}</span></div>`)}
        ${more > 0 ? html`<p class="dim">${formatCount(more)} more: search for them</p>` : nothing}
        ${answer?.values.length === 0 ? html`<p class="dim">No such value</p>` : nothing}
      </div>
      ${chosen.size === 0 ? nothing : checkbox('All rows but these', filter?.exclude === true, (on) => this.#exclude(on))}`;
  }

  #missing(profile: ColumnProfile | undefined): TemplateResult | typeof nothing {
    if (profile && missingShare(profile) === 0) return nothing;
    if (this.#missingIsListed && !this.#filter('missing')) return nothing;
    const words = profile ? html`missing <span class="count">${formatShare(missingShare(profile))}</span>` : 'missing';
    const on = this.#filter('missing') !== undefined;
    return checkbox(words, on, (chosen) => (chosen ? this.#set({ kind: 'missing', column: this.#column.name }) : this.#drop('missing')));
  }

  #searchFor(text: string): void {
    this.#search = text;
    this.#context.store.touch();
  }

  #choose(value: string | null, on: boolean): void {
    const filter = this.#filter('values') ?? ({ kind: 'values', column: this.#column.name, values: [] } as const);
    const values = on ? [...filter.values, value] : filter.values.filter((other) => other !== value);
    if (values.length === 0) this.#drop('values');
    else this.#set({ ...filter, values });
  }

  #exclude(exclude: boolean): void {
    const filter = this.#filter('values');
    if (!filter) return;
    const { kind, column, values } = filter;
    this.#drop('values');
    this.#set(exclude ? { kind, column, values, exclude } : { kind, column, values });
  }

  #applyRange(): void {
    const min = this.#parse(this.#from);
    const max = this.#parse(this.#to);
    const wrong = [min, max].includes(null)
      ? isTemporal(this.#column.type)
        ? 'Write dates as 2024-01-31, or 2024-01-31 17:00'
        : 'Write numbers as 1000 or 0.5'
      : '';
    this.#problem = wrong || (min !== undefined && max !== undefined && min! > max! ? 'The range ends before it begins' : '');
    this.#context.store.touch();
    if (this.#problem !== '' || min === null || max === null) return;
    if (min === undefined && max === undefined) this.#drop('range');
    else this.#set({ kind: 'range', column: this.#column.name, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max, closed: true }) });
    this.#done();
  }

  /** undefined: no end; null: not understood. */
  #parse(text: string): number | undefined | null {
    const trimmed = text.trim();
    if (trimmed === '') return undefined;
    // Dates without a zone are those of the file, which the engine counts as UTC.
    const value = isTemporal(this.#column.type)
      ? Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(trimmed) ? trimmed : `${trimmed.replace(' ', 'T')}${trimmed.length > 10 ? 'Z' : ''}`)
      : Number(trimmed);
    return Number.isFinite(value) ? value : null;
  }

  #end(value: number | undefined): string {
    if (value === undefined) return '';
    return isTemporal(this.#column.type) ? dateWords(value) : String(value);
  }

  #filter<Kind extends 'values' | 'range' | 'missing'>(kind: Kind): ColumnFilter<Kind> | undefined {
    return this.#context.store.screen.filters.find(
      (filter): filter is ColumnFilter<Kind> => filter.kind === kind && 'column' in filter && filter.column === this.#column.name,
    );
  }

  #set(filter: Filter): void {
    const { store } = this.#context;
    store.patchScreen({ filters: setFilter(store.screen.filters, filter) });
  }

  #drop(kind: 'values' | 'range' | 'missing'): void {
    const { store } = this.#context;
    const dropped = this.#filter(kind);
    store.patchScreen({ filters: store.screen.filters.filter((filter) => filter !== dropped) });
  }
}
