import type { BacklogItem } from '../../src/core/backlog.ts';

const heads = ['fix', 'check', 'rows', 'decided', 'expected cost'] as const;

function fieldsOf({ title, checks, rows, decided, cost }: BacklogItem): string[] {
  return [title, checks.join(', '), String(rows), String(decided), String(Number(cost.toPrecision(6)))];
}

/** A table for an issue or a page. */
export function backlogMarkdown(items: readonly BacklogItem[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(heads), '| --- | --- | ---: | ---: | ---: |', ...items.map((item) => line(fieldsOf(item)))].join('\n') + '\n';
}

/** For a spreadsheet: what it would take for a formula is text there. */
export function backlogCsv(items: readonly BacklogItem[]): string {
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [heads, ...items.map(fieldsOf)].map((cells) => cells.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** How costs are written beside the dearest of them: all to the place that three digits of that one reach. */
export function costsBeside(dearest: number): (cost: number) => string {
  const places = dearest > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(dearest)))) : 0;
  const least = 10 ** -places;
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
  return (cost) => (cost > 0 && cost < least / 2 ? `< ${format.format(least)}` : format.format(cost));
}
