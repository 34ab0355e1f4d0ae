import type { FaultyTickets } from './faults.ts';
import { type Ticket, ticketColumns } from './tickets.ts';

type Unreadable = FaultyTickets['unreadable'];

/** The file as CSV. Of the unreadable rows the first has a field too many, the second text after a closing quote. */
export function toCsv(tickets: readonly Ticket[], unreadable?: Unreadable): string {
  const lines = tickets.map((ticket, index) => {
    const cells = ticketColumns.map((column) => csvCell(csvText(ticket[column], column)));
    if (index === unreadable?.[0]) return [...cells, 'yes'].join(',');
    if (index === unreadable?.[1]) cells[ticketColumns.indexOf('text')] = '"The courier left my parcel" next door. Nobody there knows about it.';
    return cells.join(',');
  });
  return `${ticketColumns.join(',')}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** The file as JSON lines. Of the unreadable rows the first is cut short, the second has single quotes. */
export function toJsonLines(tickets: readonly Ticket[], unreadable?: Unreadable): string {
  const lines = tickets.map((ticket, index) => {
    const line = JSON.stringify(Object.fromEntries(ticketColumns.map((column) => [column, ticket[column]])));
    if (index === unreadable?.[0]) return line.slice(0, 90);
    return index === unreadable?.[1] ? line.replaceAll('"', "'") : line;
  });
  return lines.map((line) => `${line}\n`).join('');
}

function csvText(value: string | number | null, column: string): string {
  if (value === null) return '';
  return column === 'order_value' && typeof value === 'number' ? value.toFixed(2) : String(value);
}

function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
