import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DriftReport, NoDrift } from '../../src/core/drift.ts';
import { changeOf, type FileVersion, shallowWords, type VersionChange, type VersionSummary } from '../../src/core/fileVersion.ts';
import type { FileHistory } from '../../src/protocol/historyMethods.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { button, linkButton } from '../ui/button.ts';
import { moveSelection } from '../ui/listKeys.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';
import { progressBar } from '../ui/progress.ts';
import { HistoryDetail } from './historyDetail.ts';
import { HistoryReadings, type Reading } from './historyReadings.ts';
import { columnWords, driftedColumns, driftWords, labelWords, movedWords, signedCount } from './historyWords.ts';
import { side } from './side.ts';

const pageSize = 50;
/** Labels that have moved farther than this are marked. */
const farShift = 0.05;
/** Labels with a part of their own in the bar of a version. */
const mostParts = 8;

/** A line of the list. `commit` of the file on disk is empty. */
export interface HistoryLine {
  readonly commit: string;
  readonly version: FileVersion | null;
  readonly described: Reading<VersionSummary> | undefined;
  /** The next older version of which something is known. */
  readonly before: { readonly commit: string; readonly summary: VersionSummary } | undefined;
  readonly change: VersionChange | null;
  /** How its columns differ from those of the version before; absent while that is not known, or there is none. */
  readonly drift?: Reading<DriftReport | NoDrift>;
}

/** The versions that git has of the file: what was in them, and how far labels and columns moved from one to the next. */
export class History {
  readonly #context: Context;
  readonly #history: Latest<FileHistory>;
  readonly #summaries: HistoryReadings<VersionSummary>;
  /** By the two commits, with a space between them. */
  readonly #drifts: HistoryReadings<DriftReport | NoDrift>;
  readonly #detail: HistoryDetail;
  #limit = pageSize;
  #selected: string | null = null;
  /** Grows when git is to be asked again. */
  #asked = 0;
  #dataset: unknown = null;

  constructor(context: Context) {
    this.#context = context;
    this.#history = new Latest<FileHistory>(() => context.store.touch());
    this.#summaries = new HistoryReadings(
      (commit, signal, onProgress) => context.host.call('describeVersion', { commit }, { signal, onProgress }),
      () => context.store.touch(),
    );
    this.#drifts = new HistoryReadings((pair, signal, onProgress) => {
      const [commit = '', before = ''] = pair.split(' ');
      return context.host.call('versionDrift', { commit, before }, { signal, onProgress });
    }, () => context.store.touch());
    this.#detail = new HistoryDetail(context);
    window.addEventListener('focus', () => {
      if (context.store.screen.tab === 'history') this.#refresh();
    });
  }

  template(): TemplateResult {
    const { host, store } = this.#context;
    const { dataset, phase } = store.document;
    if (phase !== 'ready' || !dataset) return html`<p class="empty">The history is shown when the file is read.</p>`;
    // Another label column, other roles: what was counted before says nothing of them.
    if (this.#dataset !== dataset) {
      if (this.#dataset !== null) for (const readings of [this.#summaries, this.#drifts]) readings.forget();
      this.#dataset = dataset;
    }
    const question = JSON.stringify([
      this.#limit,
      this.#asked,
      dataset.path,
      dataset.bytes,
      dataset.roles.label ?? null,
      store.document.decisions.unsaved === 0,
    ]);
    const answer = this.#history.ask(question, (signal) => host.call('history', { limit: this.#limit }, { signal }));
    if (answer.error !== null)
      return html`<div class="empty"><p role="alert">${answer.error}</p>${button('Try again', { onClick: () => this.#refresh() })}</div>`;
    if (!answer.value) return html`<p class="empty" role="status">Asking git for the versions of this file…</p>`;
    const history = answer.value;
    if (history.why !== undefined) return this.#nothing(history.why);
    const lines = this.#lines(history);
    const selected = this.#selectedOf(lines);
    requestAnimationFrame(() => this.#wantVisible());
    return html`<section class="issues history-tab">
      <div class="panel" aria-busy=${String(!answer.current)} @scroll=${() => this.#wantVisible()}>${this.#bar(history)}${this.#table(lines, selected)}
        ${history.more ? html`<p>${button(`Show ${pageSize} older versions`, { onClick: () => this.#more() })}</p>` : nothing}
        ${history.shallow ? html`<p class="dim">${shallowWords}</p>` : nothing}</div>
      ${selected ? side(this.#context, 'The selected version', this.#detail.template(selected, history)) : nothing}
    </section>`;
  }

  #nothing(why: string): TemplateResult {
    return html`<div class="empty"><p>${why}</p>
      <p>This screen lists the commits that changed the file: rows, columns and labels of each, and how far the labels moved from one to the next. Commit the file, then ${linkButton('look again', () => this.#refresh())}.</p></div>`;
  }

  #lines({ versions, changed, current }: FileHistory): HistoryLine[] {
    const listed = versions.map((version) => ({
      commit: version.commit,
      version,
      described: version.blob === null ? { error: 'The file was deleted in this version.' } : this.#summaries.of(version.commit),
    }));
    const all = [...(changed && current ? [{ commit: '', version: null, described: { value: current } }] : []), ...listed];
    return all.map((line, place) => {
      const older = all.slice(place + 1).find(({ described }) => !described || 'value' in described);
      const before = older?.described && 'value' in older.described ? { commit: older.commit, summary: older.described.value } : undefined;
      const change = before && line.described && 'value' in line.described ? changeOf(before.summary, line.described.value) : null;
      const drift = before && change ? this.#drifts.of(pairOf(line.commit, before.commit)) : undefined;
      return { ...line, before, change, ...(drift && { drift }) };
    });
  }

  #bar({ versions, more }: FileHistory): TemplateResult {
    const { running, stopped } = this.#summaries;
    const words =
      running === null
        ? `${more ? 'The newest ' : ''}${formatCounted(versions.length, 'version')} of this file in git`
        : `${running.version.slice(0, 7)}: ${running.words}`;
    return html`<div class="history-bar" role="status">${running ? progressBar(words, running.fraction) : nothing}<span class="words">${words}</span><span class="grow"></span>${
      running
        ? button('Cancel', { onClick: () => this.#summaries.stop() })
        : stopped
          ? button('Read the versions', { onClick: () => this.#summaries.resume() })
          : button('Refresh', { title: 'Ask git again', onClick: () => this.#refresh() })
    }</div>`;
  }

  #table(lines: readonly HistoryLine[], selected: HistoryLine | undefined): TemplateResult {
    return html`<table class="findings versions" role="grid" aria-label="Versions of the file" @keydown=${(event: KeyboardEvent) => this.#key(event, lines)}>
      <thead><tr><th scope="col">Version</th><th scope="col">By</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Columns</th><th scope="col">Labels</th><th scope="col" class="num" title="Share of rows that would need another label for this histogram to be that of the version before">Moved</th><th scope="col" class="num" title="Columns that are distributed otherwise than in the version before">Drift</th></tr></thead>
      <tbody>${repeat(lines, ({ commit }) => commit, (line) => this.#row(line, line === selected))}</tbody>
    </table>`;
  }

  #row({ commit, version, described, before, change, drift }: HistoryLine, on: boolean): TemplateResult {
    const summary = described && 'value' in described ? described.value : null;
    const unknown = html`<span class="dim" title=${described && 'error' in described ? described.error : 'Not read yet'}>${described ? '–' : '…'}</span>`;
    return html`<tr class="${on ? 'on' : ''} ${described ? '' : 'unread'}" data-pair=${before && change && !drift ? pairOf(commit, before.commit) : nothing} role="row" aria-selected=${String(on)} tabindex=${on ? 0 : -1} data-commit=${commit} @click=${() => this.#select(commit)}>
      <td role="gridcell" title=${version ? `${version.subject}\n${version.commit}` : ''}><span class="name dim">${version ? version.commit.slice(0, 7) : 'on disk'}</span>${version?.subject ?? 'Not committed'}</td>
      <td role="gridcell" class="dim" title=${version ? `${version.author} <${version.email}>` : ''}>${version ? `${version.date.slice(0, 10)} ${version.author}` : ''}</td>
      <td role="gridcell" class="num">${summary ? html`${formatCount(summary.rows)}<span class="dim changed">${signedCount(change?.rows ?? 0)}</span>` : unknown}</td>
      <td role="gridcell" class="num" title=${(change && columnWords(change)) ?? ''}>${summary ? html`${formatCount(summary.columns.length)}${change && columnWords(change) ? html`<span class="changed">±</span>` : nothing}` : unknown}</td>
      <td role="gridcell" title=${summary ? labelWords(summary, mostParts) : ''}>${summary ? stack(summary) : described && 'error' in described ? html`<span class="dim">${described.error}</span>` : nothing}</td>
      <td role="gridcell" class="moved ${(change?.labelShift ?? 0) > farShift ? 'far' : ''}" title=${change ? movedWords(change) : ''}>${!change || change.labelShift === null ? '' : change.labelShift === 0 ? '=' : formatShare(change.labelShift)}</td>
      <td role="gridcell" class="moved" title=${drift ? driftWords(drift) : ''}>${drift ? driftedColumns(drift) : before && change ? html`<span class="dim" title="Not compared yet">…</span>` : nothing}</td>
    </tr>`;
  }

  #selectedOf(lines: readonly HistoryLine[]): HistoryLine | undefined {
    return lines.find(({ commit }) => commit === this.#selected) ?? lines[0];
  }

  #key(event: KeyboardEvent, lines: readonly HistoryLine[]): void {
    const selected = this.#selectedOf(lines);
    const at = selected ? lines.indexOf(selected) : -1;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && selected?.version) void this.#context.attempt(this.#context.host.call('openVersion', { commit: selected.commit }));
    else if (event.key === 'c' && selected?.version) this.#detail.compare(selected.commit);
    else if (!moveSelection(event, at, lines.length, (to) => this.#select(lines[to]!.commit))) return;
    event.preventDefault();
  }

  /** Versions are read as they come into sight. */
  #wantVisible(): void {
    if (this.#context.store.screen.tab !== 'history') return;
    const seen = [...document.querySelectorAll<HTMLElement>('table.versions tbody tr')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    });
    const [unread, pairs] = [seen.filter((row) => row.classList.contains('unread')), seen.flatMap((row) => row.dataset['pair'] ?? [])];
    this.#summaries.want(unread.map((row) => row.dataset['commit'] ?? ''));
    // What is compared has been read by then, and is not read at the same time as others.
    if (!this.#summaries.running && !this.#summaries.stopped) this.#drifts.want(pairs);
  }

  #select(commit: string): void {
    this.#selected = commit;
    this.#context.store.touch();
  }

  #more(): void {
    this.#limit += pageSize;
    this.#context.store.touch();
  }

  #refresh(): void {
    this.#asked++;
    this.#context.store.touch();
  }
}

const pairOf = (commit: string, before: string): string => `${commit} ${before}`;

/** Shares of the labels, the most frequent first, as parts of one bar. */
function stack(summary: VersionSummary): TemplateResult {
  const { label, labels, rows } = summary;
  if (label === undefined || rows === 0) return html`<span class="dim">no label</span>`;
  let from = 0;
  const parts = labels.slice(0, mostParts).map(({ count }) => {
    const part = { from, width: (count / rows) * 100 };
    from += part.width;
    return part;
  });
  return html`<svg class="stack" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=${labelWords(summary, mostParts)}>${parts.map(
    (part) => svg`<rect x=${part.from} y="0" width=${part.width} height="12"></rect>`,
  )}${from < 99.99 ? svg`<rect class="rest" x=${from} y="0" width=${100 - from} height="12"></rect>` : nothing}</svg>`;
}
