import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { errorMessage } from '../../src/core/errorMessage.ts';
import type { FindingGroup } from '../../src/protocol/findingMethods.ts';
import type { Context } from '../context.ts';
import { button } from '../ui/button.ts';
import { checkbox } from '../ui/checkbox.ts';
import { closeDialog, dialog } from '../ui/dialog.ts';
import { formatCount, formatCounted, formatValue, moreWords } from '../ui/numbers.ts';
import { gatherFindings, gatherTexts } from './bulkGather.ts';
import { bulkChanges, bulkGroups, changedColumns, type BulkGroup, type BulkKind } from './bulkChanges.ts';

/** Rows listed under a group before “more” is asked for. */
const listed = 100;

interface Open {
  readonly group: FindingGroup;
  readonly kind: BulkKind;
  readonly stop: AbortController;
  /** Null while the changes are being gathered. */
  groups: readonly BulkGroup[] | null;
  /** Rows gathered so far. */
  gathered: number;
  /** Rows that this step does not reach. */
  left: number;
  problem: string | null;
  readonly off: Set<string>;
  readonly shown: Map<string, number>;
}

/** Decides on all findings of a check at once, after showing every change; one step to undo. */
export class BulkAct {
  readonly #context: Context;
  #open: Open | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  open(group: FindingGroup, kind: BulkKind): void {
    const open: Open = { group, kind, stop: new AbortController(), groups: null, gathered: 0, left: 0, problem: null, off: new Set(), shown: new Map() };
    this.#open = open;
    this.#gather(open).then(
      (groups) => { open.groups = groups; },
      (error: unknown) => { open.problem = errorMessage(error); },
    ).finally(() => this.#context.store.touch());
    this.#context.store.touch();
  }

  template(): TemplateResult | typeof nothing {
    const open = this.#open;
    if (!open) return nothing;
    const count = chosenOf(open).reduce((sum, { changes }) => sum + changes.length, 0);
    const title = open.kind === 'accept' ? `Accept as right: ${open.group.title}` : `Take the suggestions: ${open.group.title}`;
    return dialog({
      title, className: 'bulk', onClose: () => this.#close(), body: this.#body(open),
      foot: html`<span class="dim">One step: Undo takes all of it back.</span><span class="grow"></span>
        ${button('Cancel', { onClick: () => this.#close() })}
        ${button(open.groups ? `Apply ${formatCounted(count, 'decision')}` : 'Apply', { look: 'primary', disabled: count === 0, onClick: () => this.#apply(open) })}`,
    });
  }

  #body(open: Open): TemplateResult {
    if (open.problem !== null) return html`<p role="alert">${open.problem}</p>`;
    if (!open.groups)
      return html`<p class="dim" role="status">Gathering the changes…${open.gathered > 0 ? ` ${formatCounted(open.gathered, 'row')} so far` : ''}</p>`;
    if (open.groups.length === 0) return html`<p>There is nothing to change any more.</p>`;
    const left =
      open.left === 0
        ? nothing
        : html`<p class="bulk-left" role="status">${formatCounted(open.left, 'more row')} ${open.left === 1 ? 'is' : 'are'} beyond what one step takes, and ${open.left === 1 ? 'stays' : 'stay'} flagged: apply, then do it again.</p>`;
    return html`${left}<ul class="bulk-groups">${repeat(open.groups, ({ key }) => key, (group) => html`<li>
      ${checkbox(html`<span class="sr">${group.from === undefined ? '' : `${formatValue(group.from)} → `}${group.words}</span>`, !open.off.has(group.key), (on) => this.#toggle(open, group.key, on))}
      <details><summary>${groupWords(group)} <span class="dim">${formatCounted(group.changes.length, group.changes[0]?.draft.row === undefined ? 'finding' : 'row')}</span></summary>${this.#rows(open, group)}</details>
    </li>`)}</ul>`;
  }

  #rows(open: Open, group: BulkGroup): TemplateResult {
    const most = open.shown.get(group.key) ?? listed;
    const rows = group.changes.slice(0, most).flatMap(({ draft }) => (draft.row === undefined ? [] : [draft.row]));
    const left = group.changes.length - most;
    const more = (): void => {
      open.shown.set(group.key, most + listed * 10);
      this.#context.store.touch();
    };
    return html`<ul class="bulk-rows">${rows.map((row) => html`<li><span class="num">row ${formatCount(row)}</span> ${groupWords(group)}</li>`)}</ul>
      ${left > 0 ? button(moreWords(left, listed * 10), { onClick: more }) : nothing}`;
  }

  #toggle(open: Open, key: string, on: boolean): void {
    if (on) open.off.delete(key);
    else open.off.add(key);
    this.#context.store.touch();
  }

  /** What is ticked by now: a box may have been unticked since the button was drawn. */
  #apply(open: Open): void {
    const { group } = open;
    const drafts = chosenOf(open).flatMap(({ changes }) => changes.map(({ draft }) => draft));
    const title = `${group.title}: ${formatCounted(drafts.length, 'decision')}`;
    this.#close();
    if (drafts.length === 0) return;
    void this.#context.attempt(this.#context.host.call('decide', { drafts, title })).then((done) => done && this.#context.store.say(title));
  }

  #close(): void {
    this.#open?.stop.abort();
    this.#open = null;
    closeDialog();
    this.#context.store.touch();
  }

  async #gather(open: Open): Promise<BulkGroup[]> {
    const { group: { check }, kind, stop: { signal } } = open;
    const { host, store } = this.#context;
    const { findings, left } = await gatherFindings(host, check, signal, (rows) => {
      open.gathered = rows;
      store.touch();
    });
    open.left = left;
    const columns = kind === 'suggestions' ? changedColumns(findings) : [];
    const texts = columns.length > 0 ? await gatherTexts(host, { kind: 'flagged', check }, columns, signal) : new Map<number, readonly (string | null)[]>();
    return bulkGroups(bulkChanges(findings, kind, (row, column) => texts.get(row)?.[columns.indexOf(column)]));
  }
}

const chosenOf = ({ groups, off }: Open): readonly BulkGroup[] => groups?.filter(({ key }) => !off.has(key)) ?? [];

function groupWords({ from, words }: BulkGroup): TemplateResult {
  return from === undefined ? html`<b>${words}</b>` : html`<span class="was">${formatValue(from)}</span> → <b>${words}</b>`;
}
