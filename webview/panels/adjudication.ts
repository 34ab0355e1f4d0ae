import { html, nothing, type TemplateResult } from 'lit';
import type { DecisionDraft } from '../../src/core/decision.ts';
import { annotationProblem } from '../../src/core/taxonomy.ts';
import type { AdjudicationTarget, AnnotatorReport, Disagreement, Disagreements } from '../../src/protocol/labelMethods.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { linkButton } from '../ui/button.ts';
import { dialogIsOpen } from '../ui/dialog.ts';
import { formatCount, formatCounted, formatScore, formatShare, formatValue } from '../ui/numbers.ts';
import { adjudicationDrafts, annotationDrafts, digitLabels, standingDraftsOf } from './adjudicationDrafts.ts';
import { adjudicationTarget, targetField } from './adjudicationTarget.ts';
import { labelOfKey } from './digitKeys.ts';
import { keyButton } from './inspectorLabels.ts';
import { definitionOf, definitionWords, swatch } from './labelDefinitions.ts';
import { revealRow } from './revealRow.ts';

/** Items in one page of the host's. */
const pageSize = 50;
/** Items of the page that are listed below the one in hand. */
const listed = 8;

const typing = 'input, textarea, select, vscode-text-field, vscode-dropdown, [contenteditable="true"]';
/** What Enter presses; not the tab itself, which keeps the keyboard after it was clicked. */
const pressable = 'button:not([role="tab"][aria-selected="true"]), a, vscode-button, summary';

/** The items on which annotators disagree, one in hand: digits choose a label, Enter takes the consensus, j and k move, u takes back. */
export class Adjudication {
  readonly #context: Context;
  readonly #page: Latest<Disagreements & { readonly from: number }>;
  #at = 0;
  #annotator: string | null = null;
  #labels: readonly string[] = [];
  /** Decisions wait for one another, however fast the keys come. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(context: Context) {
    this.#context = context;
    this.#page = new Latest(() => context.store.touch());
  }

  /** `annotator`: whose disagreements with the consensus are listed; null: everybody's. */
  template(report: AnnotatorReport, annotator: string | null): TemplateResult {
    if (annotator !== this.#annotator) this.#at = 0;
    this.#annotator = annotator;
    this.#labels = report.labels;
    const answer = this.#ask();
    if (answer.error !== null) return html`<p role="alert">${answer.error}</p>`;
    const page = answer.value;
    if (!page) return html`<p class="dim">…</p>`;
    if (page.total === 0)
      return html`<b>Items to adjudicate</b><p class="dim">${annotator === null ? 'There are none: where an item has several labels, they are the same.' : `${formatValue(annotator)} says nothing else than the consensus.`}</p>`;
    const item = page.items[this.#at - page.from];
    const done = page.total - page.left;
    return html`<div class="adjudication" aria-busy=${String(!answer.current)}>
      <b>Items to adjudicate</b>
      <p class="facts" role="status">${page.left === 0 ? 'All are decided' : `${formatCount(page.left)} left`} of ${formatCounted(page.total, 'item')}${done > 0 && page.left > 0 ? ` · ${formatCount(done)} decided` : ''}${annotator === null ? '' : ` · where ${formatValue(annotator)} disagrees`}</p>
      ${targetField(this.#context, this.#target, report.labels)}${item ? this.#item(item) : nothing}${this.#list(page)}
    </div>`;
  }

  keyed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialogIsOpen()) return;
    const path = event.composedPath().filter((target) => target instanceof Element);
    if (path.some((element) => element.matches(typing))) return;
    if (event.key === 'Enter' && path.some((element) => element.matches(pressable))) return;
    const item = this.#inHand();
    const plain: Readonly<Record<string, () => void>> = {
      j: () => this.#move(1),
      k: () => this.#move(-1),
      u: () => this.#undo(),
      m: () => item && this.#stand(item, 'ambiguous'),
      x: () => item && this.#stand(item, 'exclude'),
      o: () => item && this.#open(item),
      Enter: () => item && this.#choose(item, item.consensus),
    };
    const label = item && labelOfKey(digitLabels(item, this.#labels), event.key);
    const act = label !== undefined && item ? () => this.#choose(item, label) : plain[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #ask(): ReturnType<Latest<Disagreements & { readonly from: number }>['ask']> {
    const { host, store } = this.#context;
    const from = Math.floor(this.#at / pageSize) * pageSize;
    const question = JSON.stringify([from, this.#of, store.document.revision, store.document.dataset?.roles]);
    return this.#page.ask(question, async (signal) => ({
      from,
      ...(await host.call('disagreements', { offset: from, limit: pageSize, ...this.#of }, { signal })),
    }));
  }

  get #of(): { readonly annotator?: string; readonly into?: AdjudicationTarget } {
    const target = this.#target;
    return { ...(this.#annotator !== null && { annotator: this.#annotator }), ...(target && { into: target }) };
  }

  /** Where answers go; null where nothing takes them. */
  get #target(): AdjudicationTarget | null {
    const { document, screen } = this.#context.store;
    return adjudicationTarget(document, this.#labels, screen.adjudicationTarget);
  }

  #inHand(): Disagreement | undefined {
    const page = this.#ask().value;
    return page?.items[this.#at - page.from];
  }

  #item(item: Disagreement): TemplateResult {
    const where = `row ${formatCount(item.row)}${item.rows.length > 1 ? ` and ${formatCount(item.rows.length - 1)} more` : ''}`;
    return html`<article class="item ${item.decided ? 'decided' : ''}" aria-label="Item ${this.#at + 1}">
      <p class="facts">${formatCount(this.#at + 1)} · ${linkButton(where, () => this.#open(item), 'Show it in Samples (o)')}${item.decided ? html` · <span class="decided">${this.#decidedWords(item)}</span>` : ''}</p>
      <div class="text">${item.preview}</div>
      ${this.#votes(item)}
      ${this.#target === null ? nothing : this.#keys(item)}
    </article>`;
  }

  /** The answer that all rows of the item have by now, where it goes first; null where there is none, or several. */
  #answer(item: Disagreement): string | null {
    return this.#target?.label === false ? filledLabel(item) : presentLabel(item);
  }

  #decidedWords(item: Disagreement): string {
    const label = this.#answer(item);
    const others = new Set(item.filledIn.flatMap(({ by, to }) => (by !== undefined && by !== this.#context.store.document.author ? [`${by.replace(/ <.*$/, '')} says ${formatValue(to)}`] : [])));
    return [label === null ? 'decided' : `decided: ${formatValue(label)}`, ...others].join(' · ');
  }

  /** Who said what, side by side; the consensus first. */
  #votes({ votes, consensus, quality }: Disagreement): TemplateResult {
    const names = new Map<string, string[]>();
    for (const { annotator, label } of votes) names.set(label, [...(names.get(label) ?? []), annotator]);
    const ranked = [...names].sort(([a, m], [b, n]) => Number(b === consensus) - Number(a === consensus) || n.length - m.length);
    // Where nobody says what the model is sure of.
    const unsaid = names.has(consensus)
      ? nothing
      : html`<div class="consensus"><dt>${formatValue(consensus)}<b class="num">0</b></dt><dd class="dim"><span class="sure">consensus, ${formatShare(quality)} sure</span> · the model says so, and nobody</dd></div>`;
    return html`<dl class="item-votes">${unsaid}${ranked.map(([label, people]) => html`<div class=${label === consensus ? 'consensus' : ''}>
      <dt>${formatValue(label)}<b class="num">${people.length}</b></dt>
      <dd class="dim" title=${people.join(', ')}>${label === consensus ? html`<span class="sure">consensus, ${formatShare(quality)} sure</span> · ` : ''}${people.slice(0, 12).join(', ')}${people.length > 12 ? ` +${people.length - 12}` : ''}</dd>
    </div>`)}</dl>`;
  }

  #keys(item: Disagreement): TemplateResult {
    const { readOnly: refused, taxonomy } = this.#context.store.document;
    const labels = digitLabels(item, this.#labels);
    const words = (label: string): TemplateResult => html`${swatch(definitionOf(taxonomy, label))}${formatValue(label)}`;
    const title = (label: string): string =>
      `${definitionWords(label, definitionOf(taxonomy, label))}${label === item.consensus ? ': the consensus (Enter)' : ''}`;
    const longest = labels.reduce((most, { label }) => Math.max(most, label.length), 0);
    return html`<div class="keys ${longest > 22 ? 'one' : longest > 10 ? 'two' : ''}" role="group" aria-label="Label of the item">
        ${labels.map(({ key, label }) => keyButton(key, words(label), { on: label === item.consensus, current: this.#answer(item) === label, refused, title: title(label), onClick: () => this.#choose(item, label) }))}
        ${labels.some(({ label }) => label === item.consensus) ? nothing : keyButton('↵', words(item.consensus), { on: true, refused, title: title(item.consensus), onClick: () => this.#choose(item, item.consensus) })}</div>
      <div class="keys acts" role="group" aria-label="Other decisions">
        ${keyButton('m', 'ambiguous', { refused, title: 'The item could be several labels', onClick: () => this.#stand(item, 'ambiguous') })}
        ${keyButton('x', 'exclude', { refused, title: 'Leave the item out', onClick: () => this.#stand(item, 'exclude') })}
        ${keyButton('u', 'undo', { refused, onClick: () => this.#undo() })}</div>`;
  }

  #list(page: Disagreements & { readonly from: number }): TemplateResult {
    const first = Math.max(page.from, Math.min(this.#at - 1, page.total - listed));
    const items = page.items.slice(first - page.from, first - page.from + listed);
    return html`<ol class="item-list" aria-label="Items around it">${items.map((item, place) => {
      const at = first + place;
      return html`<li class="${at === this.#at ? 'on' : ''} ${item.decided ? 'decided' : ''}"><button type="button" aria-current=${at === this.#at ? 'true' : nothing} @click=${() => this.#go(at)}>
        <span class="num dim">${formatCount(at + 1)}</span><span class="words">${item.decided ? '✓ ' : ''}${item.preview}</span><span class="num dim" title="How sure the consensus is">${formatScore(item.quality)}</span></button></li>`;
    })}</ol>`;
  }

  #go(at: number): void {
    this.#at = at;
    this.#context.store.touch();
  }

  #move(step: 1 | -1): void {
    const total = this.#ask().value?.total ?? 0;
    const to = this.#at + step;
    if (to >= 0 && to < total) this.#go(to);
    else this.#context.store.say(step === 1 ? 'This is the last item' : 'This is the first item');
  }

  #choose(item: Disagreement, label: string): void {
    const { store } = this.#context;
    const target = this.#target;
    if (target === null) return store.say('An answer has nowhere to go: add a column for it, or choose the label under Roles');
    const { dataset, annotations, author } = store.document;
    const column = annotations.find(({ name }) => name === target.column);
    const problem = column ? annotationProblem(column, label) : null;
    if (problem !== null) return store.say(problem);
    const drafts = [
      ...(target.label ? adjudicationDrafts(item, dataset!.roles.label!, label) : []),
      ...(column ? annotationDrafts(item, column.name, label, author) : []),
    ];
    if (drafts.length === 0) return this.#move(1);
    this.#decide(item, drafts, `Adjudicate ${rowsWords(item)} as ${label}`);
  }

  #stand(item: Disagreement, act: 'ambiguous' | 'exclude'): void {
    this.#decide(item, standingDraftsOf(item, act), act === 'exclude' ? `Exclude ${rowsWords(item)}` : `Mark ${rowsWords(item)} ambiguous`);
  }

  /** Decides, and moves on to the next item that waits for it. */
  #decide(item: Disagreement, drafts: readonly DecisionDraft[], title: string): void {
    const { store, host } = this.#context;
    if (store.document.readOnly !== null) return store.setProblem(store.document.readOnly);
    const from = this.#at;
    if (store.screen.advance) this.#go(this.#nextOpen(item));
    this.#then(async () => {
      await host.call('decide', { drafts, title });
      store.say(this.#at === from && store.screen.advance ? `${title}. No item below waits for a decision` : title);
    });
  }

  /** The next item after this one without a decision, as far as this page tells; beyond it, the first of the next page. */
  #nextOpen(item: Disagreement): number {
    const page = this.#ask().value;
    if (!page) return this.#at;
    const place = page.items.indexOf(item);
    const next = page.items.findIndex((other, at) => at > place && !other.decided);
    if (next >= 0) return page.from + next;
    const beyond = page.from + page.items.length;
    return beyond < page.total ? beyond : this.#at;
  }

  #undo(): void {
    this.#then(() => this.#context.host.call('undo', undefined));
  }

  /** The item's first row in Samples, among all rows: those of an item stand together more often than not. */
  #open({ row }: Disagreement): void {
    this.#context.store.showRows([]);
    void this.#context.attempt(revealRow(this.#context, row));
  }

  #then(act: () => Promise<unknown>): void {
    this.#queue = this.#queue.then(() => this.#context.attempt(Promise.resolve().then(act)));
  }
}

const rowsWords = ({ row, rows }: Disagreement): string => (rows.length === 1 ? `row ${formatCount(row)}` : `${formatCount(rows.length)} rows`);

/** The label that all rows of the item have by now; null where they have several. */
function presentLabel({ rows, given, relabelled }: Disagreement): string | null {
  const now = new Set(rows.map((row, place) => relabelled.findLast((decision) => decision.row === row)?.to ?? given[place] ?? null));
  return now.size === 1 ? [...now][0]! : null;
}

/** The newest answer of each row in the annotation column, where it is the same one; null where a row has none. */
function filledLabel({ rows, filledIn }: Disagreement): string | null {
  const now = new Set(rows.map((row) => filledIn.findLast((filled) => filled.row === row)?.to ?? null));
  return now.size === 1 ? [...now][0]! : null;
}
