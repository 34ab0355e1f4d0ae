import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Filter } from '../../src/core/filter.ts';
import type { FindingGroup, FindingPage, ListedFinding } from '../../src/protocol/findingMethods.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { button, linkButton } from '../ui/button.ts';
import { isolated } from '../ui/isolated.ts';
import { formatCount, formatCounted, formatScore, formatValue, moreWords } from '../ui/numbers.ts';
import type { BulkAct } from './bulkAct.ts';
import { evidence } from './evidence.ts';
import type { GroupDialog } from './groupDialog.ts';
import { groupChecks } from './groupDrafts.ts';
import { keyButton } from './inspectorLabels.ts';
import { evidenceChecks, LabelEvidencePanel } from './labelEvidence.ts';
import { revealRow } from './revealRow.ts';

const pageSize = 50;

/** The selected check: what it looks for, its findings as cards, and what can be done about all of them at once. */
export class IssueDetail {
  readonly #context: Context;
  readonly #bulk: BulkAct;
  readonly #groups: GroupDialog;
  readonly #page: Latest<FindingPage>;
  readonly #labelEvidence: LabelEvidencePanel;
  /** Index of the finding whose reasons are shown. */
  #explained: number | null = null;
  #limit = pageSize;
  #check = '';

  constructor(context: Context, bulk: BulkAct, groups: GroupDialog) {
    this.#context = context;
    this.#bulk = bulk;
    this.#groups = groups;
    this.#page = new Latest<FindingPage>(() => context.store.touch());
    this.#labelEvidence = new LabelEvidencePanel(context);
  }

  /** `lead`: what else there is to say of the check, above its acts. */
  template(group: FindingGroup, lead: TemplateResult | typeof nothing): TemplateResult {
    const { store, host } = this.#context;
    if (group.check !== this.#check) {
      this.#check = group.check;
      this.#limit = pageSize;
      this.#explained = null;
    }
    const question = `${group.check} ${this.#limit} ${store.document.revision}`;
    const answer = this.#page.ask(question, (signal) => host.call('findings', { check: group.check, offset: 0, limit: this.#limit }, { signal }));
    const page = answer.value?.findings[0]?.finding.check === group.check || answer.current ? answer.value : null;
    const counts = [
      group.rows === 0 ? null : formatCounted(group.rows, 'row'),
      formatCounted(group.findings, 'open finding'),
      group.closed === 0 ? null : `${formatCount(group.closed)} closed`,
    ];
    return html`<div class="issue-detail">
      <b>${group.title}</b>
      <p class="facts">${counts.filter((words) => words !== null).join(' · ')}</p>
      <p class="facts">${group.description}</p>
      ${lead}
      ${this.#acts(group)}
      ${answer.error === null ? nothing : html`<p role="alert">${answer.error}</p>`}
      ${page ? this.#cards(page) : html`<p class="dim">…</p>`}
    </div>`;
  }

  #acts(group: FindingGroup): TemplateResult {
    const { store } = this.#context;
    const open = group.findings;
    const first = group.suggested > 0 ? 'suggestions' : 'accept';
    return html`<div class="keys wide" role="group" aria-label="Acts on all findings of this check">
      ${group.rows > 0 ? keyButton('↵', 'review the rows', { on: true, title: 'Show the rows in Samples', onClick: () => store.showRows([{ kind: 'flagged', check: group.check }]) }) : nothing}
      ${groupChecks.has(group.check) && group.rows > 1 ? keyButton('g', 'group by group…', { title: 'See the rows of each group beside each other, and choose which to keep', onClick: () => this.#groups.open({ check: group.check, offset: 0 }) }) : nothing}
      ${group.suggested > 0 ? keyButton('⇧A', `take ${group.suggested === 1 ? 'the suggestion' : `all ${formatCount(group.suggested)}`}…`, { title: 'See every change, then make them in one step', refused: store.document.readOnly, onClick: () => this.#bulk.open(group, 'suggestions') }) : nothing}
      ${keyButton(first === 'accept' ? '⇧A' : '✓', open === 1 ? 'accept as right…' : `accept ${formatCount(open)} as right…`, { title: 'Flag these no more', refused: store.document.readOnly, onClick: () => this.#bulk.open(group, 'accept') })}
    </div>`;
  }

  #cards(page: FindingPage): TemplateResult {
    const left = page.total - page.findings.length;
    return html`<div class="cards">${repeat(page.findings, ({ index }) => index, (listed) => this.#card(listed))}</div>
      ${left > 0 ? button(moreWords(left, pageSize), { onClick: () => this.#more() }) : nothing}`;
  }

  #card(listed: ListedFinding): TemplateResult {
    const { finding, preview } = listed;
    const first = finding.rows[0]?.row;
    const open = (): void => this.#open(listed);
    const where = first === undefined ? null : `row ${formatCount(first)}${listed.rowCount > 1 ? ` and ${formatCount(listed.rowCount - 1)} more` : ''}`;
    const body = html`${preview === undefined || preview === '' ? nothing : html`<div class="preview">${preview}</div>`}
      <div class="change">${change(listed)} <span class="dim" title="Score: 1 is worst">${formatScore(finding.score)}</span><span class="grow"></span>${where === null ? nothing : html`<span class="dim">${where}</span>`}</div>
      <p>${isolated(finding.message)}</p>`;
    if (first === undefined) return html`<article class="finding ${finding.severity}">${body}${evidence(finding.evidence, null)}${finding.check === 'weak-annotator' ? this.#person() : nothing}</article>`;
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
      event.preventDefault();
      open();
    };
    const way = html`<div class="way" role="button" tabindex="0" aria-label="${where}: ${finding.message}" @click=${open} @keydown=${key}>${body}</div>`;
    return html`<article class="finding ${finding.severity}">${way}${evidenceChecks.has(finding.check) ? this.#why(listed, first) : nothing}${groupChecks.has(finding.check) && listed.rowCount > 1 ? this.#compare(listed) : nothing}</article>`;
  }

  /** A person has no rows of their own to review: what they say instead of others is told elsewhere. */
  #person(): TemplateResult {
    return html`<p>${linkButton('see what this person says instead', () => this.#context.store.patchScreen({ tab: 'annotators' }), 'In the Annotators tab')}</p>`;
  }

  /** The reasons of one finding at a time, on demand. */
  #why({ index, finding, value = null }: ListedFinding, row: number): TemplateResult {
    const on = this.#explained === index;
    const toggle = (): void => {
      this.#explained = on ? null : index;
      this.#context.store.touch();
    };
    return html`<p class="ways"><button type="button" class="link" aria-expanded=${String(on)} @click=${toggle}>why ${on ? '▾' : '▸'}</button></p>
      ${on ? this.#labelEvidence.template(row, finding, value) : nothing}`;
  }

  /** The rows beside each other, with their differences marked. */
  #compare({ index }: ListedFinding): TemplateResult {
    return html`<p class="ways">${linkButton('compare and keep one', () => this.#groups.open({ finding: index }))}</p>`;
  }

  /** The finding's rows in Samples with the first one selected: those of its own where it is about several. */
  #open({ finding, index, title, rowCount }: ListedFinding): void {
    const filter: Filter = rowCount > 1 ? { kind: 'finding', finding: index, title } : { kind: 'flagged', check: finding.check };
    const row = finding.rows[0]?.row;
    this.#context.store.showRows([filter]);
    if (row !== undefined) void this.#context.attempt(revealRow(this.#context, row, finding.column));
  }

  #more(): void {
    this.#limit += pageSize;
    this.#context.store.touch();
  }
}

/** The old value struck through and the suggested one, where there is one. */
function change({ finding: { suggestion, column }, value, preview }: ListedFinding): TemplateResult | typeof nothing {
  if (suggestion?.act === 'relabel' || suggestion?.act === 'set') {
    return html`${value === undefined || value === suggestion.to ? nothing : html`<s class="was">${formatValue(value)}</s> `}<b>${formatValue(suggestion.to)}</b>`;
  }
  if (suggestion?.act === 'exclude') return html`<b>exclude</b>`;
  // The content is above already.
  if (typeof value === 'string' && preview !== undefined && preview !== '' && value.startsWith(preview.replace(/…$/, ''))) return nothing;
  return value === undefined || column === undefined ? nothing : html`<span class="dim">${column}</span> <b>${formatValue(value)}</b>`;
}
