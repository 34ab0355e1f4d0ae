import { html, nothing, type TemplateResult } from 'lit';
import type { Decision } from '../../src/core/decision.ts';
import { annotationWords } from '../../src/core/taxonomy.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import { button } from '../ui/button.ts';
import { formatValue } from '../ui/numbers.ts';
import type { RowActions } from './rowActions.ts';

/** The decisions in force on the row: what, by whom, when, why; each can be taken back. */
export function decisionList(detail: RowDetail, actions: RowActions): TemplateResult | typeof nothing {
  if (detail.decisions.length === 0) return nothing;
  return html`<ul class="decisions" aria-label="Decisions on this row">${detail.decisions.map((decision) => html`<li>
    <div class="decision-words">${decisionWords(decision)}<div class="dim">${signature(decision)}</div></div>
    ${button('Take back', { title: 'This decision no longer counts', onClick: () => actions.takeBack(decision, detail.row) })}
  </li>`)}</ul>`;
}

/** What a decision says, in words. */
export function decisionWords(decision: Decision): TemplateResult {
  const { from = null, to = null } = decision;
  // One that was changed back is what the file says.
  const change = html`${from === to ? nothing : html`<s class="was">${formatValue(from)}</s> `}<b>${formatValue(to)}</b>`;
  switch (decision.act) {
    case 'relabel':
      return html`labelled ${change}`;
    case 'set':
      return html`${decision.column} set: ${change}`;
    case 'accept':
      return html`accepted as right${decision.why ? html` <span class="dim">(${decision.why}${decision.column ? ` in ${decision.column}` : ''})</span>` : ''}`;
    case 'ambiguous':
      return html`ambiguous`;
    case 'exclude':
      return html`excluded`;
    case 'annotate':
      return html`${decision.column}: ${decision.to === null || decision.to === undefined ? html`<span class="dim">taken away</span>` : html`<b>${chosenWords(decision.to)}</b>`}`;
    case 'comment':
      return html`“${decision.note}”`;
    case 'retract':
      return html`took a decision back`;
    default:
      return html`${String(decision.act)}`;
  }
}

/** A decision does not say what kind of column it fills in: a list of texts is one of labels. */
const chosenWords = (value: string): string => annotationWords('labels', value);

/** By whom, when, for which check, with which note. */
export function signature(decision: Decision): string {
  const by = decision.by?.replace(/\s*<[^>]*>\s*$/, '');
  const when = new Date(decision.at);
  const at = Number.isNaN(when.getTime()) ? decision.at : when.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const why = decision.why && decision.act !== 'accept' ? decision.why : undefined;
  const note = decision.note && decision.act !== 'comment' ? `“${decision.note}”` : undefined;
  return [by, at, why, note].filter((part) => part !== undefined && part !== '').join(' · ');
}
