import { html, nothing, type TemplateResult } from 'lit';
import type { Evidence, EvidenceValue } from '../../src/core/finding.ts';
import { barChart } from '../charts/barChart.ts';
import type { Bar } from '../charts/barList.ts';
import { formatNumber, formatScore, formatShare } from '../ui/numbers.ts';

/** Bars are for a few rivals; longer lists are words. */
const mostBars = 8;
const mostItems = 6;
const longest = 200;

/** Names under which a check may give the rows of a finding: those stand in the card as links. */
const rowFields = new Set(['row', 'rows', 'occurrences']);
/** Names of what a list of rivals counts, and of what it names, in order of preference. */
const amountFields = ['share', 'probability', 'count', 'rows'];
const nameFields = ['label', 'value', 'name', 'segment'];

/**
 * The reasons of a finding: rivals as bars, the other figures folded away, since the message has those that matter.
 * `present` is pointed out among the rivals, in red where another value is `suggested`.
 */
export function evidence(given: Evidence, present: string | null, suggested: string | null = present): TemplateResult | typeof nothing {
  return reasons(given, rivalsOf(given), (bars) => pointOut(bars, present, suggested));
}

/** The figures alone, where other bars stand for the rivals. */
export function figures(given: Evidence): TemplateResult | typeof nothing {
  const rivals = rivalsOf(given);
  return reasons(Object.fromEntries(Object.entries(given).filter(([name]) => name !== rivals?.field)), null, (bars) => bars);
}

function reasons(given: Evidence, rivals: Rivals | null, mark: (bars: readonly Bar[]) => readonly Bar[]): TemplateResult | typeof nothing {
  const facts = Object.entries(given).filter(([name, value]) => name !== rivals?.field && !(rowFields.has(name) && Array.isArray(value)));
  if (!rivals && facts.length === 0) return nothing;
  return html`<div class="evidence">
    ${rivals ? barChart({ title: spelled(rivals.field), bars: mark(rivals.bars), most: rivals.most, labelWidth: 84, barWidth: 168 }) : nothing}
    ${facts.length === 0 ? nothing : html`<details class="figures"><summary class="dim">figures</summary><dl>${facts.map(([name, value]) => html`<dt>${spelled(name)}</dt><dd>${words(name, value)}</dd>`)}</dl></details>`}
  </div>`;
}

interface Rivals {
  readonly field: string;
  readonly bars: readonly Bar[];
  readonly most: number;
}

/** The first piece of evidence that is a handful of names with amounts. */
function rivalsOf(given: Evidence): Rivals | null {
  for (const [field, value] of Object.entries(given)) {
    const amounts = namedAmounts(value);
    if (amounts.length < 2 || amounts.length > mostBars || amounts.some(([, amount]) => !Number.isFinite(amount) || amount < 0)) continue;
    const most = Math.max(...amounts.map(([, amount]) => amount));
    if (most === 0) continue;
    // Two labels with a row each are counts; one that is certain and one that is not are shares.
    const areShares = most <= 1 && !(amounts.every(([, amount]) => Number.isInteger(amount)) && amounts.reduce((sum, [, amount]) => sum + amount, 0) > 1);
    return { field, most, bars: amounts.map(([name, amount]) => ({ name, amount, words: areShares ? formatScore(amount) : formatNumber(amount) })) };
  }
  return null;
}

/** `{a: 3, b: 1}` or `[{label: 'a', count: 3}, …]`; empty for anything else. */
function namedAmounts(value: EvidenceValue): [string, number][] {
  if (!isRecord(value) && !isList(value)) return [];
  if (isRecord(value)) {
    const entries = Object.entries(value);
    return entries.every(([, amount]) => typeof amount === 'number') ? entries.map(([name, amount]) => [name, amount as number]) : [];
  }
  const pairs = value.map((item): [string, number] | null => {
    if (!isRecord(item)) return null;
    const name = nameFields.map((field) => item[field]).find((candidate) => typeof candidate === 'string' || candidate === null);
    const amount = amountFields.map((field) => item[field]).find((candidate) => typeof candidate === 'number');
    return name === undefined || typeof amount !== 'number' ? null : [name === null ? '(missing)' : String(name), amount];
  });
  return pairs.every((pair) => pair !== null) ? pairs.filter((pair) => pair !== null) : [];
}

function pointOut(bars: readonly Bar[], present: string | null, suggested: string | null): Bar[] {
  const questioned = present === suggested ? {} : { mark: 'error' as const };
  return bars.map((bar) => (bar.name === present ? { ...bar, ...questioned, pointed: true, note: 'the label now' } : bar));
}

/** `meanLength` → “mean length”, `row_count` → “row count”. */
function spelled(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').toLowerCase();
}

function words(name: string, value: EvidenceValue): string {
  if (typeof value === 'number') return /share|rate/i.test(name) && value >= 0 && value <= 1 ? formatShare(value) : formatNumber(value);
  if (typeof value === 'string') return `“${value.length > longest ? `${value.slice(0, longest)}…` : value}”`;
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const items = isList(value) ? value.map((item) => words(name, item)) : Object.entries(value).map(([key, item]) => `${spelled(key)} ${words(key, item)}`);
  return items.slice(0, mostItems).join(', ') + (items.length > mostItems ? `, and ${items.length - mostItems} more` : '');
}

function isList(value: EvidenceValue): value is readonly EvidenceValue[] {
  return Array.isArray(value);
}

function isRecord(value: EvidenceValue): value is { readonly [name: string]: EvidenceValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
