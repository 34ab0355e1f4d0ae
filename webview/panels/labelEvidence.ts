import { html, nothing, type TemplateResult } from 'lit';
import type { Finding } from '../../src/core/finding.ts';
import type { LabelEvidence, Vote } from '../../src/protocol/labelMethods.ts';
import { probabilityBars } from '../charts/probabilityBars.ts';
import type { Context } from '../context.ts';
import { Latest, type Answer } from '../latest.ts';
import { formatCount, formatNumber, formatScore, formatValue } from '../ui/numbers.ts';
import { styled } from '../ui/styled.ts';
import { evidence, figures } from './evidence.ts';
import { revealRow } from './revealRow.ts';

/** The check that lists the labels that are probably wrong. */
export const labelCheck = 'label-error';

/** Checks whose findings rest on the probabilities of a row's label. */
export const evidenceChecks: ReadonlySet<string> = new Set([labelCheck, 'ambiguous-row', 'annotator-disagreement']);

/** Longer labels of neighbours stand above their texts: cut short, labels that begin alike would look the same. */
const longestBeside = 12;

/**
 * Why the model thinks what it thinks of one row: probabilities, terms or columns that spoke for either label, rows that are
 * most alike, votes. Asked for when it is shown.
 */
export class LabelEvidencePanel {
  readonly #context: Context;
  readonly #answer: Latest<LabelEvidence>;

  constructor(context: Context) {
    this.#context = context;
    this.#answer = new Latest<LabelEvidence>(() => context.store.touch());
  }

  /** What is known of the row; until that has come, and when it cannot be had, what the finding itself says. */
  template(row: number, { evidence: own, suggestion }: Pick<Finding, 'evidence' | 'suggestion'>, present: string | null): TemplateResult {
    const before = evidence(own, present, suggestion?.act === 'relabel' ? suggestion.to : present);
    const answer = this.#ask(row);
    if (answer.error !== null) return html`${before}<p class="dim">${answer.error}</p>`;
    const known = answer.value;
    if (!known || known.row !== row) return html`${before}<p class="dim" role="status">…</p>`;
    return html`<div class="label-evidence" aria-busy=${String(!answer.current)}>
      ${known.probabilities.length === 0 ? before : probabilityBars({ ...known, title: `Probability of each label, row ${formatCount(known.row)}` })}
      ${terms(known)}${columns(known)}${this.#neighbours(known)}${votes(known.votes)}${known.probabilities.length === 0 ? nothing : figures(own)}
    </div>`;
  }

  #ask(row: number): Answer<LabelEvidence> {
    const { store, host } = this.#context;
    return this.#answer.ask(`${row} ${store.document.revision}`, (signal) => host.call('labelEvidence', { row }, { signal }));
  }

  #neighbours({ neighbours, isAlone, among, given, suggested }: LabelEvidence): TemplateResult | typeof nothing {
    if (isAlone) return html`<p class="dim">No other row has anything in common with it in what the labels are learnt from.</p>`;
    if (neighbours.length === 0) return nothing;
    const go = (row: number): void => void this.#context.attempt(this.#goTo(row));
    const longest = Math.max(...neighbours.map(({ label }) => formatValue(label).length));
    const width = styled({ '--label': `${longest + 1}ch` });
    const some = among && html` among ${formatCount(among.rows)} rows, drawn evenly from ${formatCount(among.of)}`;
    return html`<h4>Most alike${some}</h4><ul class="neighbours ${longest > longestBeside ? 'long' : ''}" ${width}>${neighbours.map(({ row, label, text, similarity }) => html`<li>
      <button type="button" class="neighbour" title="Go to row ${formatCount(row)}: ${formatValue(label)}" @click=${() => go(row)}>
        <span class="num dim" title="Similarity: 1 is the same">${formatScore(similarity)}</span>
        <span class="neighbour-label ${sideOf(label, given, suggested)}">${formatValue(label)}</span>
        <span class="neighbour-text">${text}</span>
      </button></li>`)}</ul>`;
  }

  async #goTo(row: number): Promise<void> {
    this.#context.store.patchScreen({ tab: 'samples' });
    await revealRow(this.#context, row);
  }
}

/** Whether a label speaks for what is suggested, or for what is given. */
function sideOf(label: string | null, given: string | null, suggested: string | undefined): 'for' | 'against' | '' {
  if (label !== null && label === suggested && suggested !== given) return 'for';
  return label === given && suggested !== undefined && suggested !== given ? 'against' : '';
}

/** A term or a column, as it is shown, and what it says. */
interface Told {
  readonly words: string | TemplateResult;
  readonly weight: number;
}

function terms(known: LabelEvidence): TemplateResult | typeof nothing {
  return bothSides(known, 'spoke', known.terms.map(({ term, weight }) => ({ words: term, weight })));
}

/** A weight is the logarithm of what a column makes of the odds, which is what is shown. */
function columns(known: LabelEvidence): TemplateResult | typeof nothing {
  if (!known.columns || known.columns.weights.length === 0) return nothing;
  const { by, weights } = known.columns;
  const told = weights.map(({ column, value, weight }): Told => ({
    words: html`<span class="dim">${column}</span> ${formatValue(value)} <span class="dim num">×${formatFactor(Math.exp(Math.abs(weight)))}</span>`,
    weight,
  }));
  return html`${bothSides(known, 'columns that spoke', told)}
    <p class="dim terms-by">× is what a column makes of the odds, held against other rows of both labels. By ${by}, taught rows of these two labels alone.</p>`;
}

const formatFactor = (factor: number): string => (factor < 10 ? factor.toFixed(1) : formatNumber(Math.round(factor)));

/** What spoke for the most probable label is green, what spoke for the other of the two red. */
function bothSides({ given, rival, suggested }: LabelEvidence, spoke: string, all: readonly Told[]): TemplateResult | typeof nothing {
  if (given === null || rival === undefined) return nothing;
  const most = Math.max(...all.map(({ weight }) => Math.abs(weight)));
  const lines = [{ label: rival, of: all.filter(({ weight }) => weight > 0) }, { label: given, of: all.filter(({ weight }) => weight < 0) }];
  return html`${lines.map(({ label, of }) => saidFor(label, spoke, of, most, label === suggested ? 'for' : 'against'))}`;
}

function saidFor(label: string, spoke: string, all: readonly Told[], most: number, side: 'for' | 'against'): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const lead = `${spoke} for “${formatValue(label)}”`;
  return html`<div class="terms"><span class="dim">${lead}:</span> <ul aria-label="${lead}, strongest first">${all.map(
    ({ words, weight }) => html`<li><span class="term ${side}" title="Weight ${Math.abs(weight).toFixed(2)}"
    ${styled({ '--weight': String(Math.round((100 * Math.abs(weight)) / most)) })}>${words}</span></li> `,
  )}</ul></div>`;
}

/** Who said what, most votes first. */
function votes(all: readonly Vote[]): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const byLabel = new Map<string, string[]>();
  for (const { annotator, label } of all) byLabel.set(label, [...(byLabel.get(label) ?? []), annotator]);
  const sorted = [...byLabel].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  return html`<h4>Votes</h4><ul class="votes">${sorted.map(([label, people]) => html`<li><b>${formatValue(label)}</b> <span class="num">${formatCount(people.length)}</span> <span class="dim">${people.join(', ')}</span></li>`)}</ul>`;
}
