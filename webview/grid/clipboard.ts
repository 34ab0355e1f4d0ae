import { csvLine, neutral, quotedCell } from '../../src/core/spreadsheetText.ts';

/** Rows for the clipboard, as text for other programs. null is a missing value. */
export interface CopiedRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export type CopyFormat = 'tsv' | 'csv' | 'json' | 'markdown';

/** The rows in one of the forms they can be pasted in. */
export function formatRows(copied: CopiedRows, format: CopyFormat): string {
  switch (format) {
    case 'tsv':
      return toTsv(copied);
    case 'csv':
      return toCsv(copied);
    case 'json':
      return toJson(copied);
    case 'markdown':
      return toMarkdown(copied);
  }
}

/** Without a header, for pasting into a table. Cells that hold a tab, a quote or a line break are quoted. */
function toTsv({ rows }: CopiedRows): string {
  return rows.map((row) => row.map((cell) => quotedCell(neutral(cell ?? ''), /[\t"\r\n]/)).join('\t')).join('\n');
}

/** RFC 4180 with a header. */
export function toCsv({ columns, rows }: CopiedRows): string {
  return [columns, ...rows].map(csvLine).join('');
}

/** An array of objects; every value is the file's text, or null. */
function toJson({ columns, rows }: CopiedRows): string {
  const entries = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function toMarkdown({ columns, rows }: CopiedRows): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const shown = rows.map((row) => line(row.map((cell) => escapeMarkdown(cell ?? ''))));
  return `${[line(columns.map(escapeMarkdown)), line(columns.map(() => '---')), ...shown].join('\n')}\n`;
}

function escapeMarkdown(cell: string): string {
  return cell.replace(/[\\`*_[\]<>|&]/g, (sign) => `\\${sign}`).replace(/\r\n|\r|\n/g, '<br>');
}
