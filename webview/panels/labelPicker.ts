import { html, nothing, type TemplateResult } from 'lit';
import type { LabelDefinition } from '../../src/core/taxonomy.ts';
import type { Context } from '../context.ts';
import { breakable } from '../ui/breakable.ts';
import { formatCount, formatValue } from '../ui/numbers.ts';
import { TypeAhead } from '../ui/typeAhead.ts';
import { definitionOf, definitionWords, swatch } from './labelDefinitions.ts';

/** A list of all labels with type-ahead: for more labels than digits, and for a label that is not there yet. */
export class LabelPicker {
  readonly #list: TypeAhead<LabelChoice>;
  #labels: readonly LabelChoice[] = [];
  #takesNew = true;
  #definitions: readonly LabelDefinition[] = [];

  /** `giveBack` puts the keyboard where it was. */
  constructor(context: Context, choose: (label: string) => void, giveBack: () => void) {
    this.#list = new TypeAhead({
      title: 'Label of the row', field: 'Label', list: 'Labels',
      matching: (text) =>
        matchingLabels(this.#labels, text, (label) => definitionOf(this.#definitions, label)?.definition).filter(
          ({ count }) => this.#takesNew || count !== newLabel,
        ),
      none: 'No label is written so, or means that.',
      keyOf: ({ value }) => value,
      line: (choice) => this.#line(choice),
      hintOf: ({ value }) => definitionWords(value, definitionOf(this.#definitions, value)),
      pick: ({ value }) => choose(value),
      giveBack,
      touch: () => context.store.touch(),
    });
  }

  /** `takesNew`: a text that is no label yet can be one. `definitions`: what the labels mean. */
  open(labels: readonly LabelChoice[], takesNew: boolean, definitions: readonly LabelDefinition[]): void {
    this.#labels = labels;
    this.#takesNew = takesNew;
    this.#definitions = definitions;
    this.#list.open();
  }

  template(): TemplateResult | typeof nothing {
    return this.#list.template();
  }

  #line({ value, count }: LabelChoice): TemplateResult {
    const definition = definitionOf(this.#definitions, value);
    const isNew = this.#definitions.length > 0 ? 'new label, outside the taxonomy' : 'new label';
    return html`<span>${swatch(definition)}${breakable(formatValue(value))}${definition?.definition === undefined ? nothing : html`<span class="dim meaning">${definition.definition}</span>`}</span>
      <span class="dim">${count === newLabel ? isNew : formatCount(count)}</span>`;
  }
}

export interface LabelChoice {
  readonly value: string;
  /** Rows that have it. */
  readonly count: number;
}

/** The count of a text that is no label yet. */
const newLabel = -1;

/**
 * Labels that contain what is typed, then those that have each of its words somewhere, then those whose definition has;
 * of each, those that begin with it first. A text that is no label yet comes last, as a new one.
 */
export function matchingLabels(labels: readonly LabelChoice[], text: string, meaningOf: (label: string) => string | undefined): LabelChoice[] {
  const sought = text.trim().toLowerCase();
  const words = sought.split(/[\s_./-]+/).filter((word) => word !== '');
  const hasAll = (of: string): boolean => words.length > 0 && words.every((word) => of.includes(word));
  const rank = ({ value }: LabelChoice): number => {
    const name = value.toLowerCase();
    if (name.includes(sought)) return name.startsWith(sought) ? 0 : 1;
    return hasAll(name) ? 2 : hasAll((meaningOf(value) ?? '').toLowerCase()) ? 3 : 4;
  };
  const found = labels.map((label) => ({ label, rank: rank(label) })).filter((each) => each.rank < 4).sort((a, b) => a.rank - b.rank).map(({ label }) => label);
  const known = sought === '' || labels.some(({ value }) => value === text.trim());
  return known ? found : [...found, { value: text.trim(), count: newLabel }];
}
