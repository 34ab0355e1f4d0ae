import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';
import { formatCount, formatValue } from '../ui/numbers.ts';
import { TypeAhead } from '../ui/typeAhead.ts';
import { definitionOf, definitionWords, swatch } from './labelDefinitions.ts';

/** A list of all labels with type-ahead: for more labels than digits, and for a label that is not there yet. */
export class LabelPicker {
  readonly #context: Context;
  readonly #list: TypeAhead<LabelChoice>;
  #labels: readonly LabelChoice[] = [];
  #takesNew = true;

  /** `giveBack` puts the keyboard where it was. */
  constructor(context: Context, choose: (label: string) => void, giveBack: () => void) {
    this.#context = context;
    this.#list = new TypeAhead({
      title: 'Label of the row', field: 'Label', list: 'Labels',
      matching: (text) => matchingLabels(this.#labels, text).filter(({ count }) => this.#takesNew || count !== newLabel),
      keyOf: ({ value }) => value,
      line: (choice) => this.#line(choice),
      hintOf: ({ value }) => definitionWords(value, definitionOf(context.store.document.taxonomy, value)),
      pick: ({ value }) => choose(value),
      giveBack,
      touch: () => context.store.touch(),
    });
  }

  /** `takesNew`: a text that is no label yet can be one. */
  open(labels: readonly LabelChoice[], takesNew: boolean): void {
    this.#labels = labels;
    this.#takesNew = takesNew;
    this.#list.open();
  }

  template(): TemplateResult | typeof nothing {
    return this.#list.template();
  }

  #line({ value, count }: LabelChoice): TemplateResult {
    const definition = definitionOf(this.#context.store.document.taxonomy, value);
    return html`<span>${swatch(definition)}${formatValue(value)}${definition?.definition === undefined ? nothing : html`<span class="dim meaning">${definition.definition}</span>`}</span>
      <span class="dim">${count === newLabel ? 'new label' : formatCount(count)}</span>`;
  }
}

export interface LabelChoice {
  readonly value: string;
  /** Rows that have it. */
  readonly count: number;
}

/** The count of a text that is no label yet. */
const newLabel = -1;

/** Labels that contain the text, those that begin with it first; a text that is no label yet comes last, as a new one. */
function matchingLabels(labels: readonly LabelChoice[], text: string): LabelChoice[] {
  const sought = text.trim().toLowerCase();
  const rank = ({ value }: LabelChoice): number => (value.toLowerCase().startsWith(sought) ? 0 : 1);
  const found = labels.filter(({ value }) => value.toLowerCase().includes(sought)).sort((a, b) => rank(a) - rank(b));
  const known = sought === '' || labels.some(({ value }) => value === text.trim());
  return known ? found : [...found, { value: text.trim(), count: newLabel }];
}
