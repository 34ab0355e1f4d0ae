/** Longer values are cut. */
const mostCharacters = 60;

/** Text of a dataset as Markdown that shows it and does nothing else: no HTML, link, image, emphasis or new line comes of it. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
    .replace(/[\\`*{}[\]|~@$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    // Addresses become links without any brackets.
    .replace(/:(?=\/\/)/g, '\\:').replace(/(www)\./gi, '$1\\.')
    // At the beginning of a line: headings and lists.
    .replace(/^[#+\-=]/, '\\$&').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A value in a table: cut to a length that a table has room for, null as “(missing)”. */
export function markdownValue(value: string | null): string {
  if (value === null) return '*(missing)*';
  const shown = value.trim() === value && value !== '' ? value : `“${value}”`;
  const characters = [...shown];
  return escapeMarkdown(characters.length > mostCharacters ? `${characters.slice(0, mostCharacters - 1).join('')}…` : shown);
}

/** A table of cells that are Markdown already; columns in `right` are flush right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, column) => (right.includes(column) ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

/** A share of 0–1 in percent; what is there at all is never 0 %. */
export function percentText(share: number | null): string {
  if (share === null || Number.isNaN(share)) return '–';
  if (share === 0) return '0 %';
  return share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}
