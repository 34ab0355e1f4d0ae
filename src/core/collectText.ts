import { escapeMarkdown, markdownTable, markdownValue } from './card/markdown.ts';
import type { CollectPlan } from './collect.ts';
import { formatCount } from './countWords.ts';
import { csvLine } from './spreadsheetText.ts';

/**
 * The cells that miss rows as CSV (RFC 4180): the label, a column for each that divides the rows, and the figures. No
 * cell is a formula, and none commands a terminal.
 */
export function collectCsv({ label, by, cells }: CollectPlan): string {
  const header = [label, ...by, 'rows', 'target', 'missing'];
  return [header, ...cells.map((cell) => [cell.label, ...cell.segment, String(cell.rows), String(cell.target), String(cell.missing)])]
    .map((record) => csvLine(record.map(withoutCommands)))
    .join('');
}

const withoutCommands = (text: string): string => text.replace(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD');

/** The same as a table in Markdown, with what it is about before it. */
export function collectMarkdown(name: string, plan: CollectPlan): string {
  const { label, by, cells, cellsMissing } = plan;
  const header = [...[label, ...by].map(escapeMarkdown), 'Rows', 'Target', 'Missing'];
  const rows = cells.map((cell) => [...[cell.label, ...cell.segment].map(markdownValue), ...[cell.rows, cell.target, cell.missing].map(formatCount)]);
  const figures = [0, 1, 2].map((place) => header.length - 3 + place);
  const more = cellsMissing > cells.length ? [`${formatCount(cellsMissing - cells.length)} more cells miss rows.`] : [];
  return `${[
    `# What to collect for ${escapeMarkdown(name)}`, escapeMarkdown(collectSentence(plan)),
    ...(cells.length === 0 ? [] : [markdownTable(header, rows, figures)]),
    ...[...more, ...plan.notes].map(escapeMarkdown),
  ].join('\n\n')}\n`;
}

/** “2,315 rows are missing in 41 of 60 cells of “label” × “country”, of which each should have at least 50 rows; counts …” */
export function collectSentence(plan: CollectPlan): string {
  const { label, by, missing, cellsMissing, cellsAll, rows, decisions } = plan;
  const of = `cells of ${[label, ...by].map((column) => `“${column}”`).join(' × ')}, of which each should have ${targetWords(plan)}`;
  const basis = `counts are exact, from ${formatCount(rows)} rows${decisions === 0 ? '' : `, with ${formatCount(decisions)} ${decisions === 1 ? 'decision' : 'decisions'}`}`;
  return missing === 0
    ? `No row is missing in the ${of}; ${basis}.`
    : `${formatCount(missing)} ${missing === 1 ? 'row is' : 'rows are'} missing in ${formatCount(cellsMissing)} of ${formatCount(cellsAll)} ${of}; ${basis}.`;
}

/** What is asked of each cell, in words. */
function targetWords({ target, by }: CollectPlan): string {
  if (target.kind === 'floor') return `at least ${formatCount(target.rows)} ${target.rows === 1 ? 'row' : 'rows'}`;
  if (target.kind === 'parity') return `as many rows as the label that ${by.length > 0 ? 'its segment has' : 'there is'} most of`;
  return `its share in production${target.total === undefined ? '' : ` of ${formatCount(target.total)} rows in all`}`;
}
