import { formatCount } from '../../core/countWords.ts';
import type { PlannedColumn } from '../../core/redundancyPlan.ts';
import type { PlannedDataset } from '../commands/plan.ts';
import { type Paint, painter, plain } from '../terminal.ts';
import { alignTable, shorten } from './table.ts';

const [mostColumns, mostValues, mostClasses] = [12, 3, 40];

/** What could be left out, for people: how many and why, then what it does to labels and to the columns that change most. */
export function textOfPlan({ path, dataset, plan }: PlannedDataset, withColours: boolean): string {
  const paint = painter(withColours);
  const { rows, kept, reasons, baseline, notes } = plan;
  const summary = [
    `Keep ${formatCount(kept)} of ${formatCount(rows)} rows (${percent(kept / Math.max(1, rows))}), leave ${formatCount(rows - kept)} out:`,
    ...reasons.map(({ rows: some, words }) => `  ${formatCount(some)} ${words}`),
    ...notes.map(plain),
  ];
  const beside = [
    `Rows that still repeat another: ${formatCount(baseline.copies)}; drawn at random, ${formatCount(baseline.randomCopies)}.`,
    ...(baseline.difficulty
      ? [
          `Mean difficulty: ${baseline.difficulty.before.toFixed(3)} before, ${baseline.difficulty.after.toFixed(3)} in the plan, ${baseline.difficulty.random.toFixed(3)} drawn at random.`,
        ]
      : []),
  ];
  return `${[
    `${paint(plain(path), 'bold')}  ${formatCount(dataset.rows)} rows · label: ${shorten(dataset.roles.label ?? 'none')}`,
    summary.join('\n'), beside.join('\n'), classes(plan.classes, paint), columns(plan.columns, paint),
  ].filter((section) => section !== '').join('\n\n')}\n`;
}

function classes(all: PlannedDataset['plan']['classes'], paint: Paint): string {
  if (all.length === 0) return '';
  const table = [
    ['label', 'rows', 'kept', 'share kept', 'goes first'],
    ...all
      .slice(0, mostClasses)
      .map(({ label, before, after, drops }) => [shorten(label), formatCount(before), formatCount(after), percent(after / before), drops]),
  ];
  return withHead(table, [1, 2, 3], all.length - mostClasses, 'labels', paint);
}

function columns(all: readonly PlannedColumn[], paint: Paint): string {
  if (all.length === 0) return '';
  const shown = [...all].sort((a, b) => b.change - a.change).slice(0, mostColumns);
  const table = [
    ['column', 'largest change', 'at random', 'share before → after'],
    ...shown.map((column) => [shorten(column.column), points(column.change), points(column.randomChange), valuesOf(column)]),
  ];
  return withHead(table, [1, 2], all.length - mostColumns, 'columns, which change less', paint);
}

/** The values whose share changes most. */
function valuesOf({ values }: PlannedColumn): string {
  const sum = (of: 'before' | 'after'): number => values.reduce((total, value) => total + value[of], 0);
  const [before, after] = [Math.max(1, sum('before')), Math.max(1, sum('after'))];
  const changes = values.map((value) => ({ value: value.value, from: value.before / before, to: value.after / after }));
  changes.sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  return changes.slice(0, mostValues).map(({ value, from, to }) => `${shorten(value)} ${percent(from)} → ${percent(to)}`).join(', ');
}

function withHead(table: readonly (readonly string[])[], right: readonly number[], more: number, what: string, paint: Paint): string {
  const [head, ...lines] = alignTable(table, right);
  return [paint(head!, 'dim'), ...lines, ...(more > 0 ? [`  and ${formatCount(more)} more ${what}`] : [])].join('\n');
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const points = (share: number): string => `${(share * 100).toFixed(1)} points`;
