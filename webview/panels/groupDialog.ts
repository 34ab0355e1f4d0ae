import { html, nothing, type TemplateResult } from 'lit';
import type { DecisionDraft } from '../../src/core/decision.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { button } from '../ui/button.ts';
import { closeDialog, dialog } from '../ui/dialog.ts';
import { isolated } from '../ui/isolated.ts';
import { formatCount, formatCounted, formatValue, moreWords } from '../ui/numbers.ts';
import { gatherTexts } from './bulkGather.ts';
import { presentText } from './drafts.ts';
import { acceptGroupDrafts, conflictLabels, keepDrafts, labelDrafts, suggestedCount } from './groupDrafts.ts';
import { type Group, GroupReader, type GroupSource } from './groupReader.ts';
import { type GroupPart, groupParts, nextPart } from './groupParts.ts';
import { groupRows } from './groupRows.ts';
import { keyButton } from './inspectorLabels.ts';

/** Rows of a group that are shown whole; further ones as they are asked for. */
const pageSize = 12;
/** Rows before the last that is shown at which further ones are read. */
const readAhead = 4;
/** The rows of a finding beside each other with their differences marked; one is chosen to be kept, and the next group comes. */
export class GroupDialog {
  readonly #context: Context;
  readonly #reader: GroupReader;
  #group: Latest<Group | null>;
  /** The labels and splits of all rows of a group that is larger than a page. */
  #parts: Latest<readonly GroupPart[]>;
  /** Those of the group asked for, once they were drawn. */
  #known: readonly GroupPart[] = [];
  /** Those rows alone are shown. */
  #part: GroupPart | null = null;
  #source: GroupSource | null = null;
  /** Where the groups stood that were decided on here, the last one last: undo leads back there. */
  #decided: GroupSource[] = [];
  /** The group that is drawn, where it is the one asked for. */
  #shown: Group | null = null;
  #current: number | null = null;
  #limit = pageSize;
  /** The revision at which more rows of the group that is drawn were asked for: it is the same group meanwhile. */
  #grownAt: number | null = null;
  #acting = false;

  constructor(context: Context) {
    this.#context = context;
    this.#reader = new GroupReader(context);
    this.#group = new Latest<Group | null>(() => context.store.touch());
    this.#parts = new Latest<readonly GroupPart[]>(() => context.store.touch());
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  open(source: GroupSource): void {
    this.#source = source;
    // Keys that come before the group is drawn are not for the one before it.
    this.#shown = null;
    this.#current = null;
    this.#limit = pageSize;
    this.#part = null;
    this.#known = [];
    this.#grownAt = null;
    this.#context.store.touch();
  }

  template(): TemplateResult | typeof nothing {
    const source = this.#source;
    if (source === null) return nothing;
    const part = this.#part;
    const question = `${JSON.stringify(source)} ${this.#limit} ${JSON.stringify([part?.column, part?.value])} ${this.#context.store.document.revision}`;
    const { value, current, error } = this.#group.ask(question, (signal) => this.#read(source, signal));
    const group = value;
    if (current) this.#grownAt = null;
    this.#shown = current || this.#grownAt === this.#context.store.document.revision ? value : null;
    const title = group
      ? `${group.listed.title}${'check' in group.source && group.total > 1 ? ` · ${formatCount(group.source.offset + 1)} of ${formatCount(group.total)}` : ''}`
      : 'Rows of the group';
    const body =
      error !== null
        ? html`<p role="alert">${error}</p>`
        : group
          ? this.#body(group)
          : html`<p class="dim">${current ? 'No open group is left.' : '…'}</p>`;
    return dialog({
      title,
      className: 'groups',
      onClose: () => this.#close(),
      body,
      foot: group ? this.#foot(group) : html`<span class="grow"></span>${button('Close', { onClick: () => this.#close() })}`,
    });
  }

  #body(group: Group): TemplateResult {
    const { dataset } = this.#context.store.document;
    if (!dataset) return html``;
    const { finding, rowCount } = group.listed;
    const left = (this.#part?.rows.length ?? rowCount) - group.rows.length;
    return html`<p class="facts">${isolated(finding.message)}</p>
      ${rowCount > pageSize ? groupParts(rowCount, this.#partsOf(group), this.#part, (part) => this.#show(part)) : nothing}
      ${groupRows({
        dataset, finding, rows: group.rows, current: this.#currentOf(group),
        suggested: finding.suggestion?.act === 'exclude' ? finding.suggestion.keep : undefined,
        onChoose: (row) => this.#choose(row), onKeep: (row) => this.#keep(group, row),
      })}
      ${left > 0 ? button(moreWords(left, pageSize), { onClick: () => this.#grow() }) : nothing}`;
  }

  #foot(group: Group): TemplateResult {
    const { source, total, listed: { rowCount } } = group;
    const refused = this.#context.store.document.readOnly;
    const excluded = suggestedCount(group.listed);
    return html`<div class="keys group-keys">
      ${keyButton('↵', `keep row ${formatCount(this.#currentOf(group))}, exclude ${rowCount === 2 ? 'the other' : `${formatCount(rowCount - 1)} others`}`, { on: true, refused, onClick: () => this.#keep(group, this.#currentOf(group)) })}
      ${excluded > 0 ? keyButton('s', `suggestion: exclude ${formatCounted(excluded, 'row')}`, { refused, onClick: () => this.#take(group) }) : nothing}
      ${this.#labels(group).map((label, index) => keyButton(String(index + 1), `all are ${formatValue(label)}`, { refused, onClick: () => this.#label(group, label) }))}
      ${keyButton('a', 'right as they are', { title: 'Flag this group no more', refused, onClick: () => this.#accept(group) })}
      ${'check' in source && source.offset > 0 ? keyButton('p', 'previous', { title: 'The group before', onClick: () => this.#step(-1) }) : nothing}
      ${'check' in source && source.offset + 1 < total ? keyButton('n', 'next group', { onClick: () => this.#step(1) }) : nothing}
      ${this.#decided.length > 0 ? keyButton('u', 'undo', { title: 'Take back what was decided last, and go back to its group', onClick: () => this.#undo() }) : nothing}
    </div><span class="dim group-hint">↑ ↓ choose${this.#partsOf(group).length > 0 ? ' · f labels, splits' : ''} · u undo</span>`;
  }

  /** Of a group that is not shown whole. */
  #partsOf(group: Group): readonly GroupPart[] {
    const { index, rowCount } = group.listed;
    if (rowCount <= pageSize) return [];
    const { value, current } = this.#parts.ask(`${index} ${this.#context.store.document.revision}`, (signal) => this.#reader.parts(group, signal));
    const parts = current && value ? value : [];
    if (this.#shown === group) this.#known = parts;
    return parts;
  }

  /** Shows these rows of the group alone, or all again. */
  #show(part: GroupPart | null): void {
    if (this.#known.length === 0) return;
    this.#part = part;
    this.#current = part?.rows[0] ?? null;
    this.#limit = pageSize;
    this.#grownAt = null;
    this.#context.store.touch();
  }

  /** One more page of rows; the group stays what it is meanwhile. */
  #grow(): void {
    this.#limit += pageSize;
    this.#grownAt = this.#context.store.document.revision;
    this.#context.store.touch();
  }

  /** Labels that the rows of a conflict have, the most frequent first: those of all rows, of which some are shown. */
  #labels({ listed: { finding } }: Group): string[] {
    if (finding.check !== 'conflicting-label' || this.#context.store.document.dataset?.roles.label === undefined) return [];
    return conflictLabels(finding).slice(0, 9);
  }

  /** The row that the keyboard is on: the one chosen, else the suggested one, else the first. */
  #currentOf({ listed: { finding }, rows }: Group): number {
    const suggested = finding.suggestion?.act === 'exclude' ? finding.suggestion.keep : undefined;
    return [this.#current, suggested].find((row) => rows.some((detail) => detail.row === row)) ?? rows[0]?.row ?? 0;
  }

  #choose(row: number): void {
    this.#current = row;
    this.#context.store.touch();
    requestAnimationFrame(() => document.querySelector(`dialog.groups [data-row="${row}"]`)?.scrollIntoView({ block: 'nearest' }));
  }

  #keep(group: Group, keep: number): void {
    this.#act(group, `Keep row ${formatCount(keep)}`, async () => keepDrafts(group.listed.finding, await this.#reader.allRows(group), keep));
  }

  #take(group: Group): void {
    const excluded = suggestedCount(group.listed);
    if (excluded > 0) this.#act(group, `Exclude ${formatCounted(excluded, 'row')}`, () => this.#reader.suggested(group));
  }

  #accept(group: Group): void {
    this.#act(group, 'Accept a group as right', async () => acceptGroupDrafts(group.listed.finding, await this.#reader.allRows(group)));
  }

  #label(group: Group, to: string): void {
    const { host, store } = this.#context;
    const label = store.document.dataset?.roles.label;
    if (label === undefined) return;
    const { index, title } = group.listed;
    this.#act(group, `Label a group ${to}`, async () => {
      const texts = await gatherTexts(host, { kind: 'finding', finding: index, title }, [label], new AbortController().signal);
      const present = new Map(group.rows.map((detail) => [detail.row, presentText(detail, label)]));
      const labelOf = (row: number): string | null => present.get(row) ?? texts.get(row)?.[0] ?? null;
      return labelDrafts(group.listed.finding, (await this.#reader.allRows(group)).map((row) => ({ row, label: labelOf(row) })), label, to);
    });
  }

  /** One step to undo; then the group that has come in its place is shown, or the dialog closes. */
  #act({ source, listed: { index } }: Group, title: string, drafts: () => Promise<DecisionDraft[]>): void {
    const { store, host, attempt } = this.#context;
    if (this.#acting || this.#shown === null) return;
    if (store.document.readOnly !== null) return store.setProblem(store.document.readOnly);
    this.#acting = true;
    const work = async (): Promise<void> => {
      await host.call('decide', { drafts: await drafts(), title });
      store.say(title);
    };
    void attempt(work()).then((done) => {
      this.#acting = false;
      this.#current = null;
      this.#shown = null;
      this.#limit = pageSize;
      this.#part = null;
      this.#known = [];
      if (done) this.#decided.push(source);
      if (done && this.#source && 'finding' in this.#source && this.#source.finding === index) this.#close();
      store.touch();
    });
  }

  /** Back to the group that was decided on, where it stood. */
  #undo(): void {
    const back = this.#decided.pop();
    void this.#context.attempt(this.#context.host.call('undo', undefined)).then((done) => {
      if (done && back && this.#source !== null) this.open(back);
    });
  }

  #step(by: 1 | -1): void {
    const source = this.#source;
    const total = this.#group.last.value?.total;
    if (!source || !('check' in source) || total === undefined) return;
    const offset = source.offset + by;
    if (offset >= 0 && offset < total) this.open({ check: source.check, offset });
  }

  #key(event: KeyboardEvent): void {
    const group = this.#shown;
    if (this.#source === null || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !document.querySelector('dialog.groups[open]')) return;
    if (event.key === 'Enter' && event.composedPath().some((target) => target instanceof Element && target.matches('button, vscode-button'))) return;
    const act = this.#anyGroup[event.key] ?? (group && this.#actOf(group, event.key));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** Keys that mean something while a group is on its way, too. */
  readonly #anyGroup: Readonly<Record<string, (() => void) | undefined>> = {
    f: () => this.#show(nextPart(this.#known, this.#part)),
    u: () => this.#undo(),
    n: () => this.#step(1), p: () => this.#step(-1),
  };

  #actOf(group: Group, key: string): (() => void) | undefined {
    const label = /^[1-9]$/.test(key) ? this.#labels(group)[Number(key) - 1] : undefined;
    if (label !== undefined) return () => this.#label(group, label);
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#move(group, 1), j: () => this.#move(group, 1), ArrowUp: () => this.#move(group, -1),
      Enter: () => this.#keep(group, this.#currentOf(group)), k: () => this.#keep(group, this.#currentOf(group)),
      s: () => this.#take(group), a: () => this.#accept(group),
    };
    return acts[key];
  }

  /** Further rows are read before the last that is shown is reached. */
  #move(group: Group, by: 1 | -1): void {
    const place = group.rows.findIndex(({ row }) => row === this.#currentOf(group)) + by;
    const next = group.rows[place];
    if (next) this.#choose(next.row);
    const isNearEnd = place > group.rows.length - readAhead && group.rows.length < (this.#part?.rows.length ?? group.listed.rowCount);
    if (by > 0 && isNearEnd && this.#limit <= group.rows.length) this.#grow();
  }

  /** Where the last group of a check was closed, the one before it is shown. */
  async #read(source: GroupSource, signal: AbortSignal): Promise<Group | null> {
    const found = await this.#reader.read(source, this.#limit, this.#part, signal);
    if (found !== null && found.source !== source) this.#source = found.source;
    return found;
  }

  #close(): void {
    this.#source = null;
    this.#shown = null;
    this.#decided = [];
    this.#part = null;
    this.#parts.stop();
    this.#group.stop();
    this.#group = new Latest<Group | null>(() => this.#context.store.touch());
    closeDialog();
    this.#context.store.touch();
    this.#context.focusRows();
  }
}
