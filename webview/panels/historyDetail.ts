import { html, nothing, type TemplateResult } from 'lit';
import { comparedShares } from '../../src/core/comparedShares.ts';
import type { DecisionDraft } from '../../src/core/decision.ts';
import type { DriftReport, NoDrift } from '../../src/core/drift.ts';
import type { LineageEntry, VersionSummary } from '../../src/core/fileVersion.ts';
import type { WorkProgress } from '../../src/protocol/engineMethods.ts';
import type { FileHistory, PastRow } from '../../src/protocol/historyMethods.ts';
import { smallMultiples, type Multiple } from '../charts/smallMultiples.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { button, linkButton } from '../ui/button.ts';
import { formatCount, formatCounted, formatShare, formatValue } from '../ui/numbers.ts';
import { progressBar } from '../ui/progress.ts';
import { driftColumn } from './driftColumns.ts';
import type { HistoryLine } from './history.ts';
import type { Reading } from './historyReadings.ts';
import { columnWords, dateWords, driftWords, movedWords } from './historyWords.ts';

const mostLabels = 12;
/** Columns with a picture. */
const mostDrifted = 12;
/** Cells of a row that are shown; all of them are restored. */
const mostCells = 50;

/** One version: its labels beside those of the version before, and what can be done with it. */
export class HistoryDetail {
  readonly #context: Context;
  readonly #past: Latest<PastRow>;
  /** The version in which the selected row is looked up. */
  #lookedUp: string | null = null;
  #progress: WorkProgress | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#past = new Latest<PastRow>(() => context.store.touch());
  }

  template(line: HistoryLine, history: FileHistory): TemplateResult {
    const { version, described, change, drift } = line;
    const { host, attempt } = this.#context;
    const summary = described && 'value' in described ? described.value : null;
    return html`<div class="version-detail">
      <h3>${version ? version.subject : 'On disk, not committed'}</h3>
      ${version ? html`<p class="dim">${version.commit.slice(0, 10)} · ${dateWords(version.date)} · ${version.author}${version.path === history.versions[0]?.path ? '' : html` · then at ${version.path}`}</p>` : nothing}
      ${described && 'error' in described ? html`<p role="alert">${described.error}</p>` : nothing}
      ${version && version.blob !== null ? html`<div class="acts">
        ${button('Open', { title: 'Open this version; nothing can be saved to it (Enter)', onClick: () => void attempt(host.call('openVersion', { commit: version.commit })) })}
        ${button('Compare with now', { title: 'What became of the dataset since (c)', onClick: () => this.compare(version.commit) })}
      </div>` : nothing}
      ${summary ? this.#summary(summary) : nothing}
      ${change && line.before ? html`<p>${movedWords(change)} ${columnWords(change) ?? ''}</p>` : nothing}
      ${summary ? labels(summary, line) : nothing}
      ${drift ? columnsThatDrifted(drift) : nothing}
      ${version && version.blob !== null ? this.#row(version.commit) : nothing}
      ${lineage(history.lineage, summary)}
    </div>`;
  }

  /** Shows what became of the dataset since a version. */
  compare(commit: string): void {
    const { host, store, attempt } = this.#context;
    void attempt(host.call('compareVersion', { commit })).then((done) => {
      if (done) store.patchScreen({ tab: 'compare' });
    });
  }

  #summary({ rows, unreadable, columns, bytes }: VersionSummary): TemplateResult {
    return html`<p>${formatCounted(rows, 'row')} · ${formatCounted(columns.length, 'column')} · ${formatCounted(bytes, 'byte')}${unreadable > 0 ? ` · ${formatCounted(unreadable, 'unreadable record')}` : ''}</p>`;
  }

  /** The selected row as it was in that version, and what takes it back there. */
  #row(commit: string): TemplateResult {
    const { store } = this.#context;
    const row = store.screen.selectedRow;
    if (row === null)
      return html`<h3>One row</h3><p class="dim">${linkButton('Select a row', () => store.patchScreen({ tab: 'samples', labelling: false }))} to see how it was in this version.</p>`;
    const name = `Row ${formatCount(row)}`;
    if (this.#lookedUp !== commit)
      return html`<h3>${name}</h3><p>${button(`Show ${name.toLowerCase()} as it was`, { title: 'Finds the selected row in this version', onClick: () => this.#lookUp(commit) })}</p>`;
    const answer = this.#ask(commit, row);
    if (answer.error !== null)
      return html`<h3>${name}</h3><p role="alert">${answer.error}</p>${button('Try again', {
        onClick: () => {
          this.#past.stop();
          store.touch();
        },
      })}`;
    if (!answer.value || !answer.current)
      return html`<h3>${name}</h3><p role="status">${progressBar('Looking it up', this.#progress?.fraction)} ${this.#progress?.words ?? 'Looking it up'}</p>${button(
        'Cancel',
        {
          onClick: () => {
            this.#past.stop();
            this.#lookUp(null);
          },
        },
      )}`;
    return html`<h3>${name}${answer.value.row === undefined ? '' : `, there row ${formatCount(answer.value.row)}`}</h3>${this.#pastRow(commit, row, answer.value)}`;
  }

  #pastRow(commit: string, row: number, { why, cells, uncompared }: PastRow): TemplateResult {
    if (why !== undefined) return html`<p>${why}</p>`;
    const long = uncompared.length === 0 ? nothing : html`<p class="dim">Too long to be compared here: ${uncompared.join(', ')}.</p>`;
    if (cells.length === 0) return html`<p>Its cells were the same.</p>${long}`;
    const { readOnly } = this.#context.store.document;
    return html`<dl class="past-cells">${cells.slice(0, mostCells).map(({ column, now, then }) => html`<div><dt class="dim">${column}</dt><dd><s class="was" title="In the file">${formatValue(now)}</s> <span class="decided">${formatValue(then)}</span></dd></div>`)}</dl>
      ${cells.length > mostCells ? html`<p class="dim">and ${formatCounted(cells.length - mostCells, 'more cell')}</p>` : nothing}${long}
      ${readOnly === null ? button(`Restore ${formatCounted(cells.length, 'cell')}`, { look: 'primary', title: 'Decides on these cells as they were. The file changes when decisions are applied.', onClick: () => this.#restore(commit, row, cells) }) : html`<p class="dim">${readOnly}</p>`}`;
  }

  #ask(commit: string, row: number): ReturnType<Latest<PastRow>['ask']> {
    const { host, store } = this.#context;
    const onProgress = (progress: WorkProgress): void => {
      this.#progress = progress;
      store.touch();
    };
    return this.#past.ask(JSON.stringify([commit, row, store.document.dataset?.path, store.document.dataset?.bytes]), (signal) =>
      host.call('pastRow', { commit, row }, { signal, onProgress }),
    );
  }

  #lookUp(commit: string | null): void {
    this.#lookedUp = commit;
    this.#progress = null;
    this.#context.store.touch();
  }

  /** Decisions on the cells, as one step that can be undone: the file itself stays as it is. */
  #restore(commit: string, row: number, cells: PastRow['cells']): void {
    const { host, store, attempt } = this.#context;
    const label = store.document.dataset?.roles.label;
    const drafts = cells.map(({ column, then }): DecisionDraft => ({
      row,
      act: column === label ? 'relabel' : 'set',
      column,
      to: then,
      note: `as in ${commit.slice(0, 7)}`,
    }));
    void attempt(host.call('decide', { drafts, title: `Restore row ${row} as it was in ${commit.slice(0, 7)}` })).then((done) => {
      if (done) store.say(`Row ${formatCount(row)}: ${formatCounted(cells.length, 'cell')} decided as in ${commit.slice(0, 7)}.`);
    });
  }
}

function labels(summary: VersionSummary, { before }: HistoryLine): TemplateResult {
  if (summary.label === undefined || summary.rows === 0) return html``;
  const shareBefore = (value: string | null): number | undefined => {
    if (before?.summary.label === undefined || before.summary.rows === 0) return undefined;
    return (before.summary.labels.find((label) => label.value === value)?.count ?? 0) / before.summary.rows;
  };
  const multiple: Multiple = {
    key: 'labels',
    title: summary.label,
    side: before ? `the line: ${before.commit === '' ? 'on disk' : before.commit.slice(0, 7)}` : formatCounted(summary.rows, 'row'),
    bars: summary.labels.slice(0, mostLabels).map(({ value, count }) => {
      const tick = shareBefore(value);
      const share = count / summary.rows;
      const [now, then] = comparedShares(share, tick ?? share, formatShare);
      return {
        name: formatValue(value),
        amount: share,
        words: `${formatCount(count)} · ${now}`,
        ...(tick !== undefined && { tick, note: `${then} in the version before` }),
      };
    }),
  };
  const more = summary.labels.length - mostLabels;
  return html`${smallMultiples([multiple], Math.max(...multiple.bars.map(({ amount, tick = 0 }) => Math.max(amount, tick))), { title: 'Rows by label' })}${more > 0 || summary.otherLabels > 0 ? html`<p class="dim">Smaller labels are not shown.</p>` : nothing}`;
}

/** The columns that are distributed otherwise than in the version before, each over what it was. */
function columnsThatDrifted(drift: Reading<DriftReport | NoDrift>): TemplateResult {
  const report = 'value' in drift && !('why' in drift.value) ? drift.value : null;
  const drifted = report?.columns.filter((column) => column.drifted && column.role !== 'label') ?? [];
  return html`<h3>Drift of columns</h3><p>${driftWords(drift)}${report?.missing.map(({ message }) => ` ${message}`)}</p>
    ${drifted.slice(0, mostDrifted).map((column) => driftColumn(column, report!.reference.name))}
    ${drifted.length > mostDrifted ? html`<p class="dim">“Compare with now” shows all columns.</p>` : nothing}
    ${report && report.tested > 0 ? html`<p class="dim">${report.notes.join(' ')}</p>` : nothing}`;
}

function lineage(entries: readonly LineageEntry[], summary: VersionSummary | null): TemplateResult | typeof nothing {
  if (entries.length === 0) return nothing;
  const madeThis = (entry: LineageEntry): boolean => summary?.hash !== undefined && entry.after === summary.hash;
  return html`<h3>Decisions that were applied</h3><ul class="lineage">${entries.map(
    (entry) =>
      html`<li title=${`${entry.before} → ${entry.after}`}>${dateWords(entry.at)} UTC · ${formatCounted(entry.decisions, 'decision')} by ${entry.by ?? 'somebody'}${
        entry.tool === null ? '' : html` <span class="dim">${entry.tool}</span>`
      }<span class="dim"> ${entry.before.slice(0, 7)} → ${entry.after.slice(0, 7)}</span>${madeThis(entry) ? html` · <b>made this version</b>` : nothing}</li>`,
  )}</ul>`;
}
