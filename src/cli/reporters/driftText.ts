import { formatCount } from '../../core/countWords.ts';
import { type ColumnOverTime, type DriftTimeline, periodName } from '../../core/driftTimeline.ts';
import { painter, plain } from '../terminal.ts';
import { alignTable, shorten } from './table.ts';

const steps = '▁▂▃▄▅▆▇█';
/** Not compared, for there are too few values or nothing to compare with. */
const none = '·';
const mostListed = 30;
/** Columns that a person reads; those that moved least are left out. */
const mostColumns = 60;

/** Drift over time for people: a line for each column with a bar for each period, then the periods that are far. */
export function textOfDrift(path: string, timeline: DriftTimeline, withColours: boolean): string {
  const { time, period, against, points, columns, rows, untimed, notes } = timeline;
  const paint = painter(withColours);
  const name = (place: number): string => periodName(points[place]!.from, period);
  const shown = columns.slice(0, mostColumns);
  const header = ['column', 'compared by', 'far', 'farthest', 'in', `${name(0)} to ${name(points.length - 1)}`];
  const [head = '', ...lines] = alignTable([header, ...shown.map((column) => lineOf(column, name))], [2, 3]);
  const far = farCells(timeline, name);
  return `${[
    `${paint(plain(path), 'bold')}: ${points.length} ${period}s of ${plain(time)} against ${plain(against)}, over ${formatCount(rows)} rows${untimed > 0 ? `; ${formatCount(untimed)} without a date that can be read ${untimed === 1 ? 'is' : 'are'} left out` : ''}`,
    farWords(timeline),
    '',
    paint(head, 'dim'),
    ...lines,
    ...(columns.length > shown.length
      ? [`… and ${formatCount(columns.length - shown.length)} more columns, which moved less (--format json has them)`]
      : []),
    ...(far.length > 0
      ? [
          '',
          paint('Far', 'bold'),
          ...alignTable(far.slice(0, mostListed), [2]),
          ...(far.length > mostListed ? [`… and ${formatCount(far.length - mostListed)} more (--format json has them)`] : []),
        ]
      : []),
    ...(notes.length > 0 ? ['', ...notes.map((note) => paint(plain(note), 'dim'))] : []),
  ].join('\n')}\n`;
}

function farWords({ columns, tested, limits }: DriftTimeline): string {
  const far = columns.reduce((sum, column) => sum + column.far.length, 0);
  const missing = columns.reduce((sum, column) => sum + column.missingFar.length, 0);
  const level = `a Jensen–Shannon distance of at least ${score(limits.jensenShannon)}${columns.some(({ kind }) => kind === 'text') ? `, or AUROC above ${score(limits.auroc)}` : ''}, with p at most ${score(limits.p)} after Holm’s correction`;
  return `${far === 0 ? 'None' : formatCount(far)} of ${formatCount(tested)} cells ${far === 1 || far === 0 ? 'is' : 'are'} far (${level})${missing > 0 ? `; in ${formatCount(missing)} another share of values is missing` : ''}.`;
}

function lineOf(column: ColumnOverTime, name: (place: number) => string): string[] {
  const { distances, far, missingFar } = column;
  const floor = floorOf(column);
  const farthest = distances.reduce<number>((best, distance, place) => (distance !== null && (best < 0 || distance > distances[best]!) ? place : best), -1);
  // The whole bar is three times what is far for distances, and what cannot be wrong for texts.
  const top = column.kind === 'text' ? 0.5 : 0.3;
  const bars = distances.map((distance) =>
    distance === null ? none : steps[Math.min(steps.length - 1, Math.floor((Math.max(0, distance - floor) / top) * steps.length))]!,
  );
  return [
    shorten(column.column), kindWords[column.kind], far.length + missingFar.length === 0 ? '' : String(new Set([...far, ...missingFar]).size),
    farthest < 0 ? '' : score(distances[farthest]!), farthest < 0 ? 'too few' : name(farthest), bars.join(''),
  ];
}

/** What chance alone gives. */
const floorOf = ({ kind }: ColumnOverTime): number => (kind === 'text' ? 0.5 : 0);
const kindWords = { number: 'quantiles', category: 'values', length: 'lengths', text: 'texts' } as const;

/** Period, column, distance and what it rests on; by time. */
function farCells({ columns, points }: DriftTimeline, name: (place: number) => string): string[][] {
  return points.flatMap(({ rows }, place) => columns.flatMap((column) => {
    const { far, missingFar, distances, stability, values, missing, terms } = column;
    if (!far.includes(place) && !missingFar.includes(place)) return [];
    const index = stability[place];
    return [[name(place), shorten(column.column), distances[place] === null || distances[place] === undefined ? 'too few' : score(distances[place]), [
      ...(index === null || index === undefined ? [] : [`PSI ${score(index)}`]), `${formatCount(values[place]!)} values`,
      ...(missingFar.includes(place) ? [`missing in ${((100 * missing[place]!) / rows).toFixed(1)} %`] : []),
      ...(terms?.[place]?.length ? [terms[place].map((term) => `“${plain(term)}”`).join(', ')] : []),
    ].join(' · ')]];
  }));
}

const score = (value: number): string => value.toFixed(2).replace(/^0\./, '.');
