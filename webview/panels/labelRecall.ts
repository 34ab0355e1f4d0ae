import { html, nothing, type TemplateResult } from 'lit';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import type { LabelHealth } from '../../src/protocol/labelMethods.ts';
import { recallBars } from '../charts/recallBars.ts';
import type { Context } from '../context.ts';
import { button } from '../ui/button.ts';
import { formatCounted } from '../ui/numbers.ts';
import { progressBar } from '../ui/progress.ts';
import { slider } from '../ui/slider.ts';
import { expectedWords, positionWords, recallWords } from './labelHealthWords.ts';

/** Milliseconds for which the slider has to rest before the list is made anew. */
const rest = 350;

/** How many suspects to see: from the rule that is most precise to every row with which the model disagrees. */
export class LabelRecall {
  readonly #context: Context;
  /** Chosen, and not yet in force. */
  #chosen: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #applying: AbortController | null = null;
  #progress: WorkProgress | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  template(health: LabelHealth): TemplateResult | typeof nothing {
    if (health.positions.length === 0) return nothing;
    if (this.#applying === null && this.#timer === undefined && this.#chosen === health.position) this.#chosen = null;
    const position = Math.min(this.#chosen ?? health.position, health.positions.length - 1);
    const suspects = health.source?.suspects ?? false;
    const what = suspects ? 'suspects' : 'probable errors';
    const name = `How many ${what} to see`;
    const one = health.positions.length === 1;
    return html`<h3>${one ? `All ${what}` : name}</h3>
      ${one ? nothing : html`<div class="recall">
        <span class="dim">most certain</span>
        <span class="recall-stops">${recallBars({ title: name, positions: health.positions, chosen: position })}
          ${slider({ label: name, last: health.positions.length - 1, value: position, words: (value) => positionWords(health, value), onInput: (value) => this.#choose(value) })}</span>
        <span class="dim">all with which the model disagrees</span>
      </div>`}
      <p class="recall-words" role="status">${this.#words(health, position)}${one ? html`<span class="dim"> · the model disagrees with no other row</span>` : nothing}${this.#work()}</p>`;
  }

  #words(health: LabelHealth, position: number): TemplateResult {
    const at = health.positions[position]!;
    if (at.rows === 0) return html`No row is flagged.`;
    return html`<b>${formatCounted(at.rows, 'row')}</b>, <b>${expectedWords(at)}</b> of them wrong${at.recall === undefined ? '' : ` · ${recallWords(at.recall)}`}`;
  }

  #work(): TemplateResult | typeof nothing {
    if (this.#applying === null) return nothing;
    const { words, fraction } = this.#progress ?? { words: 'Listing the rows' };
    return html` <span class="recall-work">${progressBar(words, fraction)}${button('Cancel', { onClick: () => this.#cancel() })}</span>`;
  }

  #choose(position: number): void {
    this.#chosen = position;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#apply(position);
    }, rest);
    this.#context.store.touch();
  }

  async #apply(position: number): Promise<void> {
    const { host, attempt, store } = this.#context;
    this.#applying?.abort();
    const applying = new AbortController();
    this.#applying = applying;
    this.#progress = null;
    const onProgress = (progress: WorkProgress): void => {
      this.#progress = progress;
      store.touch();
    };
    const done = await attempt(host.call('setRecall', { position }, { signal: applying.signal, onProgress }));
    if (this.#applying !== applying) return;
    this.#applying = null;
    if (!done) this.#chosen = null;
    store.touch();
  }

  #cancel(): void {
    this.#applying?.abort();
    this.#context.focusRows();
  }
}
