import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Filter } from '../../src/core/filter.ts';
import type { FindingSummary } from '../../src/protocol/findingMethods.ts';
import type { LabelHealth, ProbabilitySource } from '../../src/protocol/labelMethods.ts';
import { confusionHeat } from '../charts/confusionHeat.ts';
import { confusionOrder } from '../charts/confusionOrder.ts';
import type { Context } from '../context.ts';
import type { Answer } from '../latest.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button, linkButton } from '../ui/button.ts';
import { isolated } from '../ui/isolated.ts';
import { formatCounted, formatShare } from '../ui/numbers.ts';
import { LabelClasses } from './labelClasses.ts';
import { labelCheck } from './labelEvidence.ts';
import { changeWords, doubtWords, leftOutWords, noiseWords, positionWords, rangeWords, sourceFigures, suspectWords } from './labelHealthWords.ts';
import { LabelRecall } from './labelRecall.ts';

/** How far the labels can be trusted: the estimated noise and where it comes from, how many suspects to see, what is taken for what. */
export class LabelHealthSection {
  readonly #context: Context;
  readonly #answer: LongAnswer<LabelHealth>;
  readonly #recall: LabelRecall;
  readonly #classes: LabelClasses;
  /** A person asked for it although the check did not run. */
  #wanted = false;

  constructor(context: Context) {
    this.#context = context;
    this.#answer = new LongAnswer<LabelHealth>(context);
    this.#recall = new LabelRecall(context);
    this.#classes = new LabelClasses(context);
  }

  /** One line for the top of the tab, which leads to the section; nothing while there is nothing to say. */
  headline(findings: FindingSummary): TemplateResult | typeof nothing {
    const { noise, source } = this.#ask(findings)?.value ?? {};
    if (!noise) return nothing;
    const show = (): void => bringUp('.label-health');
    return html`<span class="facts">Estimated label noise ${linkButton(html`<b>${formatShare(noise.estimate)}</b>`, show, 'Show where it comes from')}${
      noise.before === undefined || noise.before === noise.estimate ? '' : ` · before ${formatShare(noise.before)}`}${doubtWords(source)}</span>`;
  }

  /** A line for the head of the list of suspects, which leads to the slider. */
  listed(findings: FindingSummary): TemplateResult | typeof nothing {
    const health = this.#ask(findings)?.value;
    if (!health || health.positions.length === 0) return nothing;
    const show = (): void => {
      const slider = document.querySelector<HTMLElement>('.label-health .slider') ?? document.querySelector<HTMLElement>('.label-health');
      bringUp('.label-health');
      slider?.focus({ preventScroll: true });
    };
    return html`<p class="facts">${positionWords(health, health.position)}${health.positions.length === 1 ? '' : html` · ${linkButton('more or fewer…', show, 'Go to the slider')}`}</p>`;
  }

  template(findings: FindingSummary): TemplateResult {
    const answer = this.#ask(findings);
    return html`<section class="label-health" aria-labelledby="label-health-title"><h3 id="label-health-title">Label health</h3>${this.#body(findings, answer)}</section>`;
  }

  #body(findings: FindingSummary, answer: Answer<LabelHealth> | null): TemplateResult {
    const why = findings.skipped.find(({ check }) => check === labelCheck)?.why;
    if (!answer) return this.#unasked(why);
    if (answer.error !== null) return html`<p role="alert">${answer.error}</p>${this.#learnButton()}`;
    if (!answer.value) return this.#answer.line('Looking at the labels');
    const health = answer.value;
    if (health.source === null) return this.#nothingKnown(health.why ?? why);
    return html`<div class=${answer.current ? '' : 'stale'} aria-busy=${String(!answer.current)}>
      ${this.#figures(health, health.source)}${why === undefined ? nothing : this.#notListed(why)}${this.#recall.template(health)}${guard([health], () => this.#matrix(health))}${this.#classes.template(health.classes, (given, suggested) => this.#show(health, given, suggested))}${this.#afterDecisions(health)}
    </div>`;
  }

  /** The answer, where it is known already or may be asked for without a person wanting it; null otherwise. */
  #ask(findings: FindingSummary): Answer<LabelHealth> | null {
    const { store, host } = this.#context;
    // Where it ran and nothing could be learnt, asking tells why.
    const untried = findings.skipped.some(({ check, untried: waits }) => check === labelCheck && waits === true);
    const busy = store.document.work.some(({ kind }) => kind === 'check');
    if (this.#answer.stopped || busy || (untried && !this.#wanted) || store.document.dataset?.roles.label === undefined) return null;
    return this.#answer.ask(store.document.revision, (options) => host.call('labelHealth', undefined, options));
  }

  #unasked(why: string | undefined): TemplateResult {
    const { store } = this.#context;
    if (store.document.dataset?.roles.label === undefined) {
      const roles = linkButton('Give a column the role label', () => store.patchScreen({ tab: 'samples', panel: 'roles' }));
      return html`<p class="dim">${roles} to learn which labels look wrong, how many, and what they are taken for.</p>`;
    }
    if (store.document.work.some(({ kind }) => kind === 'check')) return html`<p class="dim" role="status">It is worked out when the checks have run.</p>`;
    const words = this.#answer.stopped
      ? 'The labels have not been learnt: it was stopped.'
      : `The check for wrong labels did not run: ${why ?? 'it was not asked for'}.`;
    return html`<p class="dim">${words}</p>${this.#learnButton()}`;
  }

  #learnButton(): TemplateResult {
    return html`<p>${button('Learn the labels', { title: 'Find or make probabilities of the labels, and say how many look wrong', onClick: () => this.#learn() })}</p>`;
  }

  /** A person had the labels learnt, and the check that lists rows did not run. */
  #notListed(why: string): TemplateResult {
    const { host, attempt } = this.#context;
    return html`<p class="dim">The rows themselves are not listed: ${why}. ${linkButton('Check again', () => void attempt(host.call('check', undefined)))}</p>`;
  }

  #nothingKnown(why: string | undefined): TemplateResult {
    return html`<p>Which labels look wrong is not known${why === undefined ? '' : `: ${isolated(why)}`}.</p>${this.#wayOut()}`;
  }

  /** What would fill this: labels, where there are none; else what tells of them. */
  #wayOut(): TemplateResult {
    const { store } = this.#context;
    const { dataset, profiles } = store.document;
    const roles = linkButton('See the roles', () => store.patchScreen({ tab: 'samples', panel: 'roles' }));
    const label = profiles.find(({ column }) => column === dataset?.roles.label);
    if (label?.type === 'empty') {
      const mode = linkButton('Label the rows', () => store.patchScreen({ tab: 'samples', labelling: true }));
      return html`<p class="dim">${mode} to fill this, or give another column the role label. ${roles}</p>`;
    }
    if (label && label.distinct < 2) return html`<p class="dim">Rows with another label would fill this. ${roles}</p>`;
    return html`<p class="dim">Columns of probabilities, a predicted label with a confidence, or content to learn from would fill this. ${roles}</p>`;
  }

  #figures(health: LabelHealth, source: ProbabilitySource): TemplateResult {
    const words = noiseWords(health);
    const asides = [suspectWords(source), rangeWords(health)].filter((each) => each !== null);
    const troubles = [leftOutWords(source), ...source.notes].filter((each) => each !== null);
    return html`${words === null ? nothing : html`<p>About <b>${formatShare(health.noise!.estimate)}</b> ${words} ${changeWords(health) ?? ''}</p>`}
      <p class="dim">${isolated(`${source.words.slice(0, 1).toUpperCase()}${source.words.slice(1)}`)}: ${sourceFigures(source)}.</p>
      ${asides.map((aside) => html`<p class="dim">${aside}</p>`)}
      ${troubles.length === 0 ? nothing : html`<ul class="annotator-notes">${troubles.map((trouble) => html`<li>${isolated(trouble)}</li>`)}</ul>`}`;
  }

  #matrix(health: LabelHealth): TemplateResult | typeof nothing {
    const { matrix } = health;
    const order = confusionOrder(matrix.counts);
    if (order.length === 0) return nothing;
    const labels = order.map((label) => matrix.labels[label]!);
    const counts = order.map((down) => order.map((across) => matrix.counts[down]![across]!));
    return html`<h3>Given label against suggested label</h3>
      ${confusionHeat({ title: 'Flagged rows by given label, down, and suggested label, across', down: 'given', across: 'suggested', labels, counts, onChoose: (given, suggested) => this.#show(health, given, suggested) })}
      ${matrix.otherLabels > 0 ? html`<p class="dim">${formatCounted(matrix.otherLabels, 'label')} with fewer flagged rows ${matrix.otherLabels === 1 ? 'is' : 'are'} not shown.</p>` : nothing}`;
  }

  /** What has been decided counts once the checks have run again. */
  #afterDecisions(health: LabelHealth): TemplateResult | typeof nothing {
    const { store, host, attempt } = this.#context;
    const { decidedRows } = store.document.decisions;
    if (changeWords(health) !== null) return nothing;
    if (decidedRows === 0) return html`<p class="dim">When rows have been decided on, checking again shows the noise of each label before and after.</p>`;
    return html`<p class="dim">${formatCounted(decidedRows, 'row')} decided. ${linkButton('Check again', () => void attempt(host.call('check', undefined)))} to see what that does to the noise of each label.</p>`;
  }

  /** Flagged rows with this label, for which that one is suggested. */
  #show({ classes }: LabelHealth, given: string | undefined, suggested: string | undefined): void {
    const { store } = this.#context;
    const column = store.document.dataset?.roles.label;
    const written = classes.find(({ label }) => label === given)?.variants ?? [];
    const byLabel: Filter[] = given === undefined || column === undefined ? [] : [{ kind: 'values', column, values: [given, ...written] }];
    store.showRows([...byLabel, { kind: 'flagged', check: labelCheck, ...(suggested === undefined ? {} : { suggested }) }]);
  }

  #learn(): void {
    this.#wanted = true;
    this.#answer.again();
  }
}

/**
 * Scrolls the panel that an element stands in, and nothing around it: `scrollIntoView` moves the frame of the page, too,
 * which then stays cut off at the top.
 */
function bringUp(selector: string): void {
  const element = document.querySelector(selector);
  const panel = element?.closest('.panel');
  if (element && panel) panel.scrollTop += element.getBoundingClientRect().top - panel.getBoundingClientRect().top;
}
