import { html, nothing, type TemplateResult } from 'lit';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { formatValue } from '../ui/numbers.ts';
import { labelFindings, openFindings, presentText, suggestedDrafts, suggestedLabel } from './drafts.ts';
import type { RowActions } from './rowActions.ts';

/** Labels that have a digit of their own. */
export const keyedLabels = 9;

interface KeyOptions {
  readonly on?: boolean;
  readonly current?: boolean;
  readonly title?: string;
  readonly onClick: () => void;
}

/** A button that names its key: `[2 delivery]`. */
export function keyButton(key: string, words: string, { on = false, current = false, title, onClick }: KeyOptions): TemplateResult {
  return html`<button type="button" class="key ${on ? 'on' : ''} ${current ? 'current' : ''}" aria-keyshortcuts=${key} aria-pressed=${String(current)}
    title=${title ?? words} @click=${onClick}><b>${key}</b><span>${words}</span></button>`;
}

/** The labels in the order of their keys. The suggested one is filled, the one in force is outlined. */
export function labelButtons(context: Context, actions: RowActions, detail: RowDetail, pick: () => void): TemplateResult | typeof nothing {
  const { dataset, labels } = context.store.document;
  const label = dataset?.roles.label;
  if (label === undefined) {
    return html`<p class="dim">No column has the role label: choose one under <button type="button" class="link" @click=${() => context.store.patchScreen({ panel: 'roles' })}>Roles</button> to label rows by key.</p>`;
  }
  const present = presentText(detail, label);
  const suggested = suggestedLabel(detail, label);
  const named = labels.flatMap(({ value }) => (value === null ? [] : [value]));
  const keyed = named.slice(0, keyedLabels);
  const hidden = suggested !== null && !keyed.includes(suggested) ? suggested : null;
  return html`<div class="keys" role="group" aria-label="Label of the row, now ${formatValue(present)}">
    ${keyed.map((name, index) => keyButton(String(index + 1), name, {
      on: name === suggested, current: name === present, title: title(name, name === suggested, name === present), onClick: () => actions.relabel(name),
    }))}
    ${hidden === null ? nothing : keyButton('↵', hidden, { on: true, title: title(hidden, true, false), onClick: () => actions.relabel(hidden) })}
    ${keyButton('l', named.length > keyedLabels ? `${named.length - keyedLabels} more…` : 'other…', { title: 'Pick any label, or write a new one', onClick: pick })}
  </div>`;
}

/** Accept, ambiguous, exclude; and the suggested act where it is no label. */
export function actButtons(context: Context, actions: RowActions, detail: RowDetail): TemplateResult {
  const label = context.store.document.dataset?.roles.label;
  const aboutLabel = label !== undefined && (labelFindings(detail, label).length > 0 || openFindings(detail).length === 0);
  const has = (act: string): boolean => detail.decisions.some((decision) => decision.act === act);
  const suggestion = suggestedDrafts(detail);
  const other = suggestion && suggestion.drafts[0]?.act !== 'relabel' ? suggestion : null;
  return html`<div class="keys" role="group" aria-label="Other decisions on the row">
    ${keyButton('a', aboutLabel ? 'label is right' : 'row is right', { current: has('accept'), title: 'What is flagged is right: flag it no more', onClick: () => actions.accept() })}
    ${keyButton('m', 'ambiguous', { current: has('ambiguous'), title: 'The row could be several labels', onClick: () => actions.standing('ambiguous') })}
    ${keyButton('x', 'exclude', { on: other?.drafts[0]?.act === 'exclude', current: has('exclude'), title: 'Leave the row out', onClick: () => actions.standing('exclude') })}
    ${other ? keyButton('↵', other.words, { on: other.drafts[0]?.act !== 'exclude', title: 'Take the suggestion', onClick: () => actions.acceptSuggestion() }) : nothing}
  </div>`;
}

function title(name: string, suggested: boolean, present: boolean): string {
  return `${name}${suggested ? ': suggested (Enter)' : ''}${present ? ': the label now' : ''}`;
}
