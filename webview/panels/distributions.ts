import { html, nothing, type TemplateResult } from 'lit';
import { type Division, divisionWords, isOrdered } from '../../src/core/segments.ts';
import type { Distribution, MissingMatrix, RankedDivision } from '../../src/protocol/distributionMethods.ts';
import { smallMultiples } from '../charts/smallMultiples.ts';
import type { Context } from '../context.ts';
import { button, linkButton } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { whenDrawnUnlessLeft } from '../ui/lostFocus.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';
import { segmented } from '../ui/segmented.ts';
import { textField } from '../ui/textField.ts';
import { CollectSection } from './collectSection.ts';
import { Counting } from './counting.ts';
import { DistributionCharts, showGroup } from './distributionCharts.ts';
import { distributionColumns, type DistributionColumns } from './distributionColumns.ts';
import { DistributionDivisions } from './distributionDivisions.ts';
import { basisWords, valueWords } from './distributionGroups.ts';
import { histogramMultiples, type HistogramOptions } from './distributionHistogram.ts';
import { differenceWords } from './distributionWords.ts';
import { missingMatrix } from './missingMatrix.ts';
import { chips } from './samplesChips.ts';

/** Segments shown before “more” is asked for; of those that come in an order, as many as a person has asked to see beside each other. */
const mostSegments = 24;
const mostInOrder = 40;
/** A list is searched and put in another order where it is longer than one look. */
const oneLook = 8;

/** How often each value of a column occurs, in all rows and in each segment; and what is missing where. */
export class Distributions {
  readonly #context: Context;
  readonly #divisions: DistributionDivisions;
  readonly #collect: CollectSection;
  readonly #ranked: Counting<readonly RankedDivision[]>;
  readonly #table: Counting<Distribution>;
  readonly #missing: Counting<MissingMatrix>;
  /** What divides the rows where every segment is shown, and where a text is looked for. */
  #expanded = '';
  #search = { by: '', text: '' };
  #order: 'largest' | 'differs' = 'largest';
  /** The charts are of what was asked before: of other filters, say. */
  #isRecounted = false;

  constructor(context: Context) {
    this.#context = context;
    this.#divisions = new DistributionDivisions(context);
    this.#collect = new CollectSection(context);
    this.#ranked = new Counting(context, 'Looking for what differs most');
    this.#table = new Counting(context, 'Counting');
    this.#missing = new Counting(context, 'Counting what is missing');
  }

  template(): TemplateResult {
    const { document, screen } = this.#context.store;
    if (document.phase !== 'ready') return html`<p class="empty">The histograms come when the file is read.</p>`;
    const columns = distributionColumns(document, screen);
    const { of } = columns;
    if (of === null) {
      return html`<p class="empty">No column has values that repeat, numbers or dates. ${this.#rolesLink('Give a column the role label')} to see its histogram here.</p>`;
    }
    const ranked = this.#rank(of, columns);
    const by = columns.by ?? startOf(columns, ranked);
    const found =
      by === null
        ? html`<p class="empty">${this.#ranked.template()}</p>`
        : html`${this.#charts(of, by)}${this.#missingSection(by)}${this.#collect.template(by)}`;
    return html`<section class="distributions">${this.#bar(columns, of, by ?? [], ranked ?? [])}${this.#filters()}<div class="panel">${found}</div></section>`;
  }

  #bar({ countable, dividing }: DistributionColumns, of: Division, by: readonly Division[], ranked: readonly RankedDivision[]): TemplateResult {
    const { store } = this.#context;
    const label = store.document.dataset?.roles.label;
    return html`<div class="bar">
      <span>${of.column === label ? 'Label' : 'Values of'}</span>${dropdown(
        'What is counted',
        countable.map((name) => ({ value: name, words: name })),
        of.column,
        (value) => store.patchScreen({ distributionOf: value }),
      )}
      ${of.how === 'values' ? nothing : html`<span class="dim">${howCounted(of)}</span>`}
      <span>by</span>${this.#divisions.template(dividing, by, ranked)}
      ${label === undefined ? html`<span class="dim">No column has the role label: ${this.#rolesLink('choose one in Roles')}</span>` : nothing}
      <span class="grow"></span>${this.#isRecounted ? this.#table.template() : nothing}
      ${segmented(
        'Scale',
        [
          { value: 'share', words: 'Share' },
          { value: 'count', words: 'Count' },
        ] as const,
        store.screen.scale,
        (scale) => store.patchScreen({ scale }),
      )}
      ${by.length === 0 ? nothing : html`<span class="facts legend"><i class="tick-sign"></i> ${store.screen.scale === 'share' ? 'overall share' : 'at the overall share'}</span>`}
    </div>`;
  }

  /** What is counted, where it is not all rows. */
  #filters(): TemplateResult | typeof nothing {
    const { store } = this.#context;
    if (store.screen.filters.length === 0) return nothing;
    return html`<div class="bar filtered"><span class="dim">Only rows that pass</span>${chips(this.#context, () => store.patchScreen({ tab: 'samples' }))}
      ${linkButton('Count all rows', () => this.#countAll())}</div>`;
  }

  /** The bar goes away, and with it what had the keyboard. */
  #countAll(): void {
    this.#context.store.patchScreen({ filters: [] });
    whenDrawnUnlessLeft(null, () => document.querySelector<HTMLElement>('.distributions .bar vscode-dropdown')?.focus());
  }

  #rank(of: Division, { by, candidates }: DistributionColumns): readonly RankedDivision[] | null {
    const { store, host } = this.#context;
    const { filters } = store.screen;
    // With a single one there is nothing to choose, but its figure stands in the list of columns.
    if (candidates.length === 0) return [];
    const answer = this.#ranked.ask(JSON.stringify([of, candidates, filters, store.document.revision]), (options) =>
      host.call('rankDivisions', { of, among: candidates, filters }, options),
    );
    if (answer.error !== null) return [];
    return answer.current || by !== null ? answer.value : null;
  }

  #charts(of: Division, by: readonly Division[]): TemplateResult {
    const { store, host } = this.#context;
    const { filters, scale } = store.screen;
    const key = JSON.stringify([of, by]);
    const search = this.#search.by === key ? this.#search.text : '';
    const answer = this.#table.ask(JSON.stringify([key, filters, search, store.document.revision]), (options) =>
      host.call('distribution', { of, by, filters, search }, options),
    );
    const table = answer.value;
    this.#isRecounted = table !== null && !answer.current && answer.error === null && JSON.stringify([table.of, table.by]) === key;
    if (answer.error !== null) return html`<p class="empty" role="alert">${answer.error}</p>`;
    if (!table || JSON.stringify([table.of, table.by]) !== key) return html`<p class="empty">${this.#table.template()}</p>`;
    if (table.counted.rows === 0)
      return html`<p class="empty">${table.counted.filtered ? 'No row passes the filters.' : 'There are no readable rows to count.'}</p>`;
    const charts = new DistributionCharts(this.#context, table, scale);
    const shown = this.#shown(table, key, search);
    const gathers = search === '';
    const multiples = charts.multiples(shown, gathers);
    const most = charts.most(shown, gathers);
    const words = { title: [of, ...by].map(divisionWords).join(' by '), basis: basisWords(table.counted) };
    const hidden = table.segments.length - shown.length;
    return html`${differenceWords(table, store.document)}${this.#finder(table, key, search)}
      ${isOrdered(of) ? histogramMultiples(multiples, { ...words, most, ...this.#axis(table) }) : smallMultiples(multiples, most, words)}
      ${hidden > 0 ? html`<p>${button(`+${formatCount(hidden)} more`, { title: 'Show every listed segment', onClick: () => this.#expand(key) })}</p>` : nothing}`;
  }

  /** Indices of the segments to draw, in the order in which they are drawn. */
  #shown(table: Distribution, key: string, search: string): number[] {
    const indices = table.segments.map((_, index) => index);
    if (this.#order === 'differs') {
      const effects = new Map<number, number>();
      for (const { segment, effect } of table.differences) effects.set(segment, Math.max(effects.get(segment) ?? 0, Math.abs(effect)));
      indices.sort((a, b) => (effects.get(b) ?? 0) - (effects.get(a) ?? 0) || a - b);
    }
    const most = table.by.every(isOrdered) ? mostInOrder : mostSegments;
    return this.#expanded === key || search !== '' ? indices : indices.slice(0, most);
  }

  /** A field that looks for segments, and their order, where there are more than one look takes in. */
  #finder({ by, allSegments, matching, segments, differences }: Distribution, key: string, search: string): TemplateResult | typeof nothing {
    if (by.length === 0 || allSegments <= oneLook) return nothing;
    const found =
      search === ''
        ? ''
        : `${formatCount(matching)} of ${formatCounted(allSegments, 'segment')}${segments.length < matching ? `, the ${formatCount(segments.length)} largest shown` : ''}`;
    const set = (text: string): void => {
      this.#search = { by: key, text };
      this.#context.store.touch();
    };
    const natural = by.every(isOrdered) ? 'In order' : 'Largest first';
    return html`<div class="bar finder">${textField(search, { label: 'Find a segment', placeholder: 'Find a segment', onInput: set, onEscape: () => set('') })}
      <span class="dim" role="status">${found}</span><span class="grow"></span>
      ${
        differences.length === 0
          ? nothing
          : segmented(
              'Order',
              [
                { value: 'largest', words: natural },
                { value: 'differs', words: 'Most different first' },
              ] as const,
              this.#order,
              (order) => {
                this.#order = order;
                this.#context.store.touch();
              },
            )
      }</div>`;
  }

  /** The ends of the axis, and the scale; its unit stands once, at the end. */
  #axis(table: Distribution): Pick<HistogramOptions, 'apart' | 'from' | 'to' | 'words'> {
    const onAxis = table.values.filter(({ kind }) => kind === 'range' || kind === 'weekday').length;
    const words = (index: number): string => (onAxis === 0 ? '' : valueWords(table, index, this.#context.store.document));
    // Outer bins may reach farther than their bars are wide.
    const widthOf = (index: number): number => {
      const part = table.values[index];
      return part?.kind === 'range' ? (part.max ?? 0) - (part.min ?? 0) : 0;
    };
    const isFar = (index: number): boolean => table.of.how === 'histogram' && onAxis > 2 && widthOf(index) > widthOf(1) * 1.5;
    const [first = '', last = ''] = [words(0).split(' – ')[0], words(onAxis - 1).split(' – ').at(-1)];
    const { scale } = this.#context.store.screen;
    return {
      apart: table.values.length - onAxis,
      from: isFar(0) ? `${first} …` : first,
      to: isFar(onAxis - 1) ? `… ${last}` : last,
      words: scale === 'share' ? formatShare : (amount) => formatCounted(amount, 'row'),
    };
  }

  #missingSection(by: readonly Division[]): TemplateResult | typeof nothing {
    const { store, host } = this.#context;
    const { filters } = store.screen;
    const answer = this.#missing.ask(JSON.stringify([by, filters, store.document.revision]), (options) => host.call('missingMatrix', { by, filters }, options));
    if (answer.error !== null) return html`<p class="empty" role="alert">${answer.error}</p>`;
    if (!answer.value || JSON.stringify(answer.value.by) !== JSON.stringify(by)) return html`<p>${this.#missing.template()}</p>`;
    return missingMatrix(answer.value, store.document, (parts) => showGroup(this.#context, parts));
  }

  #expand(key: string): void {
    this.#expanded = key;
    this.#context.store.touch();
  }

  #rolesLink(words: string): TemplateResult {
    return linkButton(words, () => this.#context.store.patchScreen({ tab: 'samples', panel: 'roles' }));
  }
}

/** What divides the rows at first: the candidate by which they differ most; null while that is not known. */
function startOf({ candidates }: DistributionColumns, ranked: readonly RankedDivision[] | null): readonly Division[] | null {
  if (candidates.length === 0) return [];
  if (candidates.length === 1) return candidates;
  if (ranked === null) return null;
  return [ranked.find(({ test }) => test !== null)?.division ?? candidates[0]!];
}

const howCounted = (of: Division): string => (of.how === 'histogram' ? 'in bins' : divisionWords(of).slice(of.column.length + 1));
