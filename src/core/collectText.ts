import { countText, escapeMarkdown, markdownTable, markdownValue } from './card/markdown.ts';
import { type CollectPlan, targetText } from './collect.ts';
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
  const rows = cells.map((cell) => [...[cell.label, ...cell.segment].map(markdownValue), ...[cell.rows, cell.target, cell.missing].map(countText)]);
  const figures = [0, 1, 2].map((place) => header.length - 3 + place);
  const more = cellsMissing > cells.length ? [`${countText(cellsMissing - cells.length)} more cells miss rows.`] : [];
  return `${[
    `# What to collect for ${escapeMarkdown(name)}`, escapeMarkdown(collectSentence(plan)),
    ...(cells.length === 0 ? [] : [markdownTable(header, rows, figures)]),
    ...[...more, ...plan.notes].map(escapeMarkdown),
  ].join('\n\n')}\n`;
}

/** “2,315 rows are missing in 41 of 60 cells to floor=50, from 12,480 rows.” */
export function collectSentence({ label, by, target, missing, cellsMissing, cellsAll, rows, decisions }: CollectPlan): string {
  const of = [label, ...by].map((column) => `“${column}”`).join(' × ');
  const to = `to the target ${targetText(target)} of ${of}; counts are exact, from ${countText(rows)} rows${decisions === 0 ? '' : `, with ${countText(decisions)} ${decisions === 1 ? 'decision' : 'decisions'}`}`;
  return missing === 0
    ? `No row is missing ${to}.`
    : `${countText(missing)} ${missing === 1 ? 'row is' : 'rows are'} missing in ${countText(cellsMissing)} of ${countText(cellsAll)} cells ${to}.`;
}
