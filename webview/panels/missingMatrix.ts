import { html, type TemplateResult } from 'lit';
import type { Filter } from '../../src/core/filter.ts';
import { divisionWords } from '../../src/core/segments.ts';
import type { CellDifference, MissingMatrix } from '../../src/protocol/distributionMethods.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import { heatTable, type HeatCell } from '../charts/heatTable.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';
import { basisWords, groupWords } from './distributionGroups.ts';
import { markWords } from './distributionWords.ts';

const mostSegments = 24;
const mostColumns = 60;
/** How strongly cells that differ from the rest of their row are tinted at least; all others hardly. */
const markedHeat = 0.55;
const plainHeat = 0.25;

/**
 * Share of rows without a value: a row for each column that misses any, a column for each segment, all rows first. Cells
 * that differ from the rest stand out.
 */
export function missingMatrix(table: MissingMatrix, document: DocumentState, show: (filters: readonly Filter[]) => void): TemplateResult {
  const heading = table.by.length === 0 ? 'Missing by column' : `Missing by column and ${table.by.map(divisionWords).join(' × ')}`;
  const basis = basisWords(table.counted);
  if (table.columns.length === 0) return html`<h3>${heading}</h3><p class="dim">No value is missing in any column (${basis}).</p>`;
  const segments = table.segments.slice(0, mostSegments);
  const differences = new Map(table.differences.map((difference) => [`${difference.segment} ${difference.value}`, difference]));
  const names = segments.map(({ parts }) => groupWords(parts, table.by, document));
  const rows = table.columns.slice(0, mostColumns).map(({ column, missing, perSegment }, place) => {
    const whole: Filter = { kind: 'missing', column };
    const cells = segments.map((segment, index) => cellOf({
      column, missing: perSegment[index] ?? 0, rows: segment.rows, where: ` where ${names[index]}`,
      difference: differences.get(`${index} ${place}`), onClick: () => show([whole, ...segment.parts]),
    }));
    return { name: column, cells: [cellOf({ column, missing, rows: table.counted.rows, where: '', onClick: () => show([whole]) }), ...cells] };
  });
  return html`<h3>${heading}</h3>
    ${heatTable({ title: heading, basis, columns: [table.counted.filtered ? 'filtered rows' : 'all rows', ...names], rows })}
    <p class="dim">${sentence(table, segments.length)}</p>`;
}

interface Cell {
  readonly column: string;
  readonly missing: number;
  readonly rows: number;
  readonly where: string;
  readonly difference?: CellDifference | undefined;
  readonly onClick: () => void;
}

function cellOf({ column, missing, rows, where, difference, onClick }: Cell): HeatCell {
  const share = rows === 0 ? 0 : missing / rows;
  const note = `${column} is missing in ${formatCount(missing)} of ${formatCounted(rows, 'row')}${where}${difference ? `; ${markWords(difference)}` : ''}`;
  const heat = difference && difference.effect > 0 ? Math.max(markedHeat, share) : share * plainHeat;
  return { words: rows === 0 ? '—' : formatShare(share), amount: rows === 0 ? null : share, heat, note, ...(missing === 0 ? {} : { onClick }) };
}

function sentence({ columns, allSegments, differences, tested, counted, by }: MissingMatrix, shown: number): string {
  const more = differences.filter(({ effect, segment }) => effect > 0 && segment < shown).length;
  const words = [
    ...(by.length === 0 || allSegments < 2
      ? []
      : [
          more === 0
            ? `No segment misses more than the rest (${formatCounted(tested, 'cell')} tested).`
            : `${formatCounted(more, 'cell')} ${more === 1 ? 'misses' : 'miss'} more than the rest of the rows, in amber (Holm p < .001 over ${formatCounted(tested, 'cell')}, h ≥ .2).`,
        ]),
    ...(columns.length > mostColumns ? [`${formatCounted(columns.length - mostColumns, 'more column')} with fewer missing values.`] : []),
    ...(allSegments > shown ? [`${formatCounted(allSegments - shown, 'smaller segment')} not shown.`] : []),
    `Shares are ${basisWords(counted)}.`,
  ];
  return words.join(' ');
}
