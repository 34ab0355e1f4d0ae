import { type ColumnOverTime, type DriftTimeline, periodName } from '../../../core/driftTimeline.ts';
import { heatTable } from '../charts/heatTable.ts';
import { type Html, html } from '../html.ts';
import { countOf, formatCount, percentText } from '../words.ts';

const mostColumns = 30;
/** The newest periods: a table of more is not read. */
const mostPeriods = 36;
/** A distance of this much is tinted wholly. */
const wholly = 0.4;

/** How far each column is in each period from what the periods are compared with. */
export function columnsOverTime(timeline: DriftTimeline): Html {
  const { time, period, against, points, columns, limits, tested, rows, untimed, notes } = timeline;
  const far = columns.reduce((sum, column) => sum + column.far.length, 0);
  const missing = columns.reduce((sum, column) => sum + column.missingFar.length, 0);
  const first = Math.max(0, points.length - mostPeriods);
  const shown = columns.slice(0, mostColumns);
  return html`<p>${far === 0 ? 'None' : formatCount(far)} of ${countOf(tested, 'cell')} ${far < 2 ? 'is' : 'are'} far (•): distributed otherwise than in ${against}, by a Jensen–Shannon distance of at least ${limits.jensenShannon} and not by chance (χ², p ≤ ${limits.p} after Holm’s correction over all cells).${missing > 0 && ` In ${countOf(missing, 'cell')} another share of values is missing (∅).`}</p>
${shown.length > 0 && heatTable({
    title: `Columns by ${period} of ${time}, against ${against}`, down: 'column', across: period,
    columns: points.slice(first).map(({ from }) => periodName(from, period)),
    rows: shown.map((column) => ({ name: column.column, cells: points.slice(first).map((_, place) => cellOf(timeline, column, first + place)) })),
  })}
<p class="dim">Exact: over ${countOf(rows, 'row')} with a date.${untimed > 0 && ` ${countOf(untimed, 'row')} without a date that can be read ${untimed === 1 ? 'is' : 'are'} left out.`}${first > 0 && ` The newest ${mostPeriods} of ${countOf(points.length, period)} are shown.`}${columns.length > shown.length && ` ${countOf(columns.length - shown.length, 'more column')} that moved less not shown.`} Texts are compared by their lengths.</p>
${notes.map((note) => html`<p class="dim">${note}</p>`)}`;
}

function cellOf(
  { points, period }: DriftTimeline,
  { column, distances, stability, values, missing, far, missingFar }: ColumnOverTime,
  place: number,
): { words: string; heat: number; note: string } {
  const distance = distances[place] ?? null;
  const { from, rows } = points[place]!;
  const signs = `${far.includes(place) ? ' •' : ''}${missingFar.includes(place) ? ' ∅' : ''}`;
  const gone = missing[place]! > 0 ? `; ${percentText(missing[place]! / rows)} missing` : '';
  const name = `${column}, ${periodName(from, period)}`;
  if (distance === null) return { words: signs.trim(), heat: 0, note: `${name}: ${countOf(values[place]!, 'value')}, not compared${gone}` };
  return {
    words: `${distance.toFixed(2)}${signs}`,
    heat: far.includes(place) ? distance / wholly : 0,
    note: `${name}: distance ${distance.toFixed(3)}, PSI ${(stability[place] ?? 0).toFixed(2)}, over ${countOf(values[place]!, 'value')}${gone}`,
  };
}
