import { html, nothing, type TemplateResult } from 'lit';
import type { SampleFilter } from '../../src/core/filter.ts';
import { isCategorical } from '../../src/core/profile.ts';
import { mostPerCell, type SampleCell, type SampleReport } from '../../src/core/stratifiedSample.ts';
import type { Context } from '../context.ts';
import { visibleText } from '../grid/cellText.ts';
import { setFilter } from '../grid/filters.ts';
import { Latest } from '../latest.ts';
import { button, linkButton } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { holdKeys } from '../ui/heldKeys.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';

/** A list to choose from is no longer one beyond this many; roles come first. */
const mostChoices = 200;
const mostListed = 200;
/** In place of a column: no further one. */
const none = '';
const usualCount = 20;
const largestSeed = 2 ** 31;
/** What leaves the form, by the mouse and by Tab. */
const leaving = ['pointerdown', 'focusin'] as const;

/** Draws so many rows of each label, segment, or both, as a filter of the Samples tab, and writes what is shown to a file. */
export class StratifiedSample {
  readonly #context: Context;
  readonly #report: Latest<SampleReport>;
  #open = false;
  #count = String(usualCount);
  #seed = '1';
  #columns: readonly string[] | null = null;
  #problem = '';
  readonly #outside = (event: Event): void => {
    if (!event.composedPath().some((target) => target instanceof Element && target.matches('.sample-place, vscode-option'))) this.#close(false);
  };

  constructor(context: Context) {
    this.#context = context;
    this.#report = new Latest(() => context.store.touch());
  }

  /** The sample in force, if any. */
  get drawn(): SampleFilter | undefined {
    return this.#context.store.screen.filters.find((filter) => filter.kind === 'sample');
  }

  /** Draws other rows of the sample in force; false where there is none. */
  redraw(): boolean {
    const { drawn } = this;
    if (!drawn) return false;
    this.#draw({ ...drawn, seed: (drawn.seed % largestSeed) + 1 });
    return true;
  }

  template(): TemplateResult {
    const { document } = this.#context.store;
    return html`<span class="sample-place" @keydown=${(event: KeyboardEvent) => this.#keyed(event)}>
      ${button('Sample…', { title: 'Draw so many rows of each label, segment, or both', pressed: this.#open, disabled: document.phase !== 'ready', onClick: () => (this.#open ? this.#close() : this.#show()) })}
      ${this.#open ? this.#popup() : nothing}
    </span>${this.#words()}`;
  }

  /** Beside the chip of the sample: what it came to, and what can be done with it. */
  #words(): TemplateResult | typeof nothing {
    const { drawn } = this;
    if (!drawn) return nothing;
    const { value, error } = this.#ask(drawn);
    const { shortTotal: short = 0, notes = [] } = value ?? {};
    return html`<span class="facts sample-words">${error !== null ? html`<span role="alert">${error}</span> · ` : nothing}${
      short > 0
        ? html`${linkButton(`${formatCounted(short, 'cell')} ${short === 1 ? 'has' : 'have'} fewer rows`, () => this.#show(), 'Show which')} · `
        : nothing
    }${notes.length > 0 ? html`<span title=${notes.join('\n')}>counted as in the file</span> · ` : nothing}${linkButton('Draw again', () => void this.redraw(), 'Other rows, with the next seed (R)')} · ${linkButton(
      'Save as file…',
      () => void this.#save(drawn),
      'Write the rows that are shown to a file of their own, as they are in this one',
    )}</span>`;
  }

  #popup(): TemplateResult {
    const choices = this.#choices();
    const [first = none, second = none] = this.#chosen();
    const list = (label: string, value: string, other: string, change: (value: string) => void): TemplateResult =>
      dropdown(
        label,
        [
          { value: none, words: '—' },
          ...choices.filter((name) => name !== other || name === value).map((name) => ({ value: name, words: visibleText(name) })),
        ],
        value,
        change,
      );
    const enter = (): void => this.#drawGiven();
    const escape = (): void => this.#close();
    return html`<div class="popup sample-popup" role="dialog" aria-label="Draw a sample">
      <div class="sample-form">
        <span>Rows</span>${textField(this.#count, { label: 'Rows of each combination', autofocus: true, onInput: (text) => (this.#count = text), onEnter: enter, onEscape: escape })}
        <span>of each</span>${list('of each value of', first, second, (value) => this.#choose(0, value))}
        <span>and</span>${list('and of each value of', second, first, (value) => this.#choose(1, value))}
        <span>Seed</span>${textField(this.#seed, { label: 'Seed', onInput: (text) => (this.#seed = text), onEnter: enter, onEscape: escape })}
      </div>
      ${this.#problem === '' ? nothing : html`<p class="filter-problem" role="alert">${this.#problem}</p>`}
      <p class="dim">The same seed draws the same rows: by their keys, however they are sorted. Filters that are set already choose what it is drawn from.</p>
      <p>${button('Draw', { look: 'primary', onClick: enter })}</p>
      ${this.#shortCells()}
    </div>`;
  }

  #shortCells(): TemplateResult | typeof nothing {
    const { drawn } = this;
    if (!drawn) return nothing;
    const { value: report, current } = this.#ask(drawn);
    if (!report || !current) return html`<p class="dim" role="status">Counting…</p>`;
    const { short, shortTotal } = report;
    const notes = report.notes.map((note) => html`<p class="dim">${note}</p>`);
    const all = `${formatCount(report.drawn)} of ${formatCounted(report.rows, 'row')} are drawn, from ${formatCounted(report.cells, 'cell')}.`;
    if (shortTotal === 0) return html`<p class="dim">${all} Each has ${formatCounted(drawn.count, 'row')} or more.</p>${notes}`;
    return html`<p class="dim">${all} Fewer than ${formatCounted(drawn.count, 'row')} ${shortTotal === 1 ? 'has' : 'have'}:</p>
      <div class="popup-list"><table class="sample-cells">${short.slice(0, mostListed).map((cell) => html`<tr><th scope="row">${cellWords(cell)}</th><td>${formatCount(cell.rows)}</td></tr>`)}</table>
      ${shortTotal > mostListed ? html`<p class="dim">and ${formatCounted(shortTotal - mostListed, 'more cell')}</p>` : nothing}
      ${report.absentUncounted ? html`<p class="dim">Combinations that do not occur at all are too many to be counted.</p>` : nothing}</div>${notes}`;
  }

  #ask(drawn: SampleFilter): ReturnType<Latest<SampleReport>['ask']> {
    const { store, host } = this.#context;
    const { filters } = store.screen;
    const before = filters.slice(0, filters.indexOf(drawn));
    const asked = JSON.stringify([drawn.columns, drawn.count, before, store.document.revision, store.document.dataset?.records]);
    return this.#report.ask(asked, (signal) => host.call('sampleReport', { sample: drawn, filters: before }, { signal }));
  }

  /** Roles first, then every column whose few values repeat. */
  #choices(): string[] {
    const { dataset, profiles } = this.#context.store.document;
    const { label, segments = [], split, predicted } = dataset?.roles ?? {};
    const first = [label, ...segments, split, predicted].filter((name) => name !== undefined);
    return [...new Set([...first, ...profiles.filter(isCategorical).map(({ column }) => column)])].slice(0, mostChoices);
  }

  #chosen(): readonly string[] {
    const choices = this.#choices();
    const { roles } = this.#context.store.document.dataset ?? {};
    return (this.#columns ?? this.drawn?.columns ?? [roles?.label, roles?.segments?.[0]].filter((name) => name !== undefined)).filter(
      (name) => name === none || choices.includes(name),
    );
  }

  /** The other one as it is now: both may be chosen between two drawings. */
  #choose(place: 0 | 1, column: string): void {
    const [first = none, second = none] = this.#chosen();
    this.#columns = place === 0 ? [column, second] : [first, column];
    this.#context.store.touch();
  }

  #show(): void {
    const { drawn } = this;
    if (drawn) [this.#count, this.#seed, this.#columns] = [String(drawn.count), String(drawn.seed), drawn.columns];
    if (!this.#open) for (const event of leaving) addEventListener(event, this.#outside, true);
    this.#open = true;
    holdKeys();
    this.#context.store.touch();
  }

  #close(giveBack = true): void {
    if (!this.#open) return;
    this.#open = false;
    for (const event of leaving) removeEventListener(event, this.#outside, true);
    this.#context.store.touch();
    if (giveBack) this.#context.focusRows();
  }

  #drawGiven(): void {
    const [count, seed] = [this.#count, this.#seed].map((text) => (/^\d{1,10}$/.test(text.trim()) ? Number(text) : 0)) as [number, number];
    const inRange = count >= 1 && count <= mostPerCell && seed >= 1 && seed <= largestSeed;
    this.#problem = inRange ? '' : `Rows and seed are whole numbers: from 1 to ${formatCount(mostPerCell)}, and to ${formatCount(largestSeed)}.`;
    if (!inRange) return this.#context.store.touch();
    this.#draw({ kind: 'sample', columns: this.#chosen().filter((name) => name !== none), count, seed });
    this.#close();
  }

  #draw(sample: SampleFilter): void {
    const { store } = this.#context;
    store.patchScreen({ filters: setFilter(store.screen.filters, sample), selectedPosition: 0, selectedRow: null, viewRows: null });
    store.say(`Drew with seed ${sample.seed}.`);
  }

  async #save(drawn: SampleFilter): Promise<void> {
    const { store, host, attempt } = this.#context;
    await attempt(host.call('saveRows', { filters: store.screen.filters, name: `sample-seed-${drawn.seed}` }).then((saved) => {
      if (saved === null) return;
      const lost = saved.notKept.length === 0 ? '' : ` ${saved.notKept.join(' ')}`;
      store.say(`Wrote ${formatCounted(saved.rows, 'row')} to ${saved.name}, as they are in the file: decisions are not applied.${lost}`);
    }));
  }

  #keyed(event: KeyboardEvent): void {
    if (!this.#open || event.key !== 'Escape') return;
    this.#close();
    event.preventDefault();
    event.stopPropagation();
  }
}

const cellWords = ({ values }: SampleCell): string => (values.length === 0 ? 'all rows' : values.map(formatValue).join(' × '));
