import { html, nothing, svg, type TemplateResult } from 'lit';
import type { PlannedColumn, RedundancyPlan } from '../../src/core/redundancyPlan.ts';
import { chart } from '../charts/chartMenu.ts';
import { type ChartTable, countCell } from '../charts/chartTable.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';

const barWidth = 120;
/** Columns whose tables are open at first: those that change most. */
const opened = 3;

/** What a plan does: to labels, then to every histogram, those that change most first. */
export function planTables({ classes, columns, rows, kept }: RedundancyPlan): TemplateResult {
  const basis = `${formatCount(kept)} of ${formatCount(rows)} rows kept; exact, from all of them. Upper bar: before; lower bar: in the plan.`;
  const ordered = [...columns].sort((a, b) => b.change - a.change);
  return html`${classes.length === 0 ? nothing : html`<h3>Labels</h3><table class="findings plan-table">
      <thead><tr><th scope="col">Label</th><th scope="col" class="num">Rows</th><th scope="col" class="num">Kept</th><th scope="col" class="num">Share kept</th><th scope="col">Goes first</th></tr></thead>
      <tbody>${classes.map(({ label, before, after, drops }) => html`<tr><td>${label}</td><td class="num">${formatCount(before)}</td><td class="num">${formatCount(after)}</td><td class="num">${formatShare(after / before)}</td><td class="dim">${after === before ? 'none goes' : goesFirst[drops]}</td></tr>`)}</tbody>
    </table>`}
    ${ordered.length === 0 ? nothing : html`<h3>What it does to each histogram</h3>${ordered.map((column, at) => histogram(column, basis, at < opened))}`}`;
}

const goesFirst = { easy: 'easy rows', hard: 'hard rows', random: 'any row' } as const;

function histogram({ column, values, change, randomChange }: PlannedColumn, basis: string, isOpen: boolean): TemplateResult {
  const sum = (of: 'before' | 'after' | 'random'): number => Math.max(1, values.reduce((total, value) => total + value[of], 0));
  const [before, after, random] = [sum('before'), sum('after'), sum('random')];
  const largest = values.reduce((most, value) => Math.max(most, value.before / before, value.after / after), 0);
  return html`<details class="plan-column" ?open=${isOpen}><summary>${column} <span class="dim">changes by at most ${points(change)}; rows drawn at random by ${points(randomChange)}</span></summary>
    ${chart(
      { title: `${column}: before and in the plan`, basis, table: () => tableOf(values) },
      html`<table class="findings plan-table" aria-label="What the plan does to ${column}">
      <thead><tr><th scope="col">Value</th><th scope="col">Before, and in the plan</th><th scope="col" class="num">Before</th><th scope="col" class="num">In the plan</th><th scope="col" class="num">At random</th></tr></thead>
      <tbody>${values.map(
        (value) => html`<tr><td>${value.value}</td>
        <td>${bars(value.before / before / largest, value.after / after / largest)}</td>
        <td class="num">${formatShare(value.before / before)}</td><td class="num">${formatShare(value.after / after)}</td><td class="num dim">${formatShare(value.random / random)}</td></tr>`,
      )}</tbody>
    </table>`,
    )}</details>`;
}

function tableOf(values: PlannedColumn['values']): ChartTable {
  return {
    columns: ['value', 'rows before', 'rows in the plan', 'rows at random'],
    rows: values.map(({ value, before, after, random }) => [value, countCell(before), countCell(after), countCell(random)]),
  };
}

/** The table says the same in figures. */
function bars(before: number, after: number): TemplateResult {
  const bar = (share: number, y: number, look: string): TemplateResult =>
    svg`<rect class=${look} y=${y} width=${Math.max(share > 0 ? 1 : 0, barWidth * share)} height="6" rx="1"></rect>`;
  return html`<svg class="score plan-bars" width=${barWidth} height="14" aria-hidden="true">${bar(before, 0, 'plan-before')}${bar(after, 8, 'bar')}</svg>`;
}

const points = (share: number): string => `${(share * 100).toFixed(1)} points`;
