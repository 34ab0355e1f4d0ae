import { html, nothing, type TemplateResult } from 'lit';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import type { Context } from '../context.ts';
import { linkButton } from '../ui/button.ts';
import { formatCount, formatValue } from '../ui/numbers.ts';
import { labelFindings, openFindings, presentText, suggestedDrafts, suggestedLabel } from './drafts.ts';
import { digitKeys, type KeyedLabel } from './digitKeys.ts';
import { definitionOf, definitionWords, swatch } from './labelDefinitions.ts';
import type { RowActions } from './rowActions.ts';

/** The labels that have digits, in that order: those of the taxonomy, where there is one; the others are picked by name. */
export function keyedLabels({ labels, taxonomy }: Pick<DocumentState, 'labels' | 'taxonomy'>): KeyedLabel[] {
  const known = new Set(taxonomy.map(({ name }) => name));
  return digitKeys(labels.flatMap(({ value }) => (value === null || (known.size > 0 && !known.has(value)) ? [] : [value])));
}

interface KeyOptions {
  readonly on?: boolean;
  readonly current?: boolean;
  readonly title?: string;
  /** Why it cannot be pressed now. */
  readonly refused?: string | null;
  readonly onClick: () => void;
}

/** A button that names its key: `[2 delivery]`. */
export function keyButton(key: string, words: unknown, { on = false, current = false, title, refused = null, onClick }: KeyOptions): TemplateResult {
  return html`<button type="button" class="key ${on ? 'on' : ''} ${current ? 'current' : ''}" aria-keyshortcuts=${key} aria-pressed=${String(current)}
    aria-disabled=${refused === null ? nothing : 'true'} title=${refused ?? title ?? (typeof words === 'string' ? words : nothing)} @click=${onClick}><b>${key}</b><span>${words}</span></button>`;
}

/** The labels in the order of their keys, then the other acts. What is suggested is filled, what is in force is outlined. */
export function actKeys(context: Context, actions: RowActions, detail: RowDetail, pick: () => void): TemplateResult {
  const label = context.store.document.dataset?.roles.label;
  const canLabel = label !== undefined && !detail.unreadable;
  const { readOnly } = context.store.document;
  return html`${readOnly === null ? nothing : html`<p class="dim">${readOnly}</p>`}${label === undefined ? noLabel(context) : nothing}${
    canLabel
      ? html`<div class="keys ${keyColumns(context)}" role="group" aria-label="Label of the row">${labelButtons(context, actions, detail, label, pick)}</div>`
      : nothing
  }
    <div class="keys acts" role="group" aria-label="Other decisions on the row">${actButtons(context, actions, detail)}</div>`;
}

/** Keys stand in three columns, in fewer where labels are long. */
function keyColumns({ store }: Context): string {
  const longest = keyedLabels(store.document).reduce((most, { label }) => Math.max(most, label.length), 0);
  return longest > 22 ? 'one' : longest > 10 ? 'two' : '';
}

function noLabel({ store }: Context): TemplateResult {
  const open = (): void => store.patchScreen({ panel: 'roles' });
  return html`<p class="dim">No column has the role label: ${linkButton('choose one in Roles', open)} to label rows by key.</p>`;
}

function labelButtons(context: Context, actions: RowActions, detail: RowDetail, label: string, pick: () => void): TemplateResult {
  const { document } = context.store;
  const { labels, taxonomy, readOnly: refused } = document;
  const present = presentText(detail, label);
  const suggested = suggestedLabel(detail, label);
  const keyed = keyedLabels(document);
  const others = labels.filter(({ value }) => value !== null).length - keyed.length;
  const hidden = suggested !== null && !keyed.some((each) => each.label === suggested) ? suggested : null;
  const one = (key: string, name: string): TemplateResult => {
    const definition = definitionOf(taxonomy, name);
    const words = definitionWords(name, definition);
    return keyButton(key, html`${swatch(definition)}${formatValue(name)}`, {
      on: name === suggested,
      current: name === present,
      title: title(words, name === suggested, name === present),
      refused,
      onClick: () => actions.relabel(name),
    });
  };
  return html`${keyed.map((each) => one(each.key, each.label))}
    ${hidden === null ? nothing : one('↵', hidden)}
    ${others > 0 ? keyButton('l', `${formatCount(others)} more…`, { title: 'Pick any label, or write a new one', refused, onClick: pick }) : nothing}`;
}

/** Accept, ambiguous, exclude; and the suggested act where it is no label. */
function actButtons(context: Context, actions: RowActions, detail: RowDetail): TemplateResult {
  const { dataset, readOnly: refused } = context.store.document;
  const label = dataset?.roles.label;
  const aboutLabel = label !== undefined && (labelFindings(detail, label).length > 0 || openFindings(detail).length === 0);
  const has = (act: string): boolean => detail.decisions.some((decision) => decision.act === act);
  const suggestion = suggestedDrafts(detail);
  const other = suggestion && suggestion.drafts[0]?.act !== 'relabel' && suggestion.drafts[0]?.act !== 'accept' ? suggestion : null;
  return html`${keyButton('a', detail.unreadable ? 'leave it' : aboutLabel ? 'label is right' : 'row is right', { current: has('accept'), title: 'What is flagged is right: flag it no more', refused, onClick: () => actions.accept() })}
    ${detail.unreadable ? nothing : keyButton('m', 'ambiguous', { current: has('ambiguous'), title: 'The row could be several labels', refused, onClick: () => actions.standing('ambiguous') })}
    ${keyButton('x', 'exclude', { on: other?.drafts[0]?.act === 'exclude', current: has('exclude'), title: 'Leave the row out', refused, onClick: () => actions.standing('exclude') })}
    ${other ? keyButton('↵', other.words, { on: other.drafts[0]?.act !== 'exclude', title: 'Take the suggestion', refused, onClick: () => actions.acceptSuggestion() }) : nothing}`;
}

function title(words: string, suggested: boolean, present: boolean): string {
  return `${words}${suggested ? ': suggested (Enter)' : ''}${present ? ': the label now' : ''}`;
}
