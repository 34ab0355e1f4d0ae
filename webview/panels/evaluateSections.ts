import { html, nothing, type TemplateResult } from 'lit';
import type { Dataset } from '../../src/core/dataset.ts';
import type { EvaluatedClass, EvaluatedColumn, EvaluatedSegment, Evaluation, WeakSlice } from '../../src/core/evaluation.ts';
import type { Filter } from '../../src/core/filter.ts';
import { confusionHeat } from '../charts/confusionHeat.ts';
import { errorWords, reliabilityDiagram } from '../charts/reliabilityDiagram.ts';
import type { Context } from '../context.ts';
import { linkButton } from '../ui/button.ts';
import { FigureTable } from '../ui/figureTable.ts';
import { formatCounted, formatValue } from '../ui/numbers.ts';
import { shownMatrix } from './evaluateMatrix.ts';
import { classColumns, costColumns, segmentColumns, sliceColumns } from './evaluateTables.ts';
import { basisWords, costSentence, isUnlikely, measuredFilter, segmentFilter, slicingWords, tendencyWords, unnamedWords } from './evaluateWords.ts';

/** Everything of the Evaluate tab below its first sentence. */
export class EvaluateSections {
  readonly #context: Context;
  readonly #classes: FigureTable<EvaluatedClass>;
  readonly #costs: FigureTable<Evaluation['confusions'][number]>;
  readonly #slices: FigureTable<WeakSlice>;
  /** By segment column; and the classes of the segment that was chosen. */
  readonly #segments = new Map<string, FigureTable<EvaluatedSegment>>();
  readonly #classesWithin: FigureTable<EvaluatedClass>;
  #allSlices = false;
  #chosen: { readonly column: string; readonly value: string | null } | null = null;

  constructor(context: Context) {
    this.#context = context;
    const touch = (): void => context.store.touch();
    this.#classes = new FigureTable(touch);
    this.#costs = new FigureTable(touch);
    this.#slices = new FigureTable(touch);
    this.#classesWithin = new FigureTable(touch);
  }

  template(evaluation: Evaluation, dataset: Dataset): TemplateResult {
    const basis = basisWords(evaluation, dataset);
    return html`<div class="evaluate-charts">${this.#matrix(evaluation, basis)}${this.#calibration(evaluation, basis)}</div>
      ${this.#classTable(evaluation)}
      ${this.#weakSlices(evaluation)}
      ${evaluation.segments.map((column) => this.#segmentTable(evaluation, column))}
      ${evaluation.segments.length > 0 ? nothing : html`<h3>Segments</h3><p class="dim">No column has the role segments: with one, each of its values is measured by itself.</p>`}
      ${this.#costTable(evaluation)}`;
  }

  readonly #show = (filters: readonly Filter[]): void => this.#context.store.showRows(filters);

  #matrix(evaluation: Evaluation, basis: string): TemplateResult {
    const { labels, counts, totals, others } = shownMatrix(evaluation);
    return html`<section><h3>Labels against predictions</h3>
      ${confusionHeat({
        title: 'Rows by label, down, and prediction, across', basis, down: 'label', across: 'predicted', labels, counts, totals, diagonal: true,
        onChoose: (label, predicted) => this.#show([measuredFilter(evaluation, { ...(label !== undefined && { label }), ...(predicted !== undefined && { predicted }) })]),
      })}
      ${others > 0 ? html`<p class="dim">${formatCounted(others, 'class', 'classes')} with fewer wrong predictions ${others === 1 ? 'is' : 'are'} not shown; the table below has ${others === 1 ? 'it' : 'them'}.</p>` : nothing}
    </section>`;
  }

  #calibration(evaluation: Evaluation, basis: string): TemplateResult {
    const { calibration } = evaluation;
    if (calibration === null || calibration.rows === 0) {
      const why = calibration === null ? 'no column has the role probabilities, and no predicted label a confidence, that can be used' : 'no row that is measured has probabilities';
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

  #classTable(evaluation: Evaluation): TemplateResult {
    return html`<section><h3>Classes</h3>
      <p class="dim">With 95 % intervals (Wilson). Missed: false negatives; wrongly: false positives.</p>
      ${this.#classes.template(evaluation.classes, { title: 'Each class', columns: classColumns(evaluation, this.#show), keyOf: ({ name }) => name })}</section>`;
  }

  #segmentTable(evaluation: Evaluation, column: EvaluatedColumn): TemplateResult {
    const known = this.#segments.get(column.column);
    const table = known ?? new FigureTable<EvaluatedSegment>(() => this.#context.store.touch());
    if (!known) this.#segments.set(column.column, table);
    const isChosen = ({ value }: EvaluatedSegment): boolean => this.#chosen?.column === column.column && this.#chosen.value === value;
    const chosen = column.segments.find(isChosen);
    const choose = (segment: EvaluatedSegment): void => {
      this.#chosen = isChosen(segment) ? null : { column: column.column, value: segment.value };
      this.#context.store.touch();
    };
    return html`<section><h3>Segments by ${column.column}</h3>
      ${column.segments.length === 0 ? html`<p class="dim">None of the rows that are measured has a value.</p>` : column.segments.length === 1 ? html`<p class="dim">There is only one value, so there is nothing to hold it against.</p>` : nothing}
      ${table.template(column.segments, { title: `Segments by ${column.column}`, columns: segmentColumns(evaluation, column, this.#show, choose), keyOf: ({ value }) => JSON.stringify(value), isOn: isChosen })}
      ${column.otherRows > 0 ? html`<p class="dim">${formatCounted(column.otherRows, 'row')} of other values, each of fewer rows, ${column.otherRows === 1 ? 'is' : 'are'} not listed.</p>` : nothing}
      ${chosen ? this.#within(evaluation, column.column, chosen) : nothing}
    </section>`;
  }

  #within(evaluation: Evaluation, column: string, { value, classes }: EvaluatedSegment): TemplateResult {
    const columns = classColumns(evaluation, this.#show, [segmentFilter(column, value)]);
    return html`<div class="evaluate-within"><h4>Classes where ${column} is ${formatValue(value)}</h4>${this.#classesWithin.template(classes, { title: `Classes where ${column} is ${formatValue(value)}`, columns, keyOf: ({ name }) => name })}</div>`;
  }

  #weakSlices(evaluation: Evaluation): TemplateResult {
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
      ${shown.length === 0 ? nothing : this.#slices.template(shown, { title: 'Weak slices, the worst first', columns: sliceColumns(evaluation, this.#show), keyOf: ({ words }) => words })}
      ${rest === 0 ? nothing : html`<p class="dim">${doubtful}. ${linkButton(this.#allSlices ? 'Hide them' : 'Show them', more)}</p>`}
      <p class="dim">${slicingWords(evaluation)}</p></section>`;
  }

  #costTable(evaluation: Evaluation): TemplateResult {
    const { host, attempt } = this.#context;
    const wrong = evaluation.confusions.filter(({ label, predicted }) => label !== predicted).sort((a, b) => b.cost - a.cost || b.rows - a.rows);
    const unnamed = unnamedWords(evaluation);
    const open = linkButton('Open winnow.json', () => void attempt(host.call('openConfig', undefined)), 'Costs of confusions and weights of segments stand there under “costs”');
    return html`<section><h3>What errors cost</h3>
      <p>${costSentence(evaluation)} <span class="dim">${evaluation.cost.basis[0]!.toUpperCase()}${evaluation.cost.basis.slice(1)}.</span> ${open}</p>
      ${unnamed === null ? nothing : html`<ul class="annotator-notes"><li>${unnamed}</li></ul>`}
      ${wrong.length === 0 ? nothing : this.#costs.template(wrong, { title: 'Wrong predictions, the dearest first', columns: costColumns(evaluation, this.#show), keyOf: ({ label, predicted }) => JSON.stringify([label, predicted]) })}
      ${evaluation.otherConfusions > 0 ? html`<p class="dim">${formatCounted(evaluation.otherConfusions, 'confusion')} of fewer rows ${evaluation.otherConfusions === 1 ? 'is' : 'are'} not listed.</p>` : nothing}
    </section>`;
  }
}
