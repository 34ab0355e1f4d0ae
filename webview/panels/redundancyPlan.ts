import { html, nothing, type TemplateResult } from 'lit';
import { errorMessage } from '../../src/core/errorMessage.ts';
import { type NoPlan, planDefaults, type PlanOptions, type RedundancyPlan } from '../../src/core/redundancyPlan.ts';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import type { PlanFile } from '../../src/protocol/planMethods.ts';
import { isAbort } from '../../src/protocol/rpc.ts';
import type { Context } from '../context.ts';
import { button, linkButton } from '../ui/button.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';
import { progressBar } from '../ui/progress.ts';
import { textField } from '../ui/textField.ts';
import { planTables } from './redundancyTables.ts';

/** Which rows could be left out, what that does to each histogram, and the way to a file without them. The dataset stays. */
export class RedundancyPanel {
  readonly #context: Context;
  #keep = '80';
  #floor = String(planDefaults.floor);
  #problem: string | null = null;
  /** The work that is under way; another one or Cancel ends it. */
  #work: AbortController | null = null;
  #progress: WorkProgress | null = null;
  /** What was planned, by which options, and for which file. */
  #made: { readonly plan: RedundancyPlan | NoPlan; readonly options: PlanOptions; readonly of: string } | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  template(): TemplateResult {
    const made = this.#made?.of === this.#dataset ? this.#made : null;
    return html`<div class="plan">
      <form class="plan-bar" @submit=${(event: Event) => event.preventDefault()}>
        <label>Keep ${textField(this.#keep, { label: 'Per cent of the rows to keep', onInput: (text) => void (this.#keep = text), onEnter: (text) => this.#plan(text) })} %</label>
        <label>at least ${textField(this.#floor, { label: 'Rows that each label and segment value keeps', onInput: (text) => void (this.#floor = text), onEnter: () => this.#plan(this.#keep) })} of each label and segment</label>
        ${button('Plan', { look: 'primary', onClick: () => this.#plan(this.#keep) })}
        ${made && !('why' in made.plan) ? html`${button('Write the rows kept…', { onClick: () => this.#write('subset') })}${button('Write a list of row keys…', { title: 'One line a row, as JSON: its key, whether it is kept, and why not', onClick: () => this.#write('list') })}` : nothing}
      </form>
      ${this.#problem === null ? nothing : html`<p class="plan-problem" role="alert">${this.#problem}</p>`}
      ${this.#work ? this.#waiting() : nothing}${made ? this.#result(made.plan, made.options) : this.#work ? nothing : this.#empty()}
    </div>`;
  }

  get #dataset(): string {
    const { dataset } = this.#context.store.document;
    return JSON.stringify([dataset?.path, dataset?.bytes]);
  }

  #empty(): TemplateResult {
    return html`<div class="empty"><p>A plan says which rows a training set can do without: copies and near copies first; then easy rows of labels with many rows, hard ones of labels with few.</p>
      <p>It shows what that does to every histogram, beside as many rows drawn at random. Nothing is dropped: the plan is written to another file.</p></div>`;
  }

  #waiting(): TemplateResult {
    const { words, fraction } = this.#progress ?? { words: 'Planning' };
    return html`<div class="empty" role="status"><p>${progressBar(words, fraction)} ${words}</p>${button('Cancel', { onClick: () => this.#stop() })}</div>`;
  }

  #result(plan: RedundancyPlan | NoPlan, options: PlanOptions): TemplateResult {
    const { keep } = options;
    if ('why' in plan) return html`<p class="empty">There is no plan: ${plan.why}.</p>`;
    const { rows, kept, reasons, notes, baseline: { copies, randomCopies, difficulty } } = plan;
    return html`<p class="plan-summary">Keeps <b>${formatCount(kept)}</b> of ${formatCounted(rows, 'row')}, ${formatShare(kept / rows)}${Math.abs(kept / rows - keep) > 0.001 ? ` (${formatShare(keep)} was asked for)` : nothing}. Exact, from all of them.</p>
      <ul class="plan-reasons">${reasons.map(({ reason, rows: some, words }) => html`<li>${linkButton(formatCount(some), () => this.#context.store.showRows([{ kind: 'redundant', options, reason }]), 'Show these rows')} ${words}</li>`)}</ul>
      ${kept === rows ? nothing : html`<p>${linkButton(`Show the ${formatCounted(rows - kept, 'row')} that could go`, () => this.#context.store.showRows([{ kind: 'redundant', options }]))}</p>`}
      <p>Rows that still repeat another: ${formatCount(copies)} (drawn at random: ${formatCount(randomCopies)}).${difficulty ? ` Mean difficulty ${places(difficulty.before)} before, ${places(difficulty.after)} in the plan (drawn at random: ${places(difficulty.random)}).` : nothing}</p>
      ${notes.map((note) => html`<p class="dim">${note}</p>`)}
      ${planTables(plan)}`;
  }

  #plan(keep: string): void {
    this.#keep = keep;
    const options = this.#options();
    if (!options) return;
    const of = this.#dataset;
    void this.#run(async (signal, onProgress) => {
      const plan = await this.#context.host.call('planRedundancy', { options }, { signal, onProgress });
      this.#made = { plan, options, of };
    });
  }

  #write(as: PlanFile): void {
    const options = this.#made?.options;
    if (!options || this.#work) return;
    void this.#run(async (signal, onProgress) => {
      const written = await this.#context.host.call('writePlan', { options, as }, { signal, onProgress });
      if (written) this.#context.store.say(`Wrote ${formatCounted(written.rows, 'row')} to ${written.path}`);
    });
  }

  #options(): PlanOptions | null {
    const [keep, floor] = [this.#keep, this.#floor].map((text) =>
      /^\s*\d+([.,]\d+)?\s*$/.test(text) ? Number(text.replace(',', '.')) : NaN,
    ) as [number, number];
    this.#problem = !(keep > 0 && keep <= 100)
      ? `“${this.#keep}” is no share to keep: write a number above 0 and up to 100.`
      : !Number.isInteger(floor)
        ? `“${this.#floor}” is no number of rows.`
        : null;
    this.#context.store.touch();
    return this.#problem === null ? { keep: keep / 100, floor, seed: planDefaults.seed } : null;
  }

  async #run(work: (signal: AbortSignal, onProgress: (progress: WorkProgress) => void) => Promise<void>): Promise<void> {
    const { store } = this.#context;
    this.#work?.abort();
    const own = new AbortController();
    this.#work = own;
    this.#progress = null;
    store.touch();
    try {
      await work(own.signal, (progress) => {
        this.#progress = progress;
        store.touch();
      });
    } catch (error) {
      if (!isAbort(error) && this.#work === own) this.#problem = errorMessage(error);
    } finally {
      if (this.#work === own) this.#work = null;
      store.touch();
    }
  }

  #stop(): void {
    this.#work?.abort();
    this.#work = null;
    this.#context.store.touch();
  }
}

const places = (value: number): string => value.toFixed(3).replace(/^0\./, '.');
