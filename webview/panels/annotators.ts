import { html, nothing, type TemplateResult } from 'lit';
import type { Dataset } from '../../src/core/dataset.ts';
import type { Filter } from '../../src/core/filter.ts';
import type { AnnotatorReport } from '../../src/protocol/labelMethods.ts';
import type { Context } from '../context.ts';
import type { Answer } from '../latest.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button, linkButton } from '../ui/button.ts';
import { formatCounted, formatValue, moreWords } from '../ui/numbers.ts';
import { Adjudication } from './adjudication.ts';
import { annotatorTable, confusionTable, kappaTable, type AnnotatorTableActs } from './annotatorTables.ts';
import { alphaWords, countWords, kappaWords } from './annotatorWords.ts';
import { side } from './side.ts';

/** People shown at first, so that the tables below are in reach; then with each “more”. */
const firstShown = 12;
const pageSize = 100;

/** How far the people who labelled agree, how reliable each is, and the items that wait for a decision between them. */
export class Annotators {
  readonly #context: Context;
  readonly #report: LongAnswer<AnnotatorReport>;
  readonly #adjudication: Adjudication;
  #selected: string | null = null;
  #limit = firstShown;

  constructor(context: Context) {
    this.#context = context;
    this.#report = new LongAnswer<AnnotatorReport>(context);
    this.#adjudication = new Adjudication(context);
  }

  /** A key that was pressed while this tab is open. */
  keyed(event: KeyboardEvent): void {
    this.#adjudication.keyed(event);
  }

  template(): TemplateResult {
    const { document } = this.#context.store;
    if (document.phase !== 'ready' || !document.dataset) return html`<p class="empty">Annotators are compared when the file is read.</p>`;
    if (document.dataset.roles.annotators.length === 0) return this.#nobody('No column says who labelled.');
    if (this.#report.stopped)
      return html`<div class="empty"><p>The annotators were not compared: it was stopped.</p>${button('Compare them', { look: 'primary', onClick: () => this.#report.again() })}</div>`;
    const answer = this.#ask(document.dataset);
    if (answer.error !== null)
      return html`<div class="empty"><p role="alert">${answer.error}</p>${button('Try again', { onClick: () => this.#report.again() })}</div>`;
    if (!answer.value) return this.#report.page('Reading who labelled what');
    const report = answer.value;
    if (report.why !== undefined) return this.#nobody(`${report.why[0]!.toUpperCase()}${report.why.slice(1)}.`);
    return html`<section class="issues annotators-tab">
      <div class="panel" aria-busy=${String(!answer.current)}>${this.#figures(report)}${this.#people(report)}${this.#tables(report)}</div>
      ${side(this.#context, 'Items to adjudicate', this.#adjudication.template(report, this.#selected))}
    </section>`;
  }

  #ask({ roles, path, bytes }: Dataset): Answer<AnnotatorReport> {
    const params = this.#selected === null ? {} : { annotator: this.#selected };
    return this.#report.ask([this.#selected, roles, path, bytes], (options) => this.#context.host.call('annotators', params, options));
  }

  #nobody(why: string): TemplateResult {
    const roles = linkButton('Correct the roles', () => this.#context.store.patchScreen({ tab: 'samples', panel: 'roles' }));
    return html`<div class="empty"><p>${why}</p>
      <p>This screen compares people who labelled the same items: by a column of labels for each of them (two columns or more with the role annotators),
      or by one row a label, with a column that names the item (role group), one that says who labelled (role annotators) and the label. ${roles} where the file has either.
      What several people fill into an annotation column is compared here, too, once it is applied to the file.</p></div>`;
  }

  #figures(report: AnnotatorReport): TemplateResult {
    const { krippendorff, fleiss, fleissWhy, notes, method } = report;
    return html`<div class="agreement">
      <div class="agreement-figure"><b>${kappaWords(krippendorff)}</b><span class="dim">Krippendorff’s α</span></div>
      <div class="agreement-figure"><b>${kappaWords(fleiss)}</b><span class="dim">Fleiss’ κ</span></div>
      <p>${krippendorff === null ? 'Agreement beyond chance is undefined here.' : alphaWords(krippendorff)}<br><span class="dim">1 is perfect agreement, 0 what chance gives. ${countWords(report)}</span></p>
    </div>
    ${notes.length === 0 ? nothing : html`<ul class="annotator-notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
    <p class="dim">Consensus by ${method}${fleissWhy === undefined ? '' : ` ${fleissWhy}`}</p>`;
  }

  #people(report: AnnotatorReport): TemplateResult {
    const left = report.annotators.length - this.#limit;
    return html`<h3>Annotators</h3>${annotatorTable(report.annotators.slice(0, this.#limit), this.#acts(report))}
      ${left > 0 ? html`<p>${button(moreWords(left, pageSize), { onClick: () => this.#more() })}</p>` : nothing}`;
  }

  #tables(report: AnnotatorReport): TemplateResult {
    const who = this.#selected === null ? 'all annotators' : formatValue(this.#selected);
    return html`<h3>What ${who} said (across) where the consensus is (down)</h3>
      ${this.#selected === null ? html`<p class="dim">Select an annotator above for theirs alone.</p>` : html`<p>${linkButton('Show all annotators together', () => this.#select(null))}</p>`}
      ${confusionTable(report, this.#acts(report))}
      ${report.cohen.length < 2 ? nothing : html`<h3>Agreement of two at a time: Cohen’s κ</h3>${kappaTable(report)}`}
      <p class="sr" role="status">${formatCounted(report.annotators.length, 'annotator')}</p>`;
  }

  #acts({ layout, annotatorColumn }: AnnotatorReport): AnnotatorTableActs {
    const { store } = this.#context;
    return {
      selected: () => this.#selected,
      select: (annotator) => this.#select(annotator),
      show: (annotator, label) => {
        const { dataset } = store.document;
        const filters: Filter[] =
          layout === 'long' && annotatorColumn !== undefined
            ? [{ kind: 'values', column: annotatorColumn, values: [annotator] }]
            : label === undefined
              ? [{ kind: 'values', column: annotator, values: [null, ''], exclude: true }]
              : [{ kind: 'values', column: annotator, values: [label] }];
        if (layout === 'long' && label !== undefined && dataset?.roles.label !== undefined)
          filters.push({ kind: 'values', column: dataset.roles.label, values: [label] });
        store.showRows(filters);
      },
    };
  }

  #select(annotator: string | null): void {
    this.#selected = annotator;
    this.#context.store.touch();
  }

  #more(): void {
    this.#limit += pageSize;
    this.#context.store.touch();
  }
}
