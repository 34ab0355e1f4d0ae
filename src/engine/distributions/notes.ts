import { countOf, formatCount } from '../../core/countWords.ts';
import { type Division, howWords } from '../../core/segments.ts';
import type { CountedPart, RankedGroups } from './groupCounts.ts';

const rowsWords = (rows: number): string => countOf(rows, 'row');

/**
 * What is odd about the columns, in sentences: a single segment, more segments than are looked at one by one, values
 * that are no numbers or dates.
 * @param divisions those that divide, then the one that is counted.
 */
export function distributionNotes(segments: RankedGroups, values: RankedGroups, divisions: readonly Division[]): string[] {
  const by = divisions.slice(0, -1);
  return [
    ...(by.length > 0 && segments.all === 1
      ? [
          `All rows are of one segment, so that there is nothing to compare it with: divide by another column than ${by.map(nameOf).join(' and ')}.`,
        ]
      : []),
    ...(segments.all > segments.groups.length ? [boundedNote(segments, by)] : []),
    ...divisions.flatMap((division, place) =>
      mistypedNote(place < by.length ? segments.groups : values.groups, place < by.length ? place : 0, division),
    ),
  ];
}

function boundedNote({ groups, all }: RankedGroups, by: readonly Division[]): string {
  const rows = groups.reduce((total, group) => total + group.rows, 0);
  return `${by.map(nameOf).join(' × ')} has ${formatCount(all)} segments: the ${formatCount(groups.length)} largest, with ${rowsWords(rows)}, are looked at one by one; the others count in all rows.`;
}

function mistypedNote(groups: readonly CountedPart[], place: number, division: Division): string[] {
  const rows = groups.reduce((total, { parts, rows: size }) => total + (parts[place]!.kind === 'mistyped' ? size : 0), 0);
  if (rows === 0) return [];
  const isNumber = division.how === 'quantiles' || division.how === 'histogram';
  return [
    `${rowsWords(rows)} ${rows === 1 ? 'has' : 'have'} a value in “${division.column}” that is not written as ${isNumber ? 'the others are, and is in no bin' : 'the other dates are, and is in no period'}.`,
  ];
}

const nameOf = (division: Division): string => ['“' + division.column + '”', howWords(division)].filter((words) => words !== '').join(' ');
