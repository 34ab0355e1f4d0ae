import { html, type TemplateResult } from 'lit';
import { formatCounted } from '../ui/numbers.ts';

/** A value of a JSON text. Its numbers are the text that the file has: 1.10 and integers of any size stay what they are. */
export type Nested = string | NumberText | boolean | null | readonly Nested[] | { readonly [name: string]: Nested };

export class NumberText {
  constructor(readonly text: string) {}
}

/** More than these are said, not drawn. */
const mostChildren = 100;
const mostNodes = 1000;
const deepest = 12;

type Marked = string | boolean | null | readonly Marked[] | { readonly [name: string]: Marked };

const textOrNumber = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The value of a JSON text; undefined when it is none, or only a plain value. */
export function parseNested(text: string): Nested | undefined {
  try {
    const whole: unknown = JSON.parse(text);
    if (typeof whole !== 'object' || whole === null) return undefined;
    // Every text is marked as one and every number becomes one: a text that looks like a marked one is marked, too.
    const marked = text.replace(textOrNumber, (part) => (part.startsWith('"') ? `"t${part.slice(1)}` : `"n${part}"`));
    return unmarked(JSON.parse(marked) as Marked);
  } catch {
    return undefined;
  }
}

function unmarked(value: Marked): Nested {
  if (typeof value === 'string') return value.startsWith('n') ? new NumberText(value.slice(1)) : value.slice(1);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Marked[]).map(unmarked);
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name.slice(1), unmarked(child)]));
}

/** A list or record as an indented tree whose branches fold. */
export function valueTree(value: Nested): TemplateResult {
  return html`<div class="tree">${children(value, 0, { left: mostNodes })}</div>`;
}

function children(value: Nested, depth: number, budget: { left: number }): TemplateResult[] {
  const all = Array.isArray(value)
    ? value.map((item, index): [string, Nested] => [String(index), item as Nested])
    : Object.entries(value as Record<string, Nested>);
  const shown = all.slice(0, Math.min(mostChildren, Math.max(0, budget.left)));
  budget.left -= shown.length;
  const lines = shown.map(([name, child]) => node(name, child, depth, budget));
  if (shown.length < all.length) lines.push(html`<div class="dim">… ${formatCounted(all.length - shown.length, 'more')}</div>`);
  return lines;
}

function node(name: string, value: Nested, depth: number, budget: { left: number }): TemplateResult {
  if (typeof value !== 'object' || value === null || value instanceof NumberText)
    return html`<div class="leaf"><span class="dim">${name}</span> ${leaf(value)}</div>`;
  const size = Array.isArray(value) ? `[${formatCounted(value.length, 'item')}]` : `{${formatCounted(Object.keys(value).length, 'field')}}`;
  if (depth >= deepest) return html`<div class="leaf"><span class="dim">${name}</span> <span class="dim">${size}, too deep to show</span></div>`;
  return html`<details ?open=${depth < 2}><summary><span class="dim">${name}</span> <span class="dim">${size}</span></summary>${children(value, depth + 1, budget)}</details>`;
}

function leaf(value: string | NumberText | boolean | null): TemplateResult {
  if (typeof value === 'string') return html`<span class="tree-text">${value}</span>`;
  return html`<span class="tree-plain">${value instanceof NumberText ? value.text : String(value)}</span>`;
}
