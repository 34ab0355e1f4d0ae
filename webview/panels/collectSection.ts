import { html, nothing, type TemplateResult } from 'lit';
import type { CollectCell, CollectPlan, CollectSum, CollectTarget, NoCollect } from '../../src/core/collect.ts';
import { collectCsv, collectMarkdown, collectSentence } from '../../src/core/collectText.ts';
import type { Filter } from '../../src/core/filter.ts';
import type { Division } from '../../src/core/segments.ts';
import { heatTable, type HeatCell } from '../charts/heatTable.ts';
import type { Context } from '../context.ts';
import { linkButton } from '../ui/button.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { segmented } from '../ui/segmented.ts';
import { textField } from '../ui/textField.ts';
import { Counting } from './counting.ts';

const mostLabels = 24;
const mostSegments = 16;
/** Cells that are listed in what is copied and saved. */
const mostCells = 20_000;
const usualFloor = 50;

type Kind = CollectTarget['kind'];

const kinds: readonly { readonly value: Kind; readonly words: string }[] = [
  { value: 'floor', words: 'Floor' },
  { value: 'parity', words: 'Parity' },
  { value: 'mix', words: 'Production mix' },
];

/** How many rows are missing to a target, for each label in each segment: a section of the Distributions tab. */
export class CollectSection {
  readonly #context: Context;
  readonly #plan: Counting<CollectPlan | NoCollect>;
  /** What a person chose; null: what winnow.json says, or the usual floor. */
  #kind: Kind | null = null;
  #floor: number | null = null;
  #draft: string | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#plan = new Counting(context, 'Counting');
  }

  /** `by`: what divides the rows above; what of it are values divides them here, too. */
  template(by: readonly Division[]): TemplateResult | typeof nothing {
    const { store, host } = this.#context;
    const { dataset, revision } = store.document;
    const label = dataset?.roles.label;
    if (label === undefined) return nothing;
    const columns = by.filter(({ how, column }) => how === 'values' && column !== label).map(({ column }) => column);
    const { filters } = store.screen;
    const target = this.#target();
    const params = { filters, limit: mostCells, ...(columns.length > 0 && { by: columns }), ...(target && { target }) };
    const { value, error, current } = this.#plan.ask(JSON.stringify([params, label, revision]), (options) => host.call('collect', params, options));
    const body =
      error !== null
        ? html`<p role="alert">${error}</p>`
        : !value
          ? html`<p>${this.#plan.template()}</p>`
          : 'why' in value
            ? html`<p class="dim">Not counted: ${value.why}.</p>`
            : this.#found(value);
    const used = this.#kind ?? (value && current && !('why' in value) ? value.target.kind : 'floor');
    return html`<section class="collect" aria-label="What to collect"><div class="collect-bar"><h3>What to collect</h3>
      ${segmented('Target', kinds, used, (kind) => this.#choose(kind))}${used === 'floor' ? this.#floorField(value) : nothing}
      <span class="dim">${meaning[used]}</span>${value && !current ? this.#plan.template() : nothing}</div><div class=${current ? '' : 'stale'} aria-busy=${String(!current)}>${body}</div></section>`;
  }

  #target(): CollectTarget | undefined {
    if (this.#kind === null) return this.#floor === null ? undefined : { kind: 'floor', rows: this.#floor };
    return this.#kind === 'floor' ? { kind: 'floor', rows: this.#floor ?? usualFloor } : { kind: this.#kind };
  }

  #floorField(value: CollectPlan | NoCollect | null): TemplateResult {
    const now = this.#floor ?? (value && 'target' in value && value.target.kind === 'floor' ? value.target.rows : usualFloor);
    return html`<span class="collect-floor">${textField(this.#draft ?? String(now), { label: 'Rows of each label in each segment', onInput: (text) => (this.#draft = text), onEnter: (text) => this.#setFloor(text) })}</span>`;
  }

  #found(plan: CollectPlan): TemplateResult {
    const { cells, cellsMissing, notes, missing } = plan;
    return html`<p class="facts sentence">${collectSentence(plan)} ${missing === 0 ? nothing : html`${linkButton('Copy as CSV', () => this.#copy(plan))} · ${
      linkButton('Save as CSV…', () => this.#save(plan, 'csv'))} · ${linkButton('Save as Markdown…', () => this.#save(plan, 'md'))}`}</p>
      ${missing === 0 ? nothing : this.#table(plan)}
      ${cells.length < cellsMissing ? html`<p class="dim">Copied and saved are the ${formatCount(cells.length)} cells that miss most.</p>` : nothing}
      ${notes.map((note) => html`<p class="dim">${note}</p>`)}`;
  }

  #table(plan: CollectPlan): TemplateResult {
    const { cells, label, by, rows } = plan;
    const byMissing = (a: CollectSum, b: CollectSum): number => b.missing - a.missing || b.rows - a.rows;
    const labels = [...plan.labels].sort(byMissing).slice(0, mostLabels);
    const segments = [...plan.segments].sort(byMissing).slice(0, mostSegments);
    const found = new Map(cells.map((cell) => [JSON.stringify([cell.label, ...cell.segment]), cell]));
    const most = Math.max(1, ...cells.map((cell) => cell.missing));
    const left = [[plan.labels.length - labels.length, 'label'], [plan.segments.length - segments.length, 'segment']] as const;
    const more = left.filter(([count]) => count > 0).map(([count, noun]) => `${formatCounted(count, noun)} more`);
    const of = (sum: CollectSum): HeatCell[] =>
      segments.map(({ name }) => this.#cell(plan, found.get(JSON.stringify([...sum.name, ...name])), [...sum.name, ...name], most));
    const title = `Rows missing by ${[label, ...by].join(' and ')}`;
    return html`${heatTable({
      title,
      basis: `exact, from ${formatCounted(rows, 'row')}`,
      columns: ['missing', ...segments.map(({ name }) => name.map(formatValue).join(' × '))],
      rows: labels.map((sum) => ({
        name: formatValue(sum.name[0]!),
        cells: [
          {
            words: sum.missing === 0 ? '·' : formatCount(sum.missing),
            amount: sum.missing,
            heat: 0,
            note: `${formatCounted(sum.missing, 'row')} missing, ${formatCount(sum.rows)} there`,
          },
          ...of(sum),
        ],
      })),
    })}${more.length > 0 ? html`<p class="dim">Shown is what misses most; ${more.join(' and ')} ${more.length === 1 && more[0]!.startsWith('1 ') ? 'is' : 'are'} in the CSV.</p>` : nothing}`;
  }

  #cell({ label, by }: CollectPlan, cell: CollectCell | undefined, values: readonly string[], most: number): HeatCell {
    const where = values.map(formatValue).join(' × ');
    if (!cell) return { words: '·', amount: 0, heat: 0, note: `${where}: nothing is missing` };
    const note = `${where}: ${formatCounted(cell.missing, 'row')} missing, ${formatCount(cell.rows)} of ${formatCount(cell.target)} there`;
    const cellRows: Filter = { kind: 'meant', values: [label, ...by].map((column, place) => ({ column, value: values[place]! })) };
    const { store } = this.#context;
    return {
      words: formatCount(cell.missing),
      amount: cell.missing,
      heat: 0.08 + 0.42 * (cell.missing / most),
      note,
      ...(cell.rows > 0 && { onClick: () => store.showRows([...store.screen.filters, cellRows]) }),
    };
  }

  #choose(kind: Kind): void {
    this.#kind = kind;
    this.#draft = null;
    this.#context.store.touch();
  }

  #setFloor(text: string): void {
    const rows = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
    this.#draft = null;
    if (rows < 1) return this.#context.store.setProblem('A floor is a whole number of rows, at least 1.');
    [this.#kind, this.#floor] = ['floor', rows];
    this.#context.store.touch();
  }

  #copy(plan: CollectPlan): void {
    const { host, attempt, store } = this.#context;
    void attempt(host.call('copy', { text: collectCsv(plan) })).then((done) => done && store.say('Copied what to collect as CSV.'));
  }

  #save(plan: CollectPlan, ending: 'csv' | 'md'): void {
    const { host, attempt, store } = this.#context;
    const { name } = store.document;
    const content = ending === 'csv' ? collectCsv(plan) : collectMarkdown(name, plan);
    const file = {
      name: `${name}.collect.${ending}`,
      title: 'Save what to collect',
      kind: ending === 'csv' ? 'CSV' : 'Markdown',
      content,
      encoding: 'utf8' as const,
    };
    void attempt(host.call('saveFile', file).then((saved) => void (saved !== null && store.say(`Saved what to collect as ${saved}.`))));
  }
}

const meaning: Readonly<Record<Kind, string>> = {
  floor: 'rows of each label in each segment, at least',
  parity: 'as many as the label that the segment has most of',
  mix: 'the shares that winnow.json names under “collect”',
};
