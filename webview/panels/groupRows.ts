import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { contentColumns } from '../../src/core/roles.ts';
import type { Dataset } from '../../src/core/dataset.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import { formatCount, formatCounted, formatNumber, formatShare, formatValue } from '../ui/numbers.ts';
import { presentText } from './drafts.ts';
import { textDifference } from './textDifference.ts';
import { textLikeness } from './textLikeness.ts';
import { cosineSimilarity, numbersOf } from './vectorTexts.ts';

/** Content columns that are set beside each other; in a table there may be thousands. */
const mostColumns = 12;
/** Texts beyond this are shown by their beginning. */
const longest = 20_000;

export interface GroupRowsOptions {
  readonly dataset: Dataset;
  readonly finding: Finding;
  readonly rows: readonly RowDetail[];
  /** Row number of the row that the keyboard is on: the others are compared with it. */
  readonly current: number;
  /** The row that is suggested to be kept. */
  readonly suggested?: number | undefined;
  readonly onChoose: (row: number) => void;
  readonly onKeep: (row: number) => void;
}

/** Rows of a group under each other: what is in the one the keyboard is on, and how the others differ from it. */
export function groupRows({ dataset, finding, rows, current, suggested, onChoose, onKeep }: GroupRowsOptions): TemplateResult {
  const { embedding } = dataset.roles;
  const columns = contentColumns(dataset.columns.map(({ name }) => name), dataset.roles).filter((column) => column !== embedding);
  const shown = columns.slice(0, mostColumns);
  const texts = finding.evidence['by'] === 'embedding' ? [] : columns.filter((name) => dataset.columns.some((column) => column.name === name && column.type === 'text'));
  const reference = rows.find(({ row }) => row === current) ?? rows[0];
  return html`<div class="group-rows" role="listbox" aria-label="Rows of the group" tabindex="0" ${ref(takeKeyboard)}>${repeat(
    rows,
    ({ row }) => row,
    (detail) => html`
    <div class="group-row ${detail === reference ? 'on' : ''}" role="option" aria-selected=${String(detail === reference)} data-row=${detail.row} @click=${() => onChoose(detail.row)}>
      <div class="group-facts"><b>Row ${formatCount(detail.row)}</b>${roleFacts(dataset, detail, reference!)}${likeness(texts, detail, reference!)}${detail.row === suggested ? html`<span class="dim">suggested</span>` : nothing}<span class="grow"></span>
        <button type="button" class="link" tabindex="-1" title="Keep this row and exclude the others" @click=${(event: Event) => {
          event.stopPropagation();
          onKeep(detail.row);
        }}>keep this one</button></div>
      ${shown.map((column) => cell(column, shown.length > 1, detail, reference!))}
      ${embedding === undefined ? nothing : nearness(embedding, detail, reference!)}
      ${otherDifferences(dataset, columns, detail, reference!)}
    </div>`,
  )}
    ${columns.length > shown.length ? html`<p class="dim">${formatCount(columns.length - shown.length)} more content columns are not shown.</p>` : nothing}</div>`;
}

/** The rows come a moment after their dialog, which has given the keyboard to its cross by then. */
function takeKeyboard(element: Element | undefined): void {
  if (element instanceof HTMLElement) queueMicrotask(() => element.focus({ preventScroll: true }));
}

/** Label and split of the row, as decided; those that the reference has otherwise stand out. */
function roleFacts({ roles }: Dataset, detail: RowDetail, reference: RowDetail): TemplateResult {
  const facts = [roles.label, roles.split].filter((column) => column !== undefined);
  return html`${facts.map((column) => {
    const text = presentText(detail, column);
    return html`<span class="fact ${text === presentText(reference, column) ? '' : 'differs'}" title=${column}>${formatValue(text)}</span>`;
  })}`;
}

/** How alike the texts of a row and of the reference are, by the measure that put them into one group. */
function likeness(columns: readonly string[], detail: RowDetail, reference: RowDetail): TemplateResult | typeof nothing {
  if (detail === reference || columns.length === 0) return nothing;
  const text = (of: RowDetail): string => columns.map((column) => presentText(of, column)).filter((each) => each !== null).join('\n');
  const [own, other] = [text(detail), text(reference)];
  const share = textLikeness(own, other);
  if (share === null) return nothing;
  const words = own === other ? 'the same text' : share === 1 ? 'the same words' : `${formatShare(Math.floor(share * 100 + 1e-4) / 100)} alike`;
  return html`<span class="dim" title=${`Of all runs of five words in this row and row ${formatCount(reference.row)}, ${formatShare(share)} are in both`}>${words}</span>`;
}

function cell(column: string, named: boolean, detail: RowDetail, reference: RowDetail): TemplateResult | typeof nothing {
  const [from, to] = [presentText(reference, column), presentText(detail, column)];
  if (named && to === null && from === null) return nothing;
  return html`<div class="group-cell ${named ? 'named' : ''}">${named ? html`<span class="cell-name">${column}</span>` : nothing}<div class="text">${detail === reference ? cut(to) : marked(from, to)}</div></div>`;
}

/** Of an embedding, whose numbers tell a person nothing: how near it is to that of the reference. */
function nearness(column: string, detail: RowDetail, reference: RowDetail): TemplateResult | typeof nothing {
  const own = numbersOf(presentText(detail, column));
  const others = numbersOf(presentText(reference, column));
  if (own === null) return nothing;
  const similarity = detail === reference || others === null ? null : cosineSimilarity(own, others);
  const words =
    similarity === null
      ? formatCounted(own.length, 'number')
      : html`cosine similarity ${formatNumber(Math.floor(similarity * 10_000) / 10_000)} to row ${formatCount(reference.row)}`;
  return html`<div class="group-cell group-vector"><span class="cell-name">${column}</span><div>${words}</div></div>`;
}

/** The text with what it has otherwise than the reference: added words on a ground, words it lacks struck through. */
function marked(from: string | null, to: string | null): TemplateResult | string {
  if (from === null || to === null) return cut(to);
  const parts = textDifference(from.slice(0, longest), to.slice(0, longest));
  if (parts === null) return html`${cut(to)} <span class="dim">(too different to be marked word by word)</span>`;
  return html`${parts.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? html`<ins>${text}</ins>` : html`<del>${text}</del>`))}${to.length > longest ? '…' : ''}`;
}

function cut(text: string | null): string {
  return text !== null && text.length > longest ? `${text.slice(0, longest)}…` : formatValue(text);
}

/** Other columns in which the row differs from the reference, the id aside. */
function otherDifferences({ columns, roles }: Dataset, content: readonly string[], detail: RowDetail, reference: RowDetail): TemplateResult | typeof nothing {
  if (detail === reference) return nothing;
  const aside = new Set<string | undefined>([...content, roles.label, roles.split, roles.id, roles.embedding]);
  const differing = columns
    .map(({ name }) => name)
    .filter((name) => !aside.has(name) && presentText(detail, name) !== presentText(reference, name))
    .slice(0, mostColumns);
  if (differing.length === 0) return nothing;
  return html`<dl class="group-others">${differing.map((name) => html`<div><dt>${name}</dt><dd>${shortened(presentText(detail, name))}</dd></div>`)}</dl>`;
}

const shortened = (text: string | null): string => formatValue(text !== null && text.length > 60 ? `${text.slice(0, 60)}…` : text);
