import { pad, padStart, plain } from '../terminal.ts';

const mostNameWidth = 28;

/** Columns two spaces apart; those in `right` flush right. */
export function alignTable(rows: readonly (readonly string[])[], right: readonly number[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (right.includes(column) ? padStart(cell, widths[column] ?? 0) : pad(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A name or value in a table; in quotes where white space at its ends would not be seen. */
export function shorten(text: string): string {
  const characters = [...plain(text === text.trim() && text !== '' ? text : `“${text}”`)];
  return characters.length > mostNameWidth ? `${characters.slice(0, mostNameWidth - 1).join('')}…` : characters.join('');
}
