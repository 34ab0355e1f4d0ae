/**
 * A spreadsheet takes a cell that begins with one of these for a formula, and runs it. An apostrophe makes it text.
 * Plain numbers are left alone.
 */
export function neutral(cell: string): string {
  if (!/^[=+\-@\t\r]/.test(cell)) return cell;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? cell : `'${cell}`;
}

/** A record of CSV (RFC 4180) with its line end, in which no cell is a formula; null is an empty cell. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => quotedCell(neutral(cell ?? ''), /[",\r\n]/)).join(',')}\r\n`;
}

/** The cell in quotes where it holds a sign that needs them. */
export function quotedCell(cell: string, needing: RegExp): string {
  return needing.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
