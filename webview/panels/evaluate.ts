import { html, nothing, type TemplateResult } from 'lit';
import type { Dataset } from '../../src/core/dataset.ts';
import type { Evaluation, NoEvaluation, Share } from '../../src/core/evaluation.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import { intervalWords } from '../charts/intervalBar.ts';
import type { Context } from '../context.ts';
import type { Answer } from '../latest.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button, linkButton } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { formatCounted, formatShare } from '../ui/numbers.ts';
import { EvaluateSections } from './evaluateSections.ts';
import { accuracySentence, basisWords, chosenSplit, measuredFilter, noiseClause, noiseUnknown, splitChoices } from './evaluateWords.ts';
import { accuracyWords } from './labelHealthWords.ts';

/** How good the predictions of a dataset are: overall, by class and segment, what errors cost, and where the model is weak. */
export class Evaluate {
  readonly #context: Context;
  readonly #answer: LongAnswer<Evaluation | NoEvaluation>;
  readonly #sections: EvaluateSections;
  /** The split that a person chose; null: test, where there is one. */
  #split: string | null = null;
  #revision = 0;
  #decisions: DocumentState['decisions'] | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#answer = new LongAnswer<Evaluation | NoEvaluation>(context);
    this.#sections = new EvaluateSections(context);
  }

  template(): TemplateResult {
    const { document } = this.#context.store;
    if (document.phase !== 'ready' || !document.dataset) return html`<p class="empty">Predictions are measured when the file is read.</p>`;
    const missing = missingRoles(document.dataset);
    if (missing !== null) return this.#nothingPredicted(missing);
    if (this.#answer.stopped)
      return html`<div class="empty"><p>The predictions were not measured: it was stopped.</p>${button('Measure them', { look: 'primary', onClick: () => this.#answer.again() })}</div>`;
    const answer = this.#ask(document.dataset);
    if (answer.error !== null) return this.#refused(answer.error);
    if (answer.value === null) return html`<div class="empty">${this.#work()}</div>`;
    return 'why' in answer.value
      ? this.#refused(`The predictions cannot be measured: ${answer.value.why}.`)
      : this.#report(answer.value, answer, document.dataset);
  }

  #ask(dataset: Dataset): Answer<Evaluation | NoEvaluation> {
    const { host, store } = this.#context;
    const question = [this.#split, this.#revisionOf(store.document), dataset.roles, dataset.path, dataset.bytes];
    return this.#answer.ask(question, (options) => host.call('evaluate', this.#split === null ? {} : { split: this.#split }, options));
  }

  /** What checks find changes no figure before they are done: a run of them does not have it measured again and again. */
  #revisionOf({ work, revision, decisions }: DocumentState): number {
    if (decisions !== this.#decisions || !work.some(({ kind }) => kind === 'check')) this.#revision = revision;
    this.#decisions = decisions;
    return this.#revision;
  }

  #report(evaluation: Evaluation, { current }: Answer<unknown>, dataset: Dataset): TemplateResult {
    return html`<section class="evaluate" aria-busy=${String(!current)}>
      <div class="panel">${this.#head(evaluation, current, dataset)}<div class=${current ? '' : 'stale'}>${this.#sections.template(evaluation, dataset)}</div></div>
    </section>`;
  }

  #head(evaluation: Evaluation, current: boolean, dataset: Dataset): TemplateResult {
    const { store } = this.#context;
    const { overall, words, leftOut, notes } = evaluation;
    const wrong = overall.rows - overall.correct;
    const unknown = noiseUnknown(evaluation, store.document.findings);
    return html`<div class="evaluate-bar">
        ${evaluation.splits.length === 0 ? nothing : html`<span class="dim">Measured on</span> ${dropdown('Rows that are measured', splitChoices(evaluation), chosenSplit(evaluation), (value) => this.#choose(value))}`}
        <span class="dim">by ${words} · ${basisWords(evaluation, dataset)}</span>
        ${current ? nothing : this.#work()}
      </div>
      <p class="evaluate-head" role="status"><b>${overall.accuracy.value === null ? '—' : accuracyWords(overall.accuracy.value)}</b> ${accuracySentence(evaluation)}${noiseClause(evaluation)}</p>
      <p class="dim">${wrong === 0 ? 'No prediction is wrong.' : linkButton(`Show the ${formatCounted(wrong, 'wrong prediction')}`, () => store.showRows([measuredFilter(evaluation, { right: false })]))}
        Means over the classes: precision ${means(overall.macroPrecision)}, recall ${means(overall.macroRecall)}, F1 ${means(overall.macroF1)}.</p>
      ${unknown === null ? nothing : html`<p class="dim">${unknown}</p>`}
      ${leftOut.length + notes.length === 0 ? nothing : html`<ul class="annotator-notes">
        ${leftOut.map(({ why, rows }) => html`<li>${formatCounted(rows, 'row is', 'rows are')} left out, since ${why}.</li>`)}${notes.map((note) => html`<li>${note}</li>`)}
      </ul>`}`;
  }

  #work(): TemplateResult {
    return this.#answer.line('Measuring the predictions');
  }

  #nothingPredicted(why: string): TemplateResult {
    return html`<div class="empty"><p>${why}</p>
      <p>This screen holds what a model predicted against the labels. It needs a column with the role label, and one of predicted labels (role predicted) or columns of probabilities (role probabilities); with probabilities or a confidence it also says how well the model knows how sure it is.</p>
      ${button('Give columns their roles', { look: 'primary', onClick: () => this.#openRoles() })}</div>`;
  }

  #refused(words: string): TemplateResult {
    return html`<div class="empty"><p role="alert">${words}</p>
      <p>${this.#split === null ? nothing : html`${button('Measure the split that comes first', { onClick: () => this.#choose(null) })} `}${button('Try again', { onClick: () => this.#answer.again() })} ${button('See the roles', { onClick: () => this.#openRoles() })}</p></div>`;
  }

  #openRoles(): void {
    this.#context.store.patchScreen({ tab: 'samples', panel: 'roles', labelling: false });
  }

  #choose(split: string | null): void {
    this.#split = split;
    this.#answer.again();
  }
}

/** Which role would fill the screen, in a sentence; null where all are there. */
function missingRoles({ roles: { label, predicted, probabilities } }: Dataset): string | null {
  if (label === undefined) return 'No column says what is right: none has the role label.';
  return predicted === undefined && probabilities.length === 0 ? 'No column says what a model predicted.' : null;
}

/** A figure and its sign stay together. */
const means = (share: Share): string => (share.value === null ? '—' : `${formatShare(share.value)} (${intervalWords(share)})`.replaceAll(' %', '\u00A0%'));
