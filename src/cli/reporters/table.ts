import { formatCount } from '../../core/countWords.ts';
import { pad, padStart, type Paint, plain, widthOf } from '../terminal.ts';

const mostNameWidth = 28;
/** Of names where a whole line of the screen is theirs, or none is. */
const [leastFit, mostFit] = [12, 60];

/** Columns two spaces apart; those in `right` flush right. */
export function alignTable(rows: readonly (readonly string[])[], right: readonly number[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => (right.includes(column) ? padStart(cell, widths[column] ?? 0) : pad(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A name or value in a table; in quotes where white space at its ends would not be seen. */
export function shorten(text: string): string {
  const characters = [...shown(text)];
  return characters.length > mostNameWidth ? `${characters.slice(0, mostNameWidth - 1).join('')}…` : characters.join('');
}

/** The same in this many places of a terminal, cut in the middle: names that begin alike mostly differ at their ends. */
export function fit(text: string, width: number): string {
  const whole = shown(text);
  if (widthOf(whole) <= width) return whole;
  const characters = [...whole];
  const half = (width - 1) / 2;
  return `${within(characters, Math.ceil(half)).join('')}…${within(characters.toReversed(), Math.floor(half)).reverse().join('')}`;
}

/** How wide the names in a table may be so that its lines fit the screen, `rest` being what else is in a line, and `names` how many. */
export function nameWidth(columns: number | undefined, rest: number, names: number): number {
  return columns === undefined ? mostFit : Math.min(mostFit, Math.max(leastFit, Math.floor((columns - rest) / names)));
}

/** Its first line dim, and how many lines are left out. */
export function withHead(lines: readonly string[], more: number, paint: Paint): string {
  const left = more > 0 ? [`  … ${formatCount(more)} more: --format json has them all`] : [];
  return [...lines.map((line, index) => (index === 0 ? paint(line, 'dim') : line)), ...left].join('\n');
}

const shown = (text: string): string => plain(text === text.trim() && text !== '' ? text : `“${text}”`);

function within(characters: readonly string[], width: number): string[] {
  let left = width;
  const end = characters.findIndex((character) => (left -= widthOf(character)) < 0);
  return characters.slice(0, end < 0 ? characters.length : end);
}
