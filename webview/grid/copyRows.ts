import { annotationCells } from '../../src/core/annotations.ts';
import type { Host } from '../host.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';
import type { Store } from '../store.ts';
import { annotationColumns } from './columns.ts';
import { formatRows, type CopiedRows, type CopyFormat } from './clipboard.ts';

/** Rows that are copied at most: what an editor still pastes. */
const mostRows = 10_000;
const windowRows = 500;
/** Windows cut texts at this length and end them with “…”; the whole text is asked for by row. */
const cutLength = 400;

/** Copies the rows of a range of positions, whole texts included, and says what was copied. */
export async function copyRows(store: Store, host: Host, range: readonly [number, number], columns: readonly string[], format: CopyFormat): Promise<void> {
  const { view } = store;
  const added = new Set(annotationColumns(store.document).map(({ name }) => name));
  const inFile = columns.filter((column) => !added.has(column));
  const count = Math.min(range[1] - range[0] + 1, mostRows);
  const rows: (string | null)[][] = [];
  for (let done = 0; done < count; done += windowRows) {
    if (done > 0) store.say(`Copying row ${formatCount(done)} of ${formatCount(count)} …`);
    const window = await host.call('window', { view, offset: range[0] + done, limit: Math.min(windowRows, count - done), columns: inFile });
    const marks = new Map(window.marks.map((mark) => [mark.row, mark.annotations]));
    for (let index = 0; index < window.rows.length; index++) {
      const cells = window.cells.map(({ text, codes }) => (codes?.[index] === 1 || codes?.[index] === 2 ? null : (text[index] ?? null)));
      const row = window.rows[index]!;
      const texts = new Map(inFile.map((column, place) => [column, cells[place] ?? null]));
      for (const column of added) texts.set(column, marks.get(row)?.[column]?.values.join(' | ') ?? null);
      rows.push(
        cells.some((cell) => (cell?.length ?? 0) >= cutLength)
          ? await wholeRow(host, row, columns)
          : columns.map((column) => texts.get(column) ?? null),
      );
    }
    if (window.rows.length === 0) break;
  }
  await host.call('copy', { text: formatRows({ columns, rows } satisfies CopiedRows, format) });
  const asked = range[1] - range[0] + 1;
  store.say(asked > count ? `Copied the first ${formatCount(count)} of ${formatCount(asked)} rows` : `Copied ${formatCounted(rows.length, 'row')}`);
}

/** Copies one cell as it stands in the file. */
export async function copyCell(store: Store, host: Host, row: number, column: string): Promise<void> {
  const [text] = await wholeRow(host, row, [column]);
  await host.call('copy', { text: text ?? '' });
  store.say(`Copied ${column} of row ${formatCount(row)}`);
}

async function wholeRow(host: Host, row: number, columns: readonly string[]): Promise<(string | null)[]> {
  const detail = await host.call('row', { row });
  const texts = new Map(detail.cells.map(({ column, text }) => [column, text]));
  for (const [column, { values }] of annotationCells(detail.decisions)) if (!texts.has(column)) texts.set(column, values.join(' | '));
  return columns.map((column) => texts.get(column) ?? null);
}
