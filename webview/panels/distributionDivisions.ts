import { html, nothing, type TemplateResult } from 'lit';
import type { ColumnProfile } from '../../src/core/profile.ts';
import { type Division, divisionWords, howWords, usualDivision } from '../../src/core/segments.ts';
import type { RankedDivision } from '../../src/protocol/distributionMethods.ts';
import type { Context } from '../context.ts';
import { visibleText } from '../grid/cellText.ts';
import { button } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { whenDrawnUnlessLeft } from '../ui/lostFocus.ts';
import { formatCounted } from '../ui/numbers.ts';
import { TypeAhead } from '../ui/typeAhead.ts';
import { waysOf } from './distributionColumns.ts';
import { testWords } from './distributionWords.ts';

/** What divides the rows: a chip each, and “+ segment”, which crosses them with another. */
export class DistributionDivisions {
  readonly #context: Context;
  readonly #list: TypeAhead<ColumnProfile>;
  #dividing: readonly ColumnProfile[] = [];
  #by: readonly Division[] = [];
  #ranked: readonly RankedDivision[] = [];

  constructor(context: Context) {
    this.#context = context;
    this.#list = new TypeAhead({
      title: 'Divide the rows by', field: 'Column', list: 'Columns',
      matching: (text) => this.#matching(text),
      keyOf: ({ column }) => column,
      line: (profile) => html`<span>${visibleText(profile.column)}</span><span class="dim">${this.#aside(profile)}</span>`,
      hintOf: (profile) => divisionWords(usualDivision(profile)),
      none: 'No column is left whose values repeat, or that holds numbers or dates.',
      pick: (profile) => this.#set([...this.#by, usualDivision(profile)]),
      giveBack: () => this.#giveBack(),
      touch: () => context.store.touch(),
    });
  }

  /** `by`: what divides them now. */
  template(dividing: readonly ColumnProfile[], by: readonly Division[], ranked: readonly RankedDivision[]): TemplateResult {
    this.#dividing = dividing;
    this.#by = by;
    this.#ranked = ranked;
    return html`${by.map((division, index) => html`${index > 0 ? html`<span class="dim" aria-hidden="true">×</span>` : nothing}${this.#chip(division)}`)}
      ${button('+ segment', { title: by.length === 0 ? 'Divide the rows by a column' : 'Cross these segments with another column', onClick: () => this.#list.open() })}${this.#list.template()}`;
  }

  #chip(division: Division): TemplateResult {
    const ways = waysOf(this.#context.store.document, division.column);
    const choices = ways.map((way) => ({ value: JSON.stringify(way), words: howWords(way) || 'by value' }));
    const change = (value: string): void => {
      const way = ways.find((each) => JSON.stringify(each) === value);
      if (way) this.#set(this.#by.map((each) => (each.column === division.column ? way : each)));
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Delete' && event.key !== 'Backspace') return;
      event.preventDefault();
      event.stopPropagation();
      this.#remove(division);
    };
    return html`<span class="chip division" @keydown=${key}><b>${visibleText(division.column)}</b>
      ${choices.length > 1 ? dropdown(`How ${division.column} divides the rows`, choices, JSON.stringify(division), change) : nothing}
      <button type="button" class="chip-cross" aria-label="Do not divide by ${division.column}" title="Do not divide by ${division.column}" @click=${() => this.#remove(division)}>✕</button></span>`;
  }

  #remove({ column }: Division): void {
    this.#set(this.#by.filter((each) => each.column !== column));
    this.#giveBack();
  }

  #set(divisions: readonly Division[]): void {
    this.#by = divisions;
    this.#context.store.patchScreen({ divisions });
  }

  #matching(text: string): ColumnProfile[] {
    const sought = text.trim().toLowerCase();
    const taken = new Set(this.#by.map(({ column }) => column));
    const found = this.#dividing.filter(({ column }) => !taken.has(column) && column.toLowerCase().includes(sought));
    const rank = ({ column }: ColumnProfile): number => (column.toLowerCase().startsWith(sought) ? 0 : 1);
    return sought === '' ? found : found.sort((a, b) => rank(a) - rank(b));
  }

  /** How far the column tells values apart, where that is known; else what it holds. */
  #aside(profile: ColumnProfile): string {
    const test = this.#ranked.find(({ division }) => division.column === profile.column)?.test;
    if (test) return testWords(test);
    const { how } = usualDivision(profile);
    return how === 'values' ? `${profile.distinctIsExact ? '' : '≈ '}${formatCounted(profile.distinct, 'value')}` : howWords(usualDivision(profile));
  }

  #giveBack(): void {
    whenDrawnUnlessLeft(null, () => document.querySelector<HTMLElement>('.distributions .bar vscode-button')?.focus());
  }
}
