import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { settlesConflict } from '../../src/core/conflicts.ts';
import type { Decision, DecisionDraft } from '../../src/core/decision.ts';
import type { DecisionConflict } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { button, linkButton } from '../ui/button.ts';
import { closeDialog, dialog } from '../ui/dialog.ts';
import { formatCount, formatValue } from '../ui/numbers.ts';
import { decisionWords, signature } from './inspectorDecisions.ts';
import { revealRow } from './revealRow.ts';

/** Decisions that disagree with the file or with each other, side by side; nothing happens until one is chosen. */
export class Conflicts {
  readonly #context: Context;
  #isOpen = false;

  constructor(context: Context) {
    this.#context = context;
  }

  open(): void {
    this.#isOpen = true;
    this.#context.store.touch();
  }

  template(): TemplateResult | typeof nothing {
    if (!this.#isOpen) return nothing;
    const { conflicts } = this.#context.store.document.decisions;
    return dialog({
      title: 'Decisions that disagree',
      className: 'conflicts',
      onClose: () => this.#close(),
      body:
        conflicts.length === 0
          ? html`<p>All of them are settled.</p>`
          : html`<p class="dim lead">The cell's text is no longer what was decided upon, or two people decided differently. Nothing is applied until you choose.</p>
          ${repeat(
            conflicts,
            ({ decision, other }) => `${decision.id} ${other?.id ?? ''}`,
            (conflict) => this.#conflict(conflict),
          )}`,
    });
  }

  #conflict(conflict: DecisionConflict): TemplateResult {
    const { row, decision, other, fileText } = conflict;
    const go = (): void => {
      this.#close();
      if (row !== undefined) void this.#context.attempt(revealRow(this.#context, row, decision.column));
    };
    return html`<article class="conflict">
      <div class="conflict-head">${row === undefined ? html`<b>A row that is not in the file</b>` : linkButton(`Row ${formatCount(row)}`, go)} <span class="dim">${decision.column ?? ''}</span></div>
      <div class="sides">
        ${other ? this.#decided(conflict, other, decision) : html`<div class="conflict-side"><div class="dim">in the file now</div><p>${formatValue(fileText ?? null)}</p></div>`}
        ${this.#decided(conflict, decision, other)}
      </div>
    </article>`;
  }

  /** One side: a decision, and what may be done with it. */
  #decided({ row }: DecisionConflict, decision: Decision, rival: Decision | undefined): TemplateResult {
    return html`<div class="conflict-side">
      <div class="dim">${signature(decision)}</div>
      <p>${decisionWords(decision)}</p>
      <div class="acts">
        ${row === undefined ? nothing : button('Keep this', { title: 'Decide it again, upon the text that is in the file now', onClick: () => this.#decide([keepDraft(row, decision, rival)], 'Keep a decision') })}
        ${button('Take back', { title: 'This decision no longer counts', onClick: () => this.#decide([{ act: 'retract', retracts: decision.id, ...(row === undefined ? {} : { row }) }], 'Take back a decision') })}
      </div>
    </div>`;
  }

  #decide(drafts: readonly DecisionDraft[], title: string): void {
    void this.#context.attempt(this.#context.host.call('decide', { drafts, title }));
  }

  #close(): void {
    this.#isOpen = false;
    closeDialog();
    this.#context.store.touch();
  }
}

/**
 * The same decision anew: the document writes the text that is in the file now as what it replaces. Against a rival it
 * says that it settles the conflict.
 */
function keepDraft(row: number, { act, column, to, why, note }: Decision, rival: Decision | undefined): DecisionDraft {
  const reason = rival ? settlesConflict : why;
  return {
    row,
    act,
    ...(column === undefined ? {} : { column }),
    ...(to === undefined ? {} : { to }),
    ...(reason === undefined ? {} : { why: reason }),
    ...(note === undefined ? {} : { note }),
  };
}
