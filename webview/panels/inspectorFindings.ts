import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RowDetail, RowFinding } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { linkButton } from '../ui/button.ts';
import { isolated } from '../ui/isolated.ts';
import { formatCount, formatCounted, formatScore, formatValue } from '../ui/numbers.ts';
import { presentText } from './drafts.ts';
import { evidence } from './evidence.ts';
import type { GroupDialog } from './groupDialog.ts';
import { groupChecks } from './groupDrafts.ts';
import { evidenceChecks, labelCheck, LabelEvidencePanel } from './labelEvidence.ts';
import { revealRow } from './revealRow.ts';
import type { RowActions } from './rowActions.ts';

/** Other rows of a finding that are named in its card; a link shows the rest. */
const mostOthers = 5;
/** Rows of a finding whose label is asked for. */
const mostLabelled = 50;

interface OtherRow {
  readonly row: number;
  /** Its label; undefined where the dataset has none. */
  readonly label?: string | null;
}

/** By the finding's index. */
type OtherRows = ReadonlyMap<number, readonly OtherRow[]>;

/** What is wrong with the row: one card a finding, with its reasons in readable form. */
export class InspectorFindings {
  readonly #context: Context;
  readonly #actions: RowActions;
  readonly #groups: GroupDialog;
  readonly #others: Latest<OtherRows>;
  readonly #labelEvidence: LabelEvidencePanel;
  #modelShown = false;

  constructor(context: Context, actions: RowActions, groups: GroupDialog) {
    this.#context = context;
    this.#actions = actions;
    this.#groups = groups;
    this.#others = new Latest<OtherRows>(() => context.store.touch());
    this.#labelEvidence = new LabelEvidencePanel(context);
  }

  template(detail: RowDetail): TemplateResult | typeof nothing {
    if (detail.findings.length === 0) return this.#modelSays(detail);
    const shared = detail.findings.filter((entry) => entry.finding.rows.length > 1 && entry.finding.scope === 'rows');
    const question = `${detail.row} ${this.#context.store.document.revision}`;
    const answer = this.#others.ask(question, (signal) => this.#askOthers(shared, signal));
    const others = answer.current ? answer.value : null;
    const inOrder = [...detail.findings].sort((a, b) => Number(b.open) - Number(a.open));
    // What the model says is said once, in the first card that rests on it.
    const explained = inOrder.find(({ finding }) => evidenceChecks.has(finding.check));
    return html`${repeat(
      inOrder,
      (entry) => entry.index,
      (entry) => this.#card(detail, entry, others?.get(entry.index) ?? [], entry === explained),
    )}${explained ? nothing : this.#modelSays(detail)}`;
  }

  /** Where nothing questions the label: the same reasons, on demand. Once open, they are open for the next row too. */
  #modelSays(detail: RowDetail): TemplateResult | typeof nothing {
    const { dataset, findings } = this.#context.store.document;
    const label = dataset?.roles.label;
    if (label === undefined || detail.unreadable || !findings || findings.skipped.some(({ check }) => check === labelCheck)) return nothing;
    const toggle = (event: Event): void => {
      this.#modelShown = (event.currentTarget as HTMLDetailsElement).open;
      this.#context.store.touch();
    };
    return html`<details class="model-says" ?open=${this.#modelShown} @toggle=${toggle}><summary class="dim">What a model says of this label</summary>
      ${this.#modelShown ? this.#labelEvidence.template(detail.row, { evidence: {} }, presentText(detail, label)) : nothing}</details>`;
  }

  #card(detail: RowDetail, entry: RowFinding, others: readonly OtherRow[], explained: boolean): TemplateResult {
    const { finding, title, open } = entry;
    const label = this.#context.store.document.dataset?.roles.label;
    const present = label === undefined ? null : presentText(detail, label);
    const elsewhere = finding.scope === 'rows' ? otherRows(detail.row, finding.rows, others) : [];
    return html`<article class="finding ${open ? finding.severity : 'closed'}" aria-label="${finding.severity}: ${title}">
      <div class="finding-head"><b>${title}</b> <span class="dim" title="Score: 1 is worst">${formatScore(finding.score)}</span>
        <span class="grow"></span>${open ? html`<button type="button" class="link" title="Flag this no more on this row" @click=${() => this.#actions.acceptFinding(entry, detail.row)}>accept</button>` : html`<span class="dim">closed</span>`}</div>
      <p>${isolated(finding.message)}</p>
      ${this.#otherRows(elsewhere)}
      ${this.#reasons(detail, entry, present, explained)}
      ${this.#ways(entry)}
    </article>`;
  }

  #reasons(detail: RowDetail, { finding }: RowFinding, present: string | null, explained: boolean): TemplateResult | typeof nothing {
    if (detail.unreadable) return nothing;
    if (explained) return this.#labelEvidence.template(detail.row, finding, present);
    return evidence(finding.evidence, present, finding.suggestion?.act === 'relabel' ? finding.suggestion.to : present);
  }

  #otherRows(others: readonly OtherRow[]): TemplateResult | typeof nothing {
    if (others.length === 0) return nothing;
    const shown = others.slice(0, mostOthers);
    return html`<p>with ${shown.map((other, index) => html`${index > 0 ? ', ' : ''}${this.#rowLink(other)}`)}</p>`;
  }

  #rowLink({ row, label }: OtherRow): TemplateResult {
    const go = (): void => void this.#context.attempt(revealRow(this.#context, row));
    return html`${linkButton(`row ${formatCount(row)}`, go, 'Go to this row')}${label === undefined ? '' : ` (labelled “${formatValue(label)}”)`}`;
  }

  /** Ways from the finding to its rows. */
  #ways({ finding, index, title, open }: RowFinding): TemplateResult | typeof nothing {
    const { store } = this.#context;
    const many = finding.rows.length > 1;
    const group = store.document.findings?.groups.find((candidate) => candidate.check === finding.check);
    if (!many && (group?.findings ?? 0) < 2) return nothing;
    return html`<p class="ways">${many && open && groupChecks.has(finding.check) ? linkButton('compare and keep one', () => this.#groups.open({ finding: index })) : nothing}
      ${many ? linkButton('show its rows', () => store.showRows([{ kind: 'finding', finding: index, title }])) : nothing}
      ${group && group.findings > 1 ? linkButton(`all ${formatCounted(group.rows, 'row')} of this check`, () => store.showRows([{ kind: 'flagged', check: finding.check }])) : nothing}</p>`;
  }

  async #askOthers(findings: readonly RowFinding[], signal: AbortSignal): Promise<OtherRows> {
    const { store, host } = this.#context;
    const label = store.document.dataset?.roles.label;
    const columns = label === undefined ? [] : [label];
    const asked = findings.map(async ({ index, title }): Promise<[number, OtherRow[]]> => {
      const view = { filters: [{ kind: 'finding' as const, finding: index, title }] };
      const page = await host.call('window', { view, offset: 0, limit: mostLabelled, columns }, { signal });
      const cells = page.cells[0];
      const labelled = page.rows.map((other, place): OtherRow => {
        if (!cells) return { row: other };
        const isValue = (cells.codes?.[place] ?? 0) === 0;
        return { row: other, label: isValue ? (cells.text[place] ?? null) : null };
      });
      return [index, labelled];
    });
    return new Map(await Promise.all(asked));
  }
}

/** The finding's rows besides this one, with the labels of those whose label is known. */
function otherRows(row: number, rows: RowFinding['finding']['rows'], labelled: readonly OtherRow[]): OtherRow[] {
  const known = new Map(labelled.map((other) => [other.row, other]));
  return rows.filter((other) => other.row !== row).map((other) => known.get(other.row) ?? { row: other.row });
}
