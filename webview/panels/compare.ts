import { html, nothing, type TemplateResult } from 'lit';
import type { Dataset } from '../../src/core/dataset.ts';
import type { ChooseCompareParams, ComparedWith, Comparison } from '../../src/protocol/compareMethods.ts';
import type { Context } from '../context.ts';
import type { Answer } from '../latest.ts';
import { LongAnswer } from '../longAnswer.ts';
import { button, iconButton } from '../ui/button.ts';
import { dropdown } from '../ui/dropdown.ts';
import { compareFigures } from './compareFigures.ts';
import { CompareRows } from './compareRows.ts';
import { comparisonWords, matchingWords } from './compareWords.ts';
import { DriftSection } from './driftSection.ts';
import { side } from './side.ts';

/** The value of “automatic” among the choices of what rows are matched by. */
const automatic = 'automatic';

/** What became of the dataset since another version of it: one in git, or another file. */
export class Compare {
  readonly #context: Context;
  readonly #comparison: LongAnswer<Comparison>;
  readonly #rows: CompareRows;
  readonly #drift: DriftSection;
  /** Columns as JSON, or `automatic`. */
  #matching = automatic;
  #found: Comparison | null = null;
  #dataset: Dataset | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#comparison = new LongAnswer<Comparison>(context);
    this.#rows = new CompareRows(context);
    this.#drift = new DriftSection(context);
  }

  template(): TemplateResult {
    const { document } = this.#context.store;
    if (document.phase !== 'ready' || !document.dataset) return html`<p class="empty">Versions are compared when the file is read.</p>`;
    // Roles, types and rows may be others in what was read anew.
    if (document.dataset !== this.#dataset) this.#comparison.renew();
    this.#dataset = document.dataset;
    if (!document.comparedWith) return this.#nothingChosen();
    const body = this.#body(document.comparedWith);
    return html`<div class="issues-main">${this.#bar(document.comparedWith)}${body}</div>`;
  }

  #body(chosen: ComparedWith): TemplateResult {
    if (this.#comparison.stopped)
      return html`<div class="empty"><p>The versions were not compared: it was stopped.</p>${button('Compare them', { look: 'primary', onClick: () => this.#comparison.again() })}</div>`;
    const { value, error, current } = this.#ask(chosen);
    if (error !== null) return html`<div class="empty"><p role="alert">${error}</p>${button('Try again', { onClick: () => this.#comparison.again() })}</div>`;
    if (!value || !current) return this.#comparison.page(`Comparing with ${chosen.words}`);
    this.#found = value;
    return html`<section class="issues compare-tab">
      <div class="panel">
        <p class="compare-summary" role="status">${comparisonWords(value)}</p>
        ${value.notes.map((note) => html`<p class="dim">${note}</p>`)}
        ${this.#undecided()}
        ${compareFigures(value, chosen.words, {
          flip: (flip) => this.#rows.narrow({ flip }),
          column: (column) => this.#rows.narrow({ column }),
          label: (column, label) => this.#context.store.showRows([{ kind: 'values', column, values: [label] }]),
        })}
        ${this.#drift.template(chosen.side, chosen.words)}
      </div>
      ${side(this.#context, 'Rows that differ', this.#rows.template(value))}
    </section>`;
  }

  /** The file is compared, not what was decided upon it. */
  #undecided(): TemplateResult | typeof nothing {
    const { decidedRows } = this.#context.store.document.decisions;
    return decidedRows === 0 ? nothing : html`<p class="dim">Files are compared as they are: decisions count when they have been applied.</p>`;
  }

  #ask(chosen: ComparedWith): Answer<Comparison> {
    const params = this.#matching === automatic ? {} : { key: JSON.parse(this.#matching) as string[] };
    return this.#comparison.ask([chosen.side, this.#matching], (options) => this.#context.host.call('compare', params, options));
  }

  #bar({ side: chosen, words }: ComparedWith): TemplateResult {
    const isHead = chosen.kind === 'revision' && chosen.revision === 'HEAD';
    const revision = chosen.kind === 'revision' && !isHead;
    return html`<div class="issues-bar compare-bar">
      <span class="compare-sides"><span class="dim">Compared with</span>
        ${this.#choice('HEAD', isHead, { side: { kind: 'revision', revision: 'HEAD' } })}
        ${this.#choice('Staged', chosen.kind === 'staged', { side: { kind: 'staged' } })}
        ${this.#choice(revision ? `${words} …` : 'Revision…', revision, { pick: 'revision' })}
        ${this.#choice(chosen.kind === 'file' ? `${words} …` : 'File…', chosen.kind === 'file', { pick: 'file' })}
      </span>
      <span class="grow"></span>${this.#matchedBy()}
      ${iconButton('↻', 'Compare again', () => this.#comparison.again())}
    </div>`;
  }

  #choice(words: string, pressed: boolean, choice: ChooseCompareParams): TemplateResult {
    return button(words, { pressed, onClick: () => this.#choose(choice) });
  }

  #matchedBy(): TemplateResult | typeof nothing {
    const value = this.#found;
    if (!value) return nothing;
    const choices = [
      { value: automatic, words: this.#matching === automatic ? `${matchingWords(value.key)} (found)` : 'automatic' },
      ...value.possibleKeys.map((key) => ({ value: JSON.stringify(key), words: matchingWords(key) })), { value: '[]', words: 'content' },
    ];
    return html`<span class="compare-sides"><span class="dim">Rows matched by</span>${dropdown('Rows matched by', choices, this.#matching, (matching) => {
      this.#matching = matching;
      this.#comparison.again();
    })}</span>`;
  }

  #nothingChosen(): TemplateResult {
    const choose = (choice: ChooseCompareParams) => () => this.#choose(choice);
    return html`<div class="compare-none"><div class="empty"><p>This screen shows what became of the dataset since another version of it: rows that were added, removed and changed, labels that became others, and what happened to the columns.</p>
      <p class="compare-first">${button('Compare with HEAD', { look: 'primary', onClick: choose({ side: { kind: 'revision', revision: 'HEAD' } }) })}
        ${button('Staged version', { onClick: choose({ side: { kind: 'staged' } }) })}
        ${button('Revision…', { onClick: choose({ pick: 'revision' }) })}
        ${button('File…', { onClick: choose({ pick: 'file' }) })}</p></div>
      <div class="panel">${this.#drift.template(null)}</div></div>`;
  }

  #choose(choice: ChooseCompareParams): void {
    this.#comparison.resume();
    this.#matching = automatic;
    this.#found = null;
    void this.#context.attempt(this.#context.host.call('chooseCompare', choice));
  }
}
