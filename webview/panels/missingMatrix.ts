import { html, nothing, type TemplateResult } from 'lit';
import type { Filter } from '../../src/core/filter.ts';
import type { Missingness } from '../../src/protocol/engineMethods.ts';
import { heatTable, type HeatCell } from '../charts/heatTable.ts';
import { formatCount, formatCounted, formatShare, formatValue } from '../ui/numbers.ts';

const mostSegments = 24;
const mostColumns = 60;

/** Share of rows without a value: a row for each column that misses any, a column for each segment, all rows first. */
export function missingMatrix(table: Missingness, show: (filters: readonly Filter[]) => void): TemplateResult {
  const heading = table.by === undefined ? 'Missing by column' : 'Missing by column and segment';
  if (table.columns.length === 0) return html`<h3>${heading}</h3><p class="dim">No value is missing in any column.</p>`;
  const segments = table.segments.slice(0, mostSegments);
  const columns = [...table.columns].sort((a, b) => b.missing - a.missing).slice(0, mostColumns);
  const cellOf = (column: string, missing: number, rows: number, where: string, filters: readonly Filter[]): HeatCell => {
    const share = rows === 0 ? 0 : missing / rows;
    const note = `${column} is missing in ${formatCount(missing)} of ${formatCounted(rows, 'row')}${where}`;
    return { words: rows === 0 ? '—' : formatShare(share), heat: share * 1.8, note, ...(missing === 0 ? {} : { onClick: () => show(filters) }) };
  };
  const rows = columns.map(({ column, missing, perSegment }) => {
    const whole: Filter = { kind: 'missing', column };
    const cells = segments.map((segment, index) => cellOf(column, perSegment[index] ?? 0, segment.rows, ` of ${table.by} ${formatValue(segment.value)}`,
      [whole, { kind: 'values', column: table.by ?? '', values: [segment.value] }]));
    return { name: column, cells: [cellOf(column, missing, table.rows, '', [whole]), ...cells] };
  });
  return html`<h3>${heading}</h3>
    ${heatTable({ title: heading, columns: ['all rows', ...segments.map(({ value }) => formatValue(value))], rows })}
    ${table.columns.length > mostColumns ? html`<p class="dim">${formatCounted(table.columns.length - mostColumns, 'more column')} with fewer missing values.</p>` : nothing}
    ${table.segments.length > mostSegments ? html`<p class="dim">${formatCounted(table.segments.length - mostSegments, 'smaller segment')} not shown.</p>` : nothing}`;
}
