import { html, nothing, type TemplateResult } from 'lit';
import { type EvaluatedClass, type EvaluatedColumn, type EvaluatedSegment, type Evaluation, segmentClasses } from '../../src/core/evaluation.ts';
import { figureChart } from '../charts/figureChart.ts';
import type { Context } from '../context.ts';
import { dropdown } from '../ui/dropdown.ts';
import { FigureTable } from '../ui/figureTable.ts';
import { formatCounted, formatValue } from '../ui/numbers.ts';
import { classColumns, segmentClassColumns, segmentColumns, type ShowRows } from './evaluateTables.ts';
import { segmentFilter, segmentWords } from './evaluateWords.ts';

/** The figures of each segment: of all classes together, or of one of them. */
export class EvaluateSegments {
  readonly #context: Context;
  /** By segment column, and whether one class is shown: these have other columns, and an order of their own. */
  readonly #tables = new Map<string, FigureTable<EvaluatedSegment>>();
  readonly #classesWithin: FigureTable<EvaluatedClass>;
  #chosen: { readonly column: string; readonly value: string | null } | null = null;
  /** The class of which figures are shown; null: means over all. */
  #class: string | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#classesWithin = new FigureTable(() => context.store.touch());
  }

  template(evaluation: Evaluation, basis: string): TemplateResult {
    if (evaluation.segments.length === 0)
      return html`<section><h3>Segments</h3><p class="dim">No column has the role segments: with one, each of its values is measured by itself.</p></section>`;
    const ofClass = evaluation.classes.slice(0, segmentClasses).some(({ name }) => name === this.#class) ? this.#class : null;
    return html`${this.#classChoice(evaluation, ofClass)}${evaluation.segments.map((column) => this.#table(evaluation, column, ofClass, basis))}`;
  }

  readonly #show: ShowRows = (filters) => this.#context.store.showRows(filters);

  #classChoice({ classes }: Evaluation, ofClass: string | null): TemplateResult {
    const listed = classes.slice(0, segmentClasses);
    // A name may be any text, the empty one too: choices go by place.
    const choices = [{ value: 'all', words: 'all classes' }, ...listed.map(({ name }, place) => ({ value: String(place), words: formatValue(name) }))];
    const choose = (value: string): void => {
      this.#class = value === 'all' ? null : (listed[Number(value)]?.name ?? null);
      this.#context.store.touch();
    };
    const place = listed.findIndex(({ name }) => name === ofClass);
    return html`<section><h3>Segments</h3>
      <p class="evaluate-classes"><span class="dim">Precision, recall and F1 of</span> ${dropdown('The class that segments are measured by', choices, place < 0 ? 'all' : String(place), choose)}</p>
      <p class="dim">${segmentWords(ofClass)}${classes.length > listed.length ? ` The ${segmentClasses} most frequent of ${formatCounted(classes.length, 'class', 'classes')} can be chosen.` : ''}</p></section>`;
  }

  #table(evaluation: Evaluation, column: EvaluatedColumn, ofClass: string | null, basis: string): TemplateResult {
    const table = this.#tableOf(JSON.stringify([column.column, ofClass !== null]));
    const isChosen = ({ value }: EvaluatedSegment): boolean => this.#chosen?.column === column.column && this.#chosen.value === value;
    const chosen = column.segments.find(isChosen);
    const choose = (segment: EvaluatedSegment): void => {
      this.#chosen = isChosen(segment) ? null : { column: column.column, value: segment.value };
      this.#context.store.touch();
    };
    const columns =
      ofClass === null
        ? segmentColumns(evaluation, column, this.#show, choose)
        : segmentClassColumns(evaluation, column, ofClass, this.#show, choose);
    const title = `Segments by ${column.column}${ofClass === null ? '' : `: ${formatValue(ofClass)}`}`;
    return html`<section><h3>${title}</h3>
      ${column.segments.length === 0 ? html`<p class="dim">None of the rows that are measured has a value.</p>` : column.segments.length === 1 ? html`<p class="dim">There is only one value, so there is nothing to hold it against.</p>` : nothing}
      ${figureChart(table, column.segments, { title, basis, columns, keyOf: ({ value }) => JSON.stringify(value), isOn: isChosen })}
      ${column.otherRows > 0 ? html`<p class="dim">${formatCounted(column.otherRows, 'row')} of other values, each of fewer rows, ${column.otherRows === 1 ? 'is' : 'are'} not listed.</p>` : nothing}
      ${chosen ? this.#within(evaluation, column.column, chosen, basis) : nothing}
    </section>`;
  }

  #tableOf(key: string): FigureTable<EvaluatedSegment> {
    const table = this.#tables.get(key) ?? new FigureTable<EvaluatedSegment>(() => this.#context.store.touch());
    this.#tables.set(key, table);
    return table;
  }

  #within(evaluation: Evaluation, column: string, { value, classes }: EvaluatedSegment, basis: string): TemplateResult {
    const columns = classColumns(evaluation, this.#show, [segmentFilter(column, value)]);
    const title = `Classes where ${column} is ${formatValue(value)}`;
    return html`<div class="evaluate-within"><h4>${title}</h4>${figureChart(this.#classesWithin, classes, { title, basis, columns, keyOf: ({ name }) => name })}</div>`;
  }
}
