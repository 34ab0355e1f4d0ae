import { html, nothing, type TemplateResult } from 'lit';
import { severities } from '../../src/core/finding.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { decisionWords, signature } from '../panels/inspectorDecisions.ts';
import { definitionOf, swatch } from '../panels/labelDefinitions.ts';
import { cellDecision, fileText, openFindings, suggestedDrafts } from '../panels/drafts.ts';
import { breakable } from '../ui/breakable.ts';
import { linkButton } from '../ui/button.ts';
import { dot } from '../ui/dot.ts';
import { isolated } from '../ui/isolated.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import type { Labelling } from './labelling.ts';
import { targetsOf } from './target.ts';

/** Columns that are shown large where none has the role content. */
const mostLarge = 4;
/** Other cells that stand below the content, and how long they may be. */
const mostOthers = 10;
const longestOther = 80;

/** The row at hand, large: its content whole, the label that it has, what is suggested and why. */
export function labellingRow(context: Context, labelling: Labelling, detail: RowDetail | null | undefined): TemplateResult {
  if (detail === undefined || detail === null) return html`<div class="labelling-row">${waiting(context, labelling, detail)}</div>`;
  const { standing, position } = labelling.session;
  const total = standing?.total ?? 0;
  return html`<div class="labelling-row"><div class="labelling-sheet">
    <div class="facts">Row ${formatCount(detail.row)}${detail.line === undefined ? '' : ` · line ${formatCount(detail.line)}`}${total > 0 ? ` · ${formatCount(position + 1)} of ${formatCount(total)}` : ''}</div>
    ${allDecided(context, labelling)}${presentLabel(context, labelling, detail)}
    ${detail.unreadable ? html`<p class="unreadable-why">${detail.unreadable.reason}</p><pre class="raw">${detail.unreadable.text}</pre>` : content(context, detail)}
    ${suggestion(context, detail)}
    ${detail.unreadable ? nothing : others(context, detail)}
    ${decided(detail)}
  </div></div>`;
}

function waiting({ store }: Context, labelling: Labelling, detail: null | undefined): TemplateResult {
  if (store.document.phase !== 'ready') return html`<p class="empty">Rows can be labelled when the file is read.</p>`;
  if (targetsOf(store.document).length === 0) {
    const roles = (): void => {
      labelling.close();
      store.patchScreen({ panel: 'roles' });
    };
    return html`<div class="empty"><p>There is nothing to fill in: no column has the role label, and no annotation column has been added.</p>${linkButton('Choose the label, or add a column, in Roles', roles)}</div>`;
  }
  if (detail === undefined) return html`<p class="empty">…</p>`;
  if (store.document.dataset?.rows === 0) return html`<p class="empty">The file has no rows to label.</p>`;
  return html`<div class="empty"><p>No row passes ${store.screen.filters.length === 1 ? 'the filter' : 'the filters'}: nothing is left to decide here.</p>${linkButton('Show all rows', () => store.patchScreen({ filters: [] }))}</div>`;
}

/** What comes next when nothing is left. */
function allDecided({ store, host, attempt }: Context, labelling: Labelling): TemplateResult | typeof nothing {
  const { standing } = labelling.session;
  if (!standing || standing.left > 0 || standing.decided === 0) return nothing;
  const { unsaved } = store.document.decisions;
  return html`<p class="labelling-done" role="status"><b>All ${formatCounted(standing.total, 'row')} are decided.</b>
    ${unsaved === 0 ? nothing : linkButton(`Save ${formatCounted(unsaved, 'decision')}`, () => void attempt(host.call('save', undefined)), 'Ctrl+S')}
    ${linkButton('Back to the rows', () => labelling.close(), 'Escape')}</p>`;
}

function presentLabel({ store }: Context, labelling: Labelling, detail: RowDetail): TemplateResult | typeof nothing {
  const label = store.document.dataset?.roles.label;
  if (label === undefined || detail.unreadable) return nothing;
  const file = fileText(detail, label);
  const change = cellDecision(detail, label);
  const now = change ? (change.to ?? null) : file;
  const definition = definitionOf(store.document.taxonomy, now);
  // What a label means stands beside its key, where it has one.
  const meaning = labelling.session.target?.kind === 'file' && labelling.withKeys.some(({ value }) => value === now) ? undefined : definition?.definition;
  return html`<div class="labelling-now"><span class="dim">${label}</span> ${change && now !== file ? html`<s class="was">${formatValue(file)}</s>` : nothing}
    <b class=${change ? 'decided' : ''}>${swatch(definition)}${breakable(formatValue(now))}</b>${meaning === undefined ? nothing : html`<span class="dim meaning">${meaning}</span>`}</div>`;
}

/** The columns that are shown large: the content, or the first ones where no column has that role. */
function largeColumns({ store }: Context, detail: RowDetail): readonly string[] {
  const { label, content: columns = [] } = store.document.dataset?.roles ?? {};
  return columns.length > 0 ? columns : detail.cells.filter(({ column }) => column !== label).slice(0, mostLarge).map(({ column }) => column);
}

function content(context: Context, detail: RowDetail): TemplateResult[] {
  const columns = largeColumns(context, detail);
  return detail.cells.filter(({ column }) => columns.includes(column)).map(({ column, text, length }) => {
    const change = cellDecision(detail, column);
    return html`${columns.length > 1 ? html`<div class="cell-name">${column}</div>` : nothing}
      <div class="labelling-content ${change ? 'decided' : ''}">${textOf(change ? (change.to ?? null) : text)}${length === undefined ? nothing : html`<span class="dim">… of ${formatCount(length)} characters</span>`}</div>`;
  });
}

function textOf(text: string | null): TemplateResult {
  return text === null || text.trim() === '' ? html`<i class="dim">${formatValue(text)}</i>` : html`${text}`;
}

/** The worst open finding in a line: what it says, and what Enter would do. */
function suggestion({ store }: Context, detail: RowDetail): TemplateResult {
  const found = openFindings(detail).sort((a, b) => severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity));
  const first = found.find(({ finding }) => finding.suggestion && finding.suggestion.act !== 'review') ?? found[0];
  const drafts = suggestedDrafts(detail);
  if (!first) {
    const running = store.document.work.some(({ kind }) => kind === 'check');
    return html`<div class="labelling-why dim">${running ? 'Nothing is flagged on this row yet: checks are under way.' : 'Nothing is flagged on this row.'}</div>`;
  }
  return html`<div class="labelling-why" title=${found.map(({ title, finding }) => `${title}: ${finding.message}`).join('\n')}>${dot(first.finding.severity)}<b>${first.title}</b>
    <span class="why-words">${isolated(first.finding.message)}</span>${drafts ? html`<span class="take"><kbd>↵</kbd> ${drafts.words}</span>` : nothing}${found.length > 1 ? html`<span class="dim">+${found.length - 1}</span>` : nothing}</div>`;
}

function others(context: Context, detail: RowDetail): TemplateResult {
  const { dataset } = context.store.document;
  const apart = new Set([dataset?.roles.label, ...largeColumns(context, detail), ...(dataset?.roles.probabilities ?? []), dataset?.roles.embedding]);
  const short = detail.cells
    .filter(({ column, text }) => !apart.has(column) && text !== null && text !== '' && text.length <= longestOther)
    .slice(0, mostOthers);
  return html`<div class="labelling-others">${short.map(({ column, text }) => html`<span><span class="dim">${column}</span> ${text}</span>`)}</div>`;
}

function decided(detail: RowDetail): TemplateResult | typeof nothing {
  const acts = detail.decisions.filter(({ act }) => act !== 'annotate');
  if (acts.length === 0) return nothing;
  return html`<ul class="labelling-decided" aria-label="Decisions on this row">${acts.map((decision) => html`<li>${decisionWords(decision)} <span class="dim">${signature(decision)}</span></li>`)}</ul>`;
}
