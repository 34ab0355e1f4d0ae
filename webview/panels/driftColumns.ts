import { html, nothing, type TemplateResult } from 'lit';
import { comparedShares } from '../../src/core/comparedShares.ts';
import type { ColumnDrift } from '../../src/core/drift.ts';
import { barList } from '../charts/barList.ts';
import { chart } from '../charts/chartMenu.ts';
import { type ChartTable, shareCell } from '../charts/chartTable.ts';
import { overlaidBins } from '../charts/overlaidBins.ts';
import { formatNumber, formatScore, formatShare, formatValue } from '../ui/numbers.ts';

const mostTerms = 10;

/** One column: both distributions over each other, what was measured, and what follows from it. */
export function driftColumn(column: ColumnDrift, reference: string): TemplateResult {
  const { column: name, drifted, tooFew, spelling, unseen, role } = column;
  const state = tooFew ? 'too few to say' : drifted ? 'drifted' : spelling !== undefined ? 'written otherwise' : unseen.length > 0 ? 'new values' : 'steady';
  return html`<figure class="drift-column" data-column=${name}>
    <figcaption><b>${name}</b>${role === 'label' ? html` <span class="dim">label</span>` : nothing}<span class="drift-state ${drifted ? 'drifted' : state === 'steady' ? 'dim' : 'marked'}">${state}</span></figcaption>
    ${picture(column, reference)}
    <p class="dim">${measures(column)}</p>
    ${state === 'steady' ? nothing : html`<p>${column.message}</p>`}
    ${drifted ? terms(column, reference) : nothing}
  </figure>`;
}

function picture(column: ColumnDrift, reference: string): TemplateResult | typeof nothing {
  const { column: name, bars, kind } = column;
  if (!bars) return nothing;
  const title = `${name}: shares here and in ${reference}`;
  const table = tableBehind(column, reference);
  if (bars.edges)
    return chart(
      { title, table, basis: `bars: here; line: ${reference}` },
      overlaidBins({ title, edges: bars.edges, before: bars.reference, now: bars.current, words: edgeWords(kind) }),
    );
  const list = (bars.values ?? []).map((value, index) => {
    const [here, there] = comparedShares(bars.current[index]!, bars.reference[index]!, formatShare);
    return { name: formatValue(value), amount: bars.current[index]!, tick: bars.reference[index]!, words: here, note: `${there} in ${reference}` };
  });
  return chart(
    { title, table, basis: `bars: here; thin lines: ${reference}` },
    barList({ title, bars: list, most: Math.max(...bars.current, ...bars.reference, Number.MIN_VALUE), labelWidth: 104, barWidth: 110 }),
  );
}

/** What gives the texts away: how often each term stands in them, here and there. */
function terms({ column, terms: all = [] }: ColumnDrift, reference: string): TemplateResult | typeof nothing {
  const shown = all.slice(0, mostTerms);
  if (shown.length === 0) return nothing;
  const title = `${column}: terms that tell the texts here from those in ${reference}`;
  const bars = shown.map(({ term, share }) => ({
    name: term,
    amount: share.current,
    tick: share.reference,
    words: formatShare(share.current),
    note: `in ${formatShare(share.reference)} of the texts of ${reference}`,
  }));
  const most = Math.max(...shown.flatMap(({ share }) => [share.current, share.reference]), Number.MIN_VALUE);
  const table = { columns: ['term', 'here', reference], rows: shown.map(({ term, share }) => [term, shareCell(share.current), shareCell(share.reference)]) };
  return html`<p class="dim">Share of the texts with a term; the thin line is that in ${reference}.</p>${chart({ title, table }, barList({ title, bars, most, labelWidth: 84, barWidth: 130 }))}`;
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
  // A figure and its sign stay together.
  return parts.filter((words) => words !== '').map((words) => words.replace(' %', '\u00A0%')).join(' · ');
}

const formatProbability = (p: number): string => (p < 0.001 ? '< .001' : formatScore(p));

function tableBehind({ bars, kind }: ColumnDrift, reference: string): ChartTable {
  const words = edgeWords(kind);
  const { edges, values, current = [], reference: before = [] } = bars ?? {};
  const names = values?.map(formatValue) ?? current.map((_, bin) => `${words(edges![bin]!)} to ${words(edges![bin + 1]!)}`);
  return { columns: ['value', 'here', reference], rows: names.map((name, index) => [name, shareCell(current[index]!), shareCell(before[index]!)]) };
}
