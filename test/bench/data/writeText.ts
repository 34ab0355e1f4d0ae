import { type Review, reviewColumnNames } from './review.ts';

export const csvHeader = `${reviewColumnNames.join(',')}\n`;

/** One record, with its line end; a missing value is an empty cell. */
export function toCsvRecord(review: Review): string {
  let record = '';
  for (const name of reviewColumnNames) record += (record === '' ? '' : ',') + toCell(review[name]);
  return `${record}\n`;
}

function toCell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export function toJsonLine(review: Review): string {
  return `${JSON.stringify(review)}\n`;
}
