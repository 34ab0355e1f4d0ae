import { html, nothing, type TemplateResult } from 'lit';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';

/** The rows of a group that have one value in a column: one of its labels, one of its splits. */
export interface GroupPart {
  readonly column: string;
  readonly value: string | null;
  readonly rows: readonly number[];
}

/** Values of a column that are told; of labels there may be hundreds. */
const mostValues = 8;

/** Of each column that divides the rows, its values, the most frequent first. */
export function partsOf(texts: ReadonlyMap<number, readonly (string | null)[]>, columns: readonly string[]): GroupPart[] {
  return columns.flatMap((column, place) => {
    const rows = new Map<string | null, number[]>();
    for (const [row, values] of texts) {
      const value = values[place] ?? null;
      const list = rows.get(value) ?? [];
      list.push(row);
      rows.set(value, list);
    }
    if (rows.size < 2) return [];
    const parts = [...rows].map(([value, list]): GroupPart => ({ column, value, rows: list.sort((a, b) => a - b) }));
    return parts.sort((a, b) => b.rows.length - a.rows.length).slice(0, mostValues);
  });
}

export const isSamePart = (a: GroupPart | null, b: GroupPart | null): boolean => a?.column === b?.column && a?.value === b?.value;

/** What follows when `f` is pressed: each part in turn, then all rows again. */
export function nextPart(parts: readonly GroupPart[], chosen: GroupPart | null): GroupPart | null {
  return parts[parts.findIndex((part) => isSamePart(part, chosen)) + 1] ?? null;
}

/** How many rows a large group has, and of which labels and splits; each a way to see those alone. */
export function groupParts(
  rowCount: number,
  parts: readonly GroupPart[],
  chosen: GroupPart | null,
  onChoose: (part: GroupPart | null) => void,
): TemplateResult {
  const one = (part: GroupPart): TemplateResult => {
    const on = isSamePart(part, chosen);
    return html`<button type="button" class="part ${on ? 'on' : ''}" aria-pressed=${String(on)} title=${`${on ? 'Show all rows again' : 'Show these rows alone'} (f)`}
      @click=${() => onChoose(on ? null : part)}><span>${formatValue(part.value)}</span> <b>${formatCount(part.rows.length)}</b></button>`;
  };
  const columns = [...new Set(parts.map(({ column }) => column))];
  return html`<div class="group-parts"><span>${formatCounted(rowCount, 'row')}</span>${columns.map(
    (column) => html`<span class="parts" role="group" aria-label=${column}><span class="dim">${column}</span>${parts.filter((part) => part.column === column).map(one)}</span>`,
  )}${chosen === null ? nothing : html`<span class="dim">What you decide is about all ${formatCount(rowCount)}.</span>`}</div>`;
}
