import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { severities } from '../../src/core/finding.ts';
import type { FindingGroup, FindingSummary } from '../../src/protocol/findingMethods.ts';
import type { Context } from '../context.ts';
import { button } from '../ui/button.ts';
import { dialogIsOpen } from '../ui/dialog.ts';
import { dot } from '../ui/dot.ts';
import { moveSelection } from '../ui/listKeys.ts';
import { formatCount, formatCounted, formatScore } from '../ui/numbers.ts';
import { segmented } from '../ui/segmented.ts';
import { BacklogPanel } from './backlogPanel.ts';
import { BulkAct } from './bulkAct.ts';
import { GroupDialog } from './groupDialog.ts';
import { groupChecks } from './groupDrafts.ts';
import { IssueDetail } from './issueDetail.ts';
import { labelCheck } from './labelEvidence.ts';
import { LabelHealthSection } from './labelHealth.ts';
import { NextToLabelPanel } from './nextToLabel.ts';
import { RedundancyPanel } from './redundancyPlan.ts';
import { side } from './side.ts';

/** Findings by check, worst and most first; to the right the findings of the one that is selected. */
export class Issues {
  readonly #context: Context;
  readonly #detail: IssueDetail;
  readonly #bulk: BulkAct;
  readonly #groups: GroupDialog;
  readonly #backlog: BacklogPanel;
  readonly #next: NextToLabelPanel;
  readonly #redundancy: RedundancyPanel;
  readonly #health: LabelHealthSection;

  constructor(context: Context) {
    this.#context = context;
    this.#bulk = new BulkAct(context);
    this.#groups = new GroupDialog(context);
    this.#backlog = new BacklogPanel(context);
    this.#next = new NextToLabelPanel(context);
    this.#redundancy = new RedundancyPanel(context);
    this.#health = new LabelHealthSection(context);
    this.#detail = new IssueDetail(context, this.#bulk, this.#groups);
    document.addEventListener('keydown', (event) => this.#letter(event));
  }

  template(): TemplateResult {
    const { store } = this.#context;
    const { findings, work } = store.document;
    if (!findings) return this.#beforeChecks(work.find(({ kind }) => kind === 'check')?.words);
    const groups = sortedGroups(findings);
    const selected = this.#selected(groups);
    const choose = segmented(
      'What is listed',
      [
        { value: 'checks', words: 'By check' },
        { value: 'backlog', words: 'Backlog' },
        { value: 'next', words: 'Label next' },
        { value: 'redundancy', words: 'Redundancy' },
      ],
      store.screen.issuesView,
      (issuesView) => store.patchScreen({ issuesView }),
    );
    const bar = html`<div class="issues-bar">${choose}<span class="facts">${openWords(findings)}</span><span class="grow"></span>${store.screen.issuesView === 'checks' ? this.#health.headline(findings) : nothing}</div>`;
    const listed = this.#listed(store.screen.issuesView);
    if (listed) return html`<section class="issues"><div class="issues-main">${bar}<div class="issues-list panel">${listed}</div></div></section>`;
    return html`<section class="issues">
      <div class="issues-main">${bar}
        <div class="issues-list panel">
          ${groups.length === 0 ? this.#clean(findings) : this.#table(groups, selected)}
          ${this.#health.template(findings)}
          ${skipped(findings)}${warnings(findings)}
        </div>
      </div>
      ${selected ? side(this.#context, 'Findings of the selected check', this.#detail.template(selected, selected.check === labelCheck ? this.#health.listed(findings) : nothing)) : nothing}
    </section>${this.#bulk.template()}${this.#groups.template()}`;
  }

  /** What takes the place of the findings. */
  #listed(view: Context['store']['screen']['issuesView']): TemplateResult | null {
    return view === 'checks' ? null : { backlog: this.#backlog, next: this.#next, redundancy: this.#redundancy }[view].template();
  }

  #beforeChecks(running: string | undefined): TemplateResult {
    const { store, host, attempt } = this.#context;
    if (running !== undefined) return html`<p class="empty" role="status">${running}</p>`;
    if (store.document.phase !== 'ready') return html`<p class="empty">The checks run when the file is read.</p>`;
    return html`<div class="empty"><p>The checks have not run yet.</p>${button('Run the checks', { look: 'primary', onClick: () => void attempt(host.call('check', undefined)) })}</div>`;
  }

  #clean({ seconds, groups }: FindingSummary & { groups: readonly FindingGroup[] }): TemplateResult {
    const rows = this.#context.store.document.dataset?.rows ?? 0;
    const closed = groups.reduce((sum, group) => sum + group.closed, 0);
    return html`<p class="empty">No open findings. The checks ran over ${formatCounted(rows, 'row')} in ${seconds.toFixed(1)} s.${
      closed > 0 ? ` ${formatCounted(closed, 'finding')} ${closed === 1 ? 'was' : 'were'} closed by decisions.` : ''}</p>`;
  }

  #table(groups: readonly FindingGroup[], selected: FindingGroup | undefined): TemplateResult {
    return html`<table class="findings by-check" role="grid" aria-label="Findings by check" @keydown=${(event: KeyboardEvent) => this.#key(event, groups)}>
      <thead><tr><th scope="col">Finding</th><th scope="col">Check</th><th scope="col" class="num">Rows</th><th scope="col">Suggested act</th><th scope="col">Worst score</th><td></td></tr></thead>
      <tbody>${repeat(groups, ({ check }) => check, (group) => this.#row(group, group === selected))}</tbody>
    </table>`;
  }

  #row(group: FindingGroup, on: boolean): TemplateResult {
    const whole = group.rows === 0;
    return html`<tr class=${on ? 'on' : ''} role="row" aria-selected=${String(on)} tabindex=${on ? 0 : -1} data-check=${group.check}
        @click=${() => this.#select(group)} @dblclick=${() => this.#review(group)}>
      <td role="gridcell">${dot(group.severity)}${group.title}</td>
      <td role="gridcell" class="dim">${group.check}</td>
      <td role="gridcell" class="num" title=${formatCounted(group.findings, 'open finding')}>${whole ? '—' : formatCount(group.rows)}</td>
      <td role="gridcell" title=${group.suggestion ?? nothing}>${group.suggestion ?? html`<span class="dim">—</span>`}</td>
      <td role="gridcell"><svg class="score" width="150" height="10" viewBox="0 0 150 10" preserveAspectRatio="none" role="img"
        aria-label="Worst score ${formatScore(group.maxScore)}"><title>${formatScore(group.maxScore)}</title>
        <rect class="bar" width=${Math.max(1, 150 * group.maxScore)} height="10" rx="2"></rect></svg></td>
      <td role="gridcell" class="act">${button('Review', { title: `Show the rows of ${group.title}`, onClick: () => this.#review(group) })}</td>
    </tr>`;
  }

  #key(event: KeyboardEvent, groups: readonly FindingGroup[]): void {
    const selected = this.#selected(groups);
    const at = selected ? groups.indexOf(selected) : -1;
    const onRow = event.target instanceof HTMLTableRowElement;
    if (event.key === 'Enter' && selected && onRow) this.#review(selected);
    else if (!moveSelection(event, at, groups.length, (to) => this.#select(groups[to]!))) return;
    event.preventDefault();
  }

  /** Shift+A and g, wherever the keyboard is in this tab. */
  #letter(event: KeyboardEvent): void {
    const { store } = this.#context;
    if ((event.key !== 'A' && event.key !== 'g') || event.ctrlKey || event.metaKey || event.altKey || store.screen.tab !== 'issues' || dialogIsOpen()) return;
    const selected = store.document.findings ? this.#selected(sortedGroups(store.document.findings)) : undefined;
    if (!selected || event.composedPath().some((target) => target instanceof Element && target.matches('input, textarea, vscode-dropdown'))) return;
    if (event.key === 'g' && !groupChecks.has(selected.check)) return;
    event.preventDefault();
    if (event.key === 'g') this.#groups.open({ check: selected.check, offset: 0 });
    else this.#bulk.open(selected, selected.suggested > 0 ? 'suggestions' : 'accept');
  }

  #selected(groups: readonly FindingGroup[]): FindingGroup | undefined {
    return groups.find(({ check }) => check === this.#context.store.screen.selectedCheck) ?? groups[0];
  }

  #select({ check }: FindingGroup): void {
    this.#context.store.patchScreen({ selectedCheck: check });
  }

  /** The rows of a check in the grid; a finding without rows has nothing to show there, its card says all. */
  #review(group: FindingGroup): void {
    this.#select(group);
    if (group.rows > 0) this.#context.store.showRows([{ kind: 'flagged', check: group.check }]);
  }
}

/** Groups with open findings: worst severity first, then most rows. */
function sortedGroups({ groups }: FindingSummary): FindingGroup[] {
  const open = groups.filter(({ findings }) => findings > 0);
  return open.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.rows - a.rows || (a.check < b.check ? -1 : 1));
}

/** “128 open findings: 12 errors, 96 warnings, 20 notes”. */
function openWords({ open }: FindingSummary): string {
  const all = severities.reduce((sum, severity) => sum + open[severity], 0);
  if (all === 0) return 'No open findings';
  const names = { error: 'error', warning: 'warning', info: 'note' } as const;
  return `${formatCounted(all, 'open finding')}: ${severities
    .filter((severity) => open[severity] > 0)
    .map((severity) => formatCounted(open[severity], names[severity]))
    .join(', ')}`;
}

function skipped({ skipped: list }: FindingSummary): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<h3>Checks that did not run</h3><ul class="skipped">${list.map(({ check, why }) => html`<li><span>${check}</span> <span class="dim">${why}</span></li>`)}</ul>`;
}

/** What winnow.json says of checks and could not be used. */
function warnings({ warnings: list = [] }: FindingSummary): TemplateResult | typeof nothing {
  return list.length === 0
    ? nothing
    : html`<h3>Settings that could not be used</h3><ul class="skipped">${list.map((words) => html`<li class="dim">${words}</li>`)}</ul>`;
}
