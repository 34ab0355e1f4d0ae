import type { RowMark, WindowCells, WindowParams, WindowResult } from '../protocol/engineMethods.ts';
import type { ReadCells } from './cells.ts';
import type { ResolvedView } from './views.ts';

/** Longer texts are cut in a window, and end in “…”. */
export const windowText = 400;
/** Rows that one window may have: what a screen shows, many times over. */
const largestWindow = 2000;

/** One page of the grid: rows of the view from `offset` on, as column-major arrays of the file's own text. */
export async function readWindow(
  readCells: (rows: Int32Array, columns: readonly string[], characters: number) => Promise<ReadCells>,
  view: ResolvedView,
  { offset, limit, columns }: Pick<WindowParams, 'offset' | 'limit' | 'columns'>,
  marksOf: (row: number) => RowMark | null,
): Promise<WindowResult> {
  const rows = view.rows(Math.max(0, offset), Math.max(0, Math.min(limit, largestWindow)));
  const cells = await readCells(rows, columns, windowText);
  return {
    total: view.total,
    offset: Math.max(0, offset),
    rows: [...rows],
    cells: cells.text.map((text, index): WindowCells => {
      const codes = cells.codes[index]!;
      const cut = text.map((value) => cutText(value, windowText));
      return codes.every((code) => code === 0) ? { text: cut } : { text: cut, codes };
    }),
    marks: [...rows].map(marksOf).filter((mark) => mark !== null),
  };
}

/** At most `characters` of the text, and “…” where some were left out. Never half of a character. */
export function cutText(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const shown = [...text.slice(0, characters * 2 + 2)];
  return shown.length <= characters ? text : `${shown.slice(0, characters).join('')}…`;
}
