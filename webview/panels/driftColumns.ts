import { html, nothing, type TemplateResult } from 'lit';
import type { ColumnDrift } from '../../src/core/drift.ts';
import { barList } from '../charts/barList.ts';
import { overlaidBins } from '../charts/overlaidBins.ts';
import { formatNumber, formatScore, formatShare } from '../ui/numbers.ts';

/** One column: both distributions over each other, what was measured, and what follows from it. */
export function driftColumn(column: ColumnDrift, reference: string): TemplateResult {
  const { column: name, drifted, tooFew, spelling, unseen, role } = column;
  const state = tooFew ? 'too few to say' : drifted ? 'drifted' : spelling !== undefined ? 'written otherwise' : unseen.length > 0 ? 'new values' : 'steady';
  return html`<figure class="drift-column" data-column=${name}>
    <figcaption><b>${name}</b>${role === 'label' ? html` <span class="dim">label</span>` : nothing}<span class="drift-state ${drifted ? 'drifted' : state === 'steady' ? 'dim' : 'marked'}">${state}</span></figcaption>
    ${chart(column, reference)}
    <p class="dim">${measures(column)}</p>
    ${state === 'steady' ? nothing : html`<p>${column.message}</p>`}
    ${table(column, reference)}
  </figure>`;
}

function chart({ column, bars, kind }: ColumnDrift, reference: string): TemplateResult | typeof nothing {
  if (!bars) return nothing;
  const title = `${column}: shares here and in ${reference}`;
  if (bars.edges) return overlaidBins({ title, edges: bars.edges, before: bars.reference, now: bars.current, words: edgeWords(kind) });
  const list = (bars.values ?? []).map((value, index) => ({
    name: value, amount: bars.current[index]!, tick: bars.reference[index]!, words: formatShare(bars.current[index]!),
    note: `${formatShare(bars.reference[index]!)} in ${reference}`,
  }));
  return barList({ title, bars: list, most: Math.max(...bars.current, ...bars.reference, Number.MIN_VALUE), labelWidth: 84, barWidth: 130 });
}

function edgeWords(kind: ColumnDrift['kind']): (edge: number) => string {
  return kind === 'time' ? (edge) => new Date(edge).toISOString().slice(0, 10) : (edge) => `${formatNumber(edge)}${kind === 'text' ? ' characters' : ''}`;
}

function measures({ method, statistic, p, adjustedP, stability, lInfinity }: ColumnDrift): string {
  const parts = [
    method === undefined || statistic === undefined ? '' : `${method === 'domain classifier' ? 'AUROC' : method} ${formatScore(statistic)}`,
    p === undefined ? '' : `p ${formatProbability(adjustedP ?? p)}`,
    stability === undefined ? '' : `PSI ${formatScore(stability)}`,
    lInfinity === undefined ? '' : `largest difference ${formatShare(lInfinity)}`,
  ];
  return parts.filter((words) => words !== '').join(' · ');
}

const formatProbability = (p: number): string => (p < 0.001 ? '< .001' : formatScore(p));

/** What the chart shows, for those who do not see it. */
function table({ column, bars, kind }: ColumnDrift, reference: string): TemplateResult | typeof nothing {
  if (!bars) return nothing;
  const words = edgeWords(kind);
  const names = bars.values ?? bars.current.map((_, bin) => `${words(bars.edges![bin]!)} to ${words(bars.edges![bin + 1]!)}`);
  return html`<table class="sr"><caption>${column}</caption><thead><tr><th>value</th><th>here</th><th>${reference}</th></tr></thead>
    <tbody>${names.map((name, index) => html`<tr><th>${name}</th><td>${formatShare(bars.current[index]!)}</td><td>${formatShare(bars.reference[index]!)}</td></tr>`)}</tbody></table>`;
}
