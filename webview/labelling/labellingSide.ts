import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { annotationWords } from '../../src/core/taxonomy.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { keyButton } from '../panels/inspectorLabels.ts';
import { definitionWords, swatch } from '../panels/labelDefinitions.ts';
import { suggestedLabel } from '../panels/drafts.ts';
import { breakable } from '../ui/breakable.ts';
import { linkButton } from '../ui/button.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { textField } from '../ui/textField.ts';
import { annotationField } from './annotationField.ts';
import type { Labelling } from './labelling.ts';
import type { Choice, Target } from './target.ts';
import { othersValues, ownValue, presentValue } from './values.ts';

type Annotation = Extract<Target, { kind: 'annotation' }>;

/** The keys of the labels with what they mean, and of everything else that can be done to the row. */
export function labellingSide(context: Context, labelling: Labelling, target: Target, detail: RowDetail): TemplateResult {
  const { readOnly } = context.store.document;
  return html`<aside class="labelling-side" aria-label="Keys">
    <div class="labelling-choices">${readOnly === null ? nothing : html`<p class="dim">${readOnly}</p>`}
    ${target.kind === 'annotation' && target.annotation.description !== undefined ? html`<p class="dim">${target.annotation.description}</p>` : nothing}
    ${target.kind === 'annotation' && (target.annotation.kind === 'text' || target.annotation.kind === 'number') ? annotationField(context, labelling, target.annotation, detail) : choices(context, labelling, target, detail)}
    ${target.kind === 'annotation' ? ofOthers(context, target, detail) : nothing}</div>
    <div class="labelling-acts">${acts(context, labelling, target, detail)}
    ${labelling.isCommented(detail.row) ? commentField(labelling, detail) : nothing}
    ${hints(target)}</div>
  </aside>`;
}

function choices(context: Context, labelling: Labelling, target: Target, detail: RowDetail): TemplateResult {
  const all = labelling.choices;
  if (detail.unreadable && target.kind === 'file') return html`<p class="dim">A record that could not be read has no label: mend it in the file itself.</p>`;
  const { author, readOnly: refused } = context.store.document;
  if (all.length === 0) return noChoices(context, labelling, target);
  const present = presentValue(detail, target, author);
  const several = target.kind === 'annotation' && target.annotation.kind === 'labels';
  const chosen = several ? labelling.labelsOf(detail, target.column) : present === null ? [] : [present];
  const suggested = target.kind === 'file' ? suggestedLabel(detail, target.column) : null;
  const { withKeys } = labelling;
  const hidden =
    suggested !== null && !withKeys.some(({ value }) => value === suggested)
      ? (all.find(({ value }) => value === suggested) ?? { value: suggested, definition: undefined })
      : null;
  const one = (key: string, choice: Choice): TemplateResult =>
    keyButton(key, choiceWords(choice), {
      on: choice.value === suggested,
      current: chosen.includes(choice.value),
      title: definitionWords(choice.value, choice.definition),
      refused,
      onClick: () => labelling.choose(choice.value),
    });
  return html`<div class="keys one full" role="group" aria-label=${several ? 'Labels of the row' : 'Label of the row'}>
    ${withKeys.map((choice) => one(choice.key, choice))}
    ${hidden ? one('↵', hidden) : nothing}
    ${all.length > withKeys.length ? keyButton('l', `${formatCount(all.length - withKeys.length)} more…`, { title: 'Pick any label by typing', refused, onClick: () => labelling.pickLabel() }) : nothing}</div>
    ${several ? html`<div class="keys wide">${keyButton('↵', chosen.length === 0 ? 'none of them' : `keep ${chosen.join(', ')}`, { on: true, refused, onClick: () => labelling.confirm() })}</div>` : nothing}`;
}

/** Labels are named in winnow.json, or written as they are needed. */
function noChoices({ host, attempt, store }: Context, labelling: Labelling, target: Target): TemplateResult {
  const open = linkButton('name them in winnow.json', () => void attempt(host.call('openConfig', undefined)));
  if (target.kind === 'annotation') return html`<p class="dim">There are no labels to choose from: ${open}, under the column’s “labels”.</p>`;
  return html`<p class="dim">There are no labels yet: write the first one, or ${open}, under “taxonomy”.</p>
    <div class="keys wide">${keyButton('l', 'write a label…', { on: true, refused: store.document.readOnly, onClick: () => labelling.pickLabel() })}</div>`;
}

/** Name, colour and definition of a label. */
function choiceWords({ value, definition }: Choice): TemplateResult {
  return html`${swatch(definition)}${breakable(formatValue(value))}${definition?.definition === undefined ? nothing : html`<span class="meaning">${definition.definition}</span>`}`;
}

/** What others said is shown once one has said something oneself: a second opinion is one's own. */
function ofOthers({ store }: Context, { column, annotation }: Annotation, detail: RowDetail): TemplateResult | typeof nothing {
  const { author } = store.document;
  const others = othersValues(detail, column, author);
  if (others.length === 0) return nothing;
  if (ownValue(detail, column, author) === null)
    return html`<p class="dim">Filled in by ${formatCounted(others.length, 'person', 'people')} before: shown when you have, too.</p>`;
  return html`<ul class="labelling-others-said" aria-label="What others filled in">${others.map(({ by, value }) => html`<li><span class="dim">${by.replace(/\s*<[^>]*>\s*$/, '')}</span> ${annotationWords(annotation.kind, value)}</li>`)}</ul>`;
}

function acts(context: Context, labelling: Labelling, target: Target, detail: RowDetail): TemplateResult {
  const { readOnly: refused } = context.store.document;
  const has = (act: string): boolean => detail.decisions.some((decision) => decision.act === act);
  return html`<div class="keys wide" role="group" aria-label="Other decisions on the row">
    ${target.kind === 'file' ? keyButton('a', detail.unreadable ? 'leave it' : 'label is right', { current: has('accept'), title: 'What is flagged is right: flag it no more', refused, onClick: () => labelling.accept() }) : nothing}
    ${detail.unreadable ? nothing : keyButton('m', 'ambiguous', { current: has('ambiguous'), title: 'The row could be several labels', refused, onClick: () => labelling.standing('ambiguous') })}
    ${keyButton('x', 'exclude', { current: has('exclude'), title: 'Leave the row out', refused, onClick: () => labelling.standing('exclude') })}
    ${keyButton('c', 'comment', { current: has('comment'), title: 'Write a note on the row, and stay on it', refused, onClick: () => labelling.startComment() })}
    ${keyButton('u', 'undo', { title: 'Take back what was done last, and go back to its row', refused, onClick: () => labelling.session.undo() })}
    ${keyButton('k', html`<span aria-label="previous">↑</span>`, { title: 'Previous row', onClick: () => labelling.session.move(-1) })}
    ${keyButton('j', html`<span aria-label="next">↓</span>`, { title: 'Next row', onClick: () => labelling.session.move(1) })}
  </div>`;
}

function commentField(labelling: Labelling, { row }: RowDetail): TemplateResult {
  return html`<div class="comment">${keyed(row, textField('', {
    label: 'Comment on this row', placeholder: 'Comment: Enter keeps it, Escape drops it', autofocus: true,
    onEnter: (text) => labelling.endComment(text), onEscape: () => labelling.endComment(''),
  }))}</div>`;
}

function hints(target: Target): TemplateResult {
  const typed = target.kind === 'annotation' && (target.annotation.kind === 'text' || target.annotation.kind === 'number');
  const list: readonly (readonly [string, string])[] = typed
    ? [['Enter', 'keep, next row'], ['Escape', 'out of the field'], ['j k', 'next, previous'], ['⌫', 'take away']]
    : [['l', 'any label'], ['⌫', 'take back'], ['u U', 'undo, redo'], ['Escape', 'done']];
  return html`<p class="hints facts">${list.map(([keys, words], index) => html`${index > 0 ? '\u00a0· ' : ''}<span class="hint"><kbd>${keys}</kbd> ${words}</span>`)}</p>`;
}
