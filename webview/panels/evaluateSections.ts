import { html, nothing, type TemplateResult } from 'lit';
import type { Dataset } from '../../src/core/dataset.ts';
import type { EvaluatedClass, Evaluation, WeakSlice } from '../../src/core/evaluation.ts';
import type { Filter } from '../../src/core/filter.ts';
import { confusionHeat } from '../charts/confusionHeat.ts';
import { figureChart } from '../charts/figureChart.ts';
import { errorWords, reliabilityDiagram } from '../charts/reliabilityDiagram.ts';
import type { Context } from '../context.ts';
import { linkButton } from '../ui/button.ts';
import { FigureTable } from '../ui/figureTable.ts';
import { formatCounted } from '../ui/numbers.ts';
import { shownMatrix } from './evaluateMatrix.ts';
import { EvaluateSegments } from './evaluateSegments.ts';
import { classColumns, costColumns, sliceColumns } from './evaluateTables.ts';
import { basisWords, costSentence, isUnlikely, measuredFilter, slicingWords, tendencyWords, unnamedWords } from './evaluateWords.ts';

/** Everything of the Evaluate tab below its first sentence. */
export class EvaluateSections {
  readonly #context: Context;
  readonly #classes: FigureTable<EvaluatedClass>;
  readonly #costs: FigureTable<Evaluation['confusions'][number]>;
  readonly #slices: FigureTable<WeakSlice>;
  readonly #segments: EvaluateSegments;
  #allSlices = false;

  constructor(context: Context) {
    this.#context = context;
    const touch = (): void => context.store.touch();
    this.#classes = new FigureTable(touch);
    this.#costs = new FigureTable(touch);
    this.#slices = new FigureTable(touch);
    this.#segments = new EvaluateSegments(context);
  }

  template(evaluation: Evaluation, dataset: Dataset): TemplateResult {
    const basis = basisWords(evaluation, dataset);
    return html`<div class="evaluate-charts">${this.#matrix(evaluation, basis)}${this.#calibration(evaluation, basis)}</div>
      ${this.#classTable(evaluation, basis)}
      ${this.#weakSlices(evaluation, basis)}
      ${this.#segments.template(evaluation, basis)}
      ${this.#costTable(evaluation, basis)}`;
  }

  readonly #show = (filters: readonly Filter[]): void => this.#context.store.showRows(filters);

  #matrix(evaluation: Evaluation, basis: string): TemplateResult {
    const { labels, counts, totals, others } = shownMatrix(evaluation);
    return html`<section><h3>Labels against predictions</h3>
      ${confusionHeat({
        title: 'Rows by label, down, and prediction, across',
        basis,
        down: 'label',
        across: 'predicted',
        labels,
        counts,
        totals,
        diagonal: true,
        onChoose: (label, predicted) =>
          this.#show([
            measuredFilter(evaluation, { ...(label !== undefined && { label }), ...(predicted !== undefined && { predicted }) }),
          ]),
      })}
      ${others > 0 ? html`<p class="dim">${formatCounted(others, 'class', 'classes')} with fewer wrong predictions ${others === 1 ? 'is' : 'are'} not shown; the table below has ${others === 1 ? 'it' : 'them'}.</p>` : nothing}
    </section>`;
  }

  #calibration(evaluation: Evaluation, basis: string): TemplateResult {
    const { calibration } = evaluation;
    if (calibration === null || calibration.rows === 0) {
      const why =
        calibration === null
          ? 'no column has the role probabilities, and no predicted label a confidence, that can be used'
          : 'no row that is measured has probabilities';
      return html`<section><h3>Reliability</h3><p class="dim">How well the model knows how sure it is cannot be said: ${why}.</p></section>`;
    }
    const { rows, ece, excess, words } = calibration;
    return html`<section><h3>Reliability</h3>
      <p>Calibration error (ECE, 15 bins) <b>${errorWords(ece)}</b> over ${formatCounted(rows, 'row')}. <span class="dim">${tendencyWords(excess)} By ${words}.</span></p>
      ${reliabilityDiagram({
        title: 'How often predictions are right, by their probability', basis, calibration,
        onChoose: ({ from, to }) => this.#show([measuredFilter(evaluation, { sure: { from, to } })]),
      })}
    </section>`;
  }

  #classTable(evaluation: Evaluation, basis: string): TemplateResult {
    return html`<section><h3>Classes</h3>
      <p class="dim">With 95 % intervals (Wilson). Missed: false negatives; wrongly: false positives.</p>
      ${figureChart(this.#classes, evaluation.classes, { title: 'Each class', basis, columns: classColumns(evaluation, this.#show), keyOf: ({ name }) => name })}</section>`;
  }

  #weakSlices(evaluation: Evaluation, basis: string): TemplateResult {
    const { slices, slicing } = evaluation;
    const sure = slices.filter(({ p }) => isUnlikely(p));
    const rest = slices.length - sure.length;
    const shown = this.#allSlices ? slices : sure;
    const more = (): void => {
      this.#allSlices = !this.#allSlices;
      this.#context.store.touch();
    };
    const doubtful = `${formatCounted(rest, sure.length === 0 ? 'part is' : 'more is', sure.length === 0 ? 'parts are' : 'more are')} wrong somewhat more often, as chance may explain`;
    return html`<section><h3>Where the model is weak</h3>
      ${sure.length === 0 && slicing.why === undefined && evaluation.overall.correct < evaluation.overall.rows ? html`<p>No part of the rows is wrong more often than chance explains.</p>` : nothing}
      ${shown.length === 0 ? nothing : figureChart(this.#slices, shown, { title: 'Weak slices, the worst first', basis, columns: sliceColumns(evaluation, this.#show), keyOf: ({ words }) => words })}
      ${rest === 0 ? nothing : html`<p class="dim">${doubtful}. ${linkButton(this.#allSlices ? 'Hide them' : 'Show them', more)}</p>`}
      <p class="dim">${slicingWords(evaluation)}</p></section>`;
  }

  #costTable(evaluation: Evaluation, basis: string): TemplateResult {
    const { host, attempt } = this.#context;
    const wrong = evaluation.confusions.filter(({ label, predicted }) => label !== predicted).sort((a, b) => b.cost - a.cost || b.rows - a.rows);
    const unnamed = unnamedWords(evaluation);
    const open = linkButton(
      'Open winnow.json',
      () => void attempt(host.call('openConfig', undefined)),
      'Costs of confusions and weights of segments stand there under “costs”',
    );
    return html`<section><h3>What errors cost</h3>
      <p>${costSentence(evaluation)} <span class="dim">${evaluation.cost.basis[0]!.toUpperCase()}${evaluation.cost.basis.slice(1)}.</span> ${open}</p>
      ${unnamed === null ? nothing : html`<ul class="annotator-notes"><li>${unnamed}</li></ul>`}
      ${wrong.length === 0 ? nothing : figureChart(this.#costs, wrong, { title: 'Wrong predictions, the dearest first', basis, columns: costColumns(evaluation, this.#show), keyOf: ({ label, predicted }) => JSON.stringify([label, predicted]) })}
      ${evaluation.otherConfusions > 0 ? html`<p class="dim">${formatCounted(evaluation.otherConfusions, 'confusion')} of fewer rows ${evaluation.otherConfusions === 1 ? 'is' : 'are'} not listed.</p>` : nothing}
    </section>`;
  }
}
