import { html, nothing, type TemplateResult } from 'lit';
import type { Dataset } from '../../src/core/dataset.ts';
import type { DriftTimeline, TimelineAgainst } from '../../src/core/driftTimeline.ts';
import { isTemporal } from '../../src/core/schema.ts';
import type { NoTimeline, Period } from '../../src/core/timeline.ts';
import { heatStrip } from '../charts/heatStrip.ts';
import type { Context } from '../context.ts';
import type { Answer } from '../latest.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { moreWords } from '../ui/numbers.ts';
import { cellNote, overTimeBasis, overTimeTable, overTimeWords, sideWords } from './driftOverTimeWords.ts';
import { periodChoices } from './driftTimeline.ts';
import { partialWords } from './facts.ts';

const firstShown = 20;
const pageSize = 50;
/** Of more cells than this the columns are compared when somebody asks. */
const mostUnasked = 20_000_000;
/** A distance of this much is tinted wholly. */
const wholly = 0.4;

/** The reference of the section above: its name, and how it is written where it is not that of winnow.json. */
export interface OtherReference {
  readonly words: string;
  readonly reference?: string;
}

/**
 * How far each column is in each period, as lines of tinted cells: a section of the Compare tab; nothing where no column
 * has the role time.
 */
export class DriftOverTime {
  readonly #context: Context;
  readonly #answer: LongAnswer<DriftTimeline | NoTimeline>;
  #period = '';
  #against = 'first';
  #texts = false;
  #asked = false;
  #limit = firstShown;
  #dataset: Dataset | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#answer = new LongAnswer<DriftTimeline | NoTimeline>(context);
  }

  /** `other`: what the columns are compared with above, if anything. */
  template(other: OtherReference | null): TemplateResult | typeof nothing {
    const { dataset } = this.#context.store.document;
    if (!dataset) return nothing;
    if (dataset !== this.#dataset) this.#answer.renew();
    this.#dataset = dataset;
    if (dataset.roles.time === undefined)
      return html`<section class="drift" aria-label="Columns over time"><p class="dim">Columns and labels are also shown over time where a column has the role time: choose it under Roles.</p></section>`;
    const choices = [
      { value: 'first', words: 'the first one' },
      { value: 'previous', words: 'the one before' },
      ...(other ? [{ value: 'other', words: other.words }] : []),
    ];
    const against = choices.some(({ value }) => value === this.#against) ? this.#against : 'first';
    return html`<section class="drift" aria-label="Columns over time">
      <div class="drift-bar"><h3>Columns over time</h3>${dropdown(
        'Length of a period of the columns',
        periodChoices,
        this.#period,
        (period) =>
          this.#set(() => {
            this.#period = period;
          }),
      )}
        <span class="dim">each against</span>${dropdown('What each period is compared with', choices, against, (value) =>
          this.#set(() => {
            this.#against = value;
          }),
        )}</div>
      ${this.#body(dataset, against === 'other' && other ? { ...(other.reference !== undefined && { reference: other.reference }) } : (against as 'first' | 'previous'))}
    </section>`;
  }

  #body(dataset: Dataset, against: TimelineAgainst): TemplateResult {
    if (!this.#asked && dataset.rows * dataset.columns.length > mostUnasked)
      return html`<p class="dim">All rows are counted for it, which takes a while in a file of this size. ${button('Compare the columns over time', { onClick: () => this.#again() })}</p>`;
    if (this.#answer.stopped)
      return html`<p class="dim">The columns were not compared over time: it was stopped. ${button('Compare them over time', { onClick: () => this.#again() })}</p>`;
    const { value, error, current } = this.#ask(against);
    if (error !== null) return html`<p role="alert">${error}</p>`;
    if (!value || !current) return this.#answer.line('Comparing the columns over time');
    return 'why' in value ? html`<p class="dim">Not shown: ${value.why}.</p>` : this.#strips(value, dataset);
  }

  #ask(against: TimelineAgainst): Answer<DriftTimeline | NoTimeline> {
    const params = { against, texts: this.#texts, ...(this.#period !== '' && { period: this.#period as Period }) };
    return this.#answer.ask(params, (options) => this.#context.host.call('driftTimeline', params, options));
  }

  #strips(timeline: DriftTimeline, dataset: Dataset): TemplateResult {
    const { columns, points, time, notes } = timeline;
    const shown = columns.slice(0, this.#limit);
    const left = columns.length - shown.length;
    const type = dataset.columns.find(({ name }) => name === time)?.type;
    const show = (place: number): void => this.#context.store.showRows([{ kind: 'range', column: time, min: points[place]!.from, max: points[place]!.to }]);
    const table = overTimeTable(timeline, shown);
    return html`<p role="status">${overTimeWords(timeline)}${isTemporal(type ?? 'text') ? ' A click on a cell shows the rows of its period.' : ''}</p>
      ${
        columns.length === 0
          ? nothing
          : heatStrip({
              title: `Columns by ${timeline.period} of ${time}, against ${timeline.against}`,
              basis: overTimeBasis(timeline, partialWords(dataset)),
              names: table.columns.slice(1),
              table,
              rows: shown.map((column) => ({
                name: column.column,
                side: sideWords(column),
                cells: points.map((_, place) => {
                  const distance = column.distances[place] ?? null;
                  const missing = column.missingFar.includes(place);
                  const isFar = column.far.includes(place);
                  return {
                    heat:
                      distance === null
                        ? missing
                          ? 0
                          : null
                        : column.kind === 'text'
                          ? 2 * Math.max(0, distance - 0.5)
                          : distance / wholly,
                    note: cellNote(timeline, column, place),
                    ...(missing ? { mark: '∅' as const } : isFar && { mark: '•' as const }),
                  };
                }),
              })),
              onChoose: isTemporal(type ?? 'text') ? show : undefined,
            })
      }
      ${left > 0 ? html`<p>${button(moreWords(left, pageSize), { onClick: () => this.#more() })}</p>` : nothing}
      ${notes.map((note) => html`<p class="dim">${note}</p>`)}
      ${
        columns.some(({ kind }) => kind === 'length' || kind === 'text')
          ? html`<p>${button(this.#texts ? 'Compare texts by their lengths' : 'Compare texts by a model', {
              title:
                'A model learns to tell the texts of each period from those it is compared with, which takes longer than to compare their lengths',
              onClick: () =>
                this.#set(() => {
                  this.#texts = !this.#texts;
                }),
            })}</p>`
          : nothing
      }`;
  }

  #set(change: () => void): void {
    change();
    this.#limit = firstShown;
    this.#again();
  }

  #more(): void {
    this.#limit += pageSize;
    this.#context.store.touch();
  }

  #again(): void {
    this.#asked = true;
    this.#answer.again();
  }
}
