import { html, nothing, type TemplateResult } from 'lit';
import type { Dataset } from '../../src/core/dataset.ts';
import { noReference, type DriftReport, type NoDrift } from '../../src/core/drift.ts';
import type { HistogramBin } from '../../src/core/profile.ts';
import type { CompareSide } from '../../src/protocol/compareMethods.ts';
import type { Context } from '../context.ts';
import type { Answer } from '../latest.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button } from '../ui/button.ts';
import { type Choice, dropdown } from '../ui/dropdown.ts';
import { formatCount, formatCounted, moreWords } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { DriftOverTime } from './driftOverTime.ts';
import { DriftTimeline } from './driftTimeline.ts';
import { driftColumn } from './driftColumns.ts';

/** Stands for what winnow.json names. */
const configured = '';
/** Stands for what a person writes. */
const written = 'written';
/** Ask for a file; and for a time, which is then written. */
const askFile = 'file';
const askTime = 'time';
const firstShown = 12;
const pageSize = 50;
const verdictWords = { retrain: 'Retrain', look: 'Look', fine: 'Fine' } as const;

/**
 * How the columns are distributed against another version, the reference of winnow.json, a split or a window of time: a
 * section of the Compare tab.
 */
export class DriftSection {
  readonly #context: Context;
  readonly #timeline: DriftTimeline;
  readonly #overTime: DriftOverTime;
  readonly #report: LongAnswer<DriftReport | NoDrift>;
  /** What a person chose among the references; null: what comes first. */
  #chosen: string | null = null;
  #text = '';
  #draft = '';
  #limit = firstShown;
  #dataset: Dataset | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#timeline = new DriftTimeline(context);
    this.#overTime = new DriftOverTime(context);
    this.#report = new LongAnswer<DriftReport | NoDrift>(context);
  }

  /** `side`: the version that the tab compares with, if any. */
  template(side: CompareSide | null, words = ''): TemplateResult | typeof nothing {
    const { dataset } = this.#context.store.document;
    if (!dataset) return nothing;
    if (dataset !== this.#dataset) this.#report.renew();
    this.#dataset = dataset;
    const choices = [...(side === null ? [] : [{ value: referenceOf(side), words }]), ...this.#choices(dataset)];
    const chosen = choices.some(({ value }) => value === this.#chosen) ? this.#chosen! : choices[0]!.value;
    return html`<section class="drift" aria-label="Drift">
      <div class="drift-bar"><h3>Drift of the columns</h3><span class="dim">against</span>
        ${dropdown('What the columns are compared with', choices, chosen, (value) => this.#choose(value))}
        ${
          chosen === written
            ? textField(this.#draft, {
                label: 'Reference',
                placeholder: 'split:train',
                onInput: (text) => {
                  this.#draft = text;
                },
                onEnter: (text) => this.#write(text),
              })
            : nothing
        }</div>
      ${chosen === written && this.#text === '' ? html`<p class="dim">A file, a stored profile, REVISION:PATH, split:VALUE, time:COLUMN&lt;DATE or time:COLUMN=DATE..DATE; then Enter.</p>` : this.#body(chosen === written ? this.#text : chosen)}
    </section>${this.#timeline.template()}${this.#overTime.template(this.#other(chosen, choices))}`;
  }

  /** Splits of the dataset, and what winnow.json names. */
  #choices({ roles: { split, time } }: Dataset): Choice[] {
    const { profiles } = this.#context.store.document;
    const values = profiles.find(({ column }) => column === split)?.top ?? [];
    return [
      { value: configured, words: 'the reference of winnow.json' },
      ...values.flatMap(({ value }) => (value === null || value.trim() === '' ? [] : [{ value: `split:${value}`, words: `the split ${value}` }])),
      { value: askFile, words: 'a file or stored profile …' },
      ...(time === undefined ? [] : [{ value: askTime, words: `the earlier rows by ${time} …` }]),
      { value: written, words: 'another …' },
    ];
  }

  /** What the columns are compared with above, for the periods to be compared with too. */
  #other(chosen: string, choices: readonly Choice[]): { readonly words: string; readonly reference?: string } | null {
    if (chosen === written) return this.#text === '' ? null : { words: this.#text, reference: this.#text };
    const { value } = this.#report.last;
    const isKnown = value !== null && !('why' in value);
    if (chosen === configured) return isKnown ? { words: value.reference.name } : null;
    return { words: choices.find(({ value: each }) => each === chosen)?.words ?? chosen, reference: chosen };
  }

  #body(reference: string): TemplateResult {
    const report = this.#report;
    if (report.stopped)
      return html`<p class="dim">The columns were not compared: it was stopped. ${button('Compare them', { onClick: () => report.again() })}</p>`;
    const { value, error, current } = this.#ask(reference);
    if (error !== null) return html`<p role="alert">${error}</p>`;
    if (!value || !current) return report.line('Comparing the columns');
    if ('why' in value)
      return html`<p class="dim" role="status">Nothing to compare with: ${value.why === noReference.why ? 'winnow.json names no reference. Choose one above' : value.why}.</p>`;
    return html`${verdict(value)}${this.#columns(value)}`;
  }

  #ask(reference: string): Answer<DriftReport | NoDrift> {
    return this.#report.ask(reference, (options) => this.#context.host.call('drift', reference === configured ? {} : { reference }, options));
  }

  #columns({ columns, reference, current }: DriftReport): TemplateResult {
    const left = columns.length - this.#limit;
    return html`<p class="drift-key dim"><span class="key-bar"></span> here (${formatCounted(current.rows, 'row')}) <span class="key-line"></span> ${reference.name} (${formatCounted(reference.rows, 'row')})</p>
      <div class="drift-columns">${columns.slice(0, this.#limit).map((column) => driftColumn(column, reference.name))}</div>
      ${left > 0 ? html`<p>${button(moreWords(left, pageSize), { onClick: () => this.#more() })}</p>` : nothing}`;
  }

  #choose(value: string): void {
    if (value === askFile) return this.#pick();
    if (value === askTime) return this.#chooseTime();
    this.#chosen = value;
    this.#limit = firstShown;
    this.#report.again();
  }

  #pick(): void {
    void this.#context.attempt(this.#context.host.call('pickReference', undefined).then((file) => {
      if (file) this.#compareWith(file.path);
      else this.#context.store.touch();
    }));
  }

  /** Half of the rows against the other half, to begin with: the date can be changed. */
  #chooseTime(): void {
    const { dataset, profiles } = this.#context.store.document;
    const time = dataset?.roles.time;
    const bins = profiles.find(({ column }) => column === time)?.histogram ?? [];
    const middle = middleOf(bins);
    if (middle !== null) return this.#compareWith(`time:${time ?? ''}<${new Date(middle).toISOString().slice(0, 10)}`);
    this.#draft = `time:${time ?? ''}<`;
    this.#choose(written);
  }

  /** As if a person had written it. */
  #compareWith(reference: string): void {
    this.#draft = reference;
    this.#choose(written);
    this.#write(reference);
  }

  #write(text: string): void {
    this.#text = text.trim();
    this.#report.again();
  }

  #more(): void {
    this.#limit += pageSize;
    this.#context.store.touch();
  }
}

/** Where half of the values come before; null where it is no time of the last some thousand years. */
function middleOf(bins: readonly HistogramBin[]): number | null {
  const half = bins.reduce((sum, { count }) => sum + count, 0) / 2;
  let before = 0;
  const middle = bins.find(({ count }) => (before += count) >= half)?.to;
  return middle !== undefined && Math.abs(middle) < 8e15 ? middle : null;
}

/** The same version of this very file, as a reference is written. */
function referenceOf(side: CompareSide): string {
  if (side.kind === 'file') return side.path;
  return side.kind === 'staged' ? 'index:' : `${side.revision}:`;
}

/** What is said of a column stands below it. */
function verdict({ verdict: { verdict: kind, reasons }, columns, drifted, tested, schema, notes }: DriftReport): TemplateResult {
  const told = new Set(columns.map(({ message }) => message));
  const others = reasons.filter((reason) => !told.has(reason) && kind !== 'fine');
  const added = schema.filter(({ grave }) => !grave).map(({ message }) => message);
  return html`<p class="drift-verdict ${kind}" role="status"><b>${verdictWords[kind]}</b> ${formatCount(drifted)} of ${formatCounted(tested, 'column')} drifted.</p>
    ${others.length + added.length === 0 ? nothing : html`<ul class="schema-changes">${[...others, ...added].map((reason) => html`<li>${reason}</li>`)}</ul>`}
    ${notes.map((note) => html`<p class="dim">${note}</p>`)}`;
}
