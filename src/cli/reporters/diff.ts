import { countOf, formatCount } from '../../core/countWords.ts';
import type { ComparedCell, ComparedRow, Comparison, LabelChanges, RowChange } from '../../protocol/compareMethods.ts';
import type { DescribedComparison } from '../commands/diff.ts';
import { type Paint, painter, plain } from '../terminal.ts';
import { alignTable, shorten } from './table.ts';

const mostCellText = 60;
const mostCellsShown = 4;
const mostLabels = 12;
const mostColumns = 30;

/** A comparison for programs: one object, on one line. */
export function jsonOfComparison({ before, after, comparison, rows }: DescribedComparison): string {
  const { same, before: old, after: now, key, possibleKeys: _possible, rows: counts, ...rest } = comparison;
  return `${JSON.stringify({ winnow: 1, same, before: { path: before, ...old }, after: { path: after, ...now }, key, counts, ...rest, rows })}\n`;
}

/** A comparison for people: counts first, then schema, labels, columns, and some of the rows. */
export function textOfComparison({ before, after, comparison, rows }: DescribedComparison, withColours: boolean): string {
  const paint = painter(withColours);
  const sections = [
    [
      `${paint(plain(before), 'bold')} → ${paint(plain(after), 'bold')}`,
      summaryOf(comparison),
      ...comparison.notes.map((note) => paint(plain(note), 'dim')),
    ].join('\n'),
    ...schemaOf(comparison),
    ...labelsOf(comparison.label, paint),
    ...columnsOf(comparison, paint),
    ...(['changed', 'removed', 'added'] as const).flatMap((kind) => rowsOf(kind, rows[kind], comparison.rows[kind], paint)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function summaryOf({ before, after, key, rows, moved, same }: Comparison): string {
  const matched = key.length > 0 ? `matched by ${key.map((name) => plain(name)).join(', ')}` : 'matched by content';
  const counts = `${formatCount(before.rows)} → ${formatCount(after.rows)} rows`;
  if (same) return `${counts}: no difference${moved > 0 ? `, ${plural(moved, 'row')} moved` : ''} (${matched})`;
  return `${counts}: ${formatCount(rows.added)} added, ${formatCount(rows.removed)} removed, ${formatCount(rows.changed)} changed, ${formatCount(rows.same)} the same${moved > 0 ? ` (${formatCount(moved)} moved)` : ''}; ${matched}`;
}

function schemaOf({ schema: { added, removed, renamed, retyped, reordered } }: Comparison): string[] {
  const lines = [
    ...added.map(({ column, type }) => `+ column ${shorten(column)} (${type})`),
    ...removed.map(({ column, type }) => `- column ${shorten(column)} (${type})`),
    ...renamed.map(({ from, to, share }) => `  ${shorten(from)} is probably ${shorten(to)} by now: ${percent(share)} of the cells looked at are equal`),
    ...retyped.map(({ column, from, to }) => `~ column ${shorten(column)}: ${from} → ${to}`),
    ...(reordered ? ['  columns stand in another order'] : []),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function labelsOf(label: LabelChanges | null, paint: Paint): string[] {
  if (!label) return [];
  const { column, flipped, labels, flips, otherLabels, histogram, otherValues } = label;
  const differing = histogram.filter(({ before, after }) => before !== after);
  const table = [
    ['label', 'before', 'after', ''],
    ...differing
      .slice(0, mostLabels)
      .map(({ value, before, after }) => [named(value), formatCount(before), formatCount(after), signed(after - before)]),
  ];
  const counted =
    differing.length === 0
      ? []
      : [[...heads(alignTable(table, [1, 2, 3]), paint), ...more(differing.length - mostLabels + otherValues)].join('\n')];
  if (flipped === 0) return counted;
  const shown = labels.slice(0, mostLabels);
  const matrix = [
    ['before \\ after', ...shown.map(named)],
    ...shown.map((name, down) => [
      named(name),
      ...shown.map((_, across) => (flips[down]![across]! > 0 ? formatCount(flips[down]![across]!) : '·')),
    ]),
  ];
  const lines = [
    paint(`${plural(flipped, 'label')} of ${plain(column)} flipped`, 'bold'),
    ...heads(
      alignTable(
        matrix,
        shown.map((_, place) => place + 1),
      ),
      paint,
    ),
    ...more(labels.length - shown.length + otherLabels),
  ];
  return [lines.join('\n'), ...counted];
}

function columnsOf({ columns }: Comparison, paint: Paint): string[] {
  if (columns.length === 0) return [];
  const table = [['changed cells', ''], ...columns.slice(0, mostColumns).map(({ column, cells }) => [shorten(column), formatCount(cells)])];
  return [[...heads(alignTable(table, [1]), paint), ...more(columns.length - mostColumns)].join('\n')];
}

const looks = { changed: ['~', 'yellow'], added: ['+', 'blue'], removed: ['-', 'red'] } as const;

function rowsOf(kind: RowChange, rows: readonly ComparedRow[], total: number, paint: Paint): string[] {
  if (total === 0 || rows.length === 0) return [];
  const [sign, colour] = looks[kind];
  const lines = rows.map(
    (row) =>
      `${paint(sign, colour)} ${placeOf(row)}  ${[...row.name.slice(0, mostCellsShown), ...row.cells.slice(0, mostCellsShown)].map(cellText).join('  ')}${row.cells.length + row.more > mostCellsShown ? '  …' : ''}`,
  );
  return [[paint(`${plural(total, 'row')} ${kind}`, 'bold'), ...lines, ...more(total - rows.length)].join('\n')];
}

function placeOf({ before, after, beforeLine, afterLine }: ComparedRow): string {
  const line = after === undefined ? beforeLine : afterLine;
  const row = after === undefined ? `row ${before} before` : before === undefined || before === after ? `row ${after}` : `row ${before} → ${after}`;
  return line === undefined ? row : `${row} (line ${line})`;
}

function cellText({ column, before, after }: ComparedCell): string {
  if (before === undefined || after === undefined || before === after) return `${shorten(column)}=${cell(after ?? before ?? null)}`;
  return `${shorten(column)}: ${cell(before)} → ${cell(after)}`;
}

function cell(text: string | null): string {
  if (text === null) return '(missing)';
  const characters = [...plain(text.replaceAll(/\s+/g, ' '))];
  return JSON.stringify(characters.length > mostCellText ? `${characters.slice(0, mostCellText - 1).join('')}…` : characters.join(''));
}

const named = (label: string | null): string => (label === null ? '(missing)' : shorten(label));
const heads = ([head = '', ...lines]: readonly string[], paint: Paint): string[] => [paint(head, 'dim'), ...lines];
const more = (others: number): string[] => (others > 0 ? [`  … ${formatCount(others)} more`] : []);
const plural = (n: number, one: string): string => countOf(n, one);
const signed = (n: number): string => (n > 0 ? `+${formatCount(n)}` : formatCount(n));
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
