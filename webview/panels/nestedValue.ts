import { html, type TemplateResult } from 'lit';
import { formatCounted } from '../ui/numbers.ts';

export type Nested = string | number | boolean | null | readonly Nested[] | { readonly [name: string]: Nested };

/** More than these are said, not drawn. */
const mostChildren = 100;
const mostNodes = 1000;
const deepest = 12;

/** The value of a JSON text; undefined when it is none, or only a plain value. */
export function parseNested(text: string): Nested | undefined {
  try {
    const value = JSON.parse(text) as Nested;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A list or record as an indented tree whose branches fold. */
export function valueTree(value: Nested): TemplateResult {
  return html`<div class="tree">${children(value, 0, { left: mostNodes })}</div>`;
}

function children(value: Nested, depth: number, budget: { left: number }): TemplateResult[] {
  const all = Array.isArray(value) ? value.map((item, index): [string, Nested] => [String(index), item as Nested]) : Object.entries(value as Record<string, Nested>);
  const shown = all.slice(0, Math.min(mostChildren, Math.max(0, budget.left)));
  budget.left -= shown.length;
  const lines = shown.map(([name, child]) => node(name, child, depth, budget));
  if (shown.length < all.length) lines.push(html`<div class="dim">… ${formatCounted(all.length - shown.length, 'more')}</div>`);
  return lines;
}

function node(name: string, value: Nested, depth: number, budget: { left: number }): TemplateResult {
  if (typeof value !== 'object' || value === null) return html`<div class="leaf"><span class="dim">${name}</span> ${leaf(value)}</div>`;
  const size = Array.isArray(value) ? `[${formatCounted(value.length, 'item')}]` : `{${formatCounted(Object.keys(value).length, 'field')}}`;
  if (depth >= deepest) return html`<div class="leaf"><span class="dim">${name}</span> <span class="dim">${size}, too deep to show</span></div>`;
  return html`<details ?open=${depth < 2}><summary><span class="dim">${name}</span> <span class="dim">${size}</span></summary>${children(value, depth + 1, budget)}</details>`;
}

function leaf(value: string | number | boolean | null): TemplateResult {
  return typeof value === 'string' ? html`<span class="tree-text">${value}</span>` : html`<span class="tree-plain">${String(value)}</span>`;
}
