import type { TemplateResult } from 'lit';
import type { FigureColumn, FigureTable, FigureTableOptions } from '../ui/figureTable.ts';
import { chart } from './chartMenu.ts';
import type { ChartCell, ChartTable } from './chartTable.ts';

/** A table of figures with what copies and saves it; copied, it has all lines, and the limits of intervals in columns of their own. */
export function figureChart<Line>(
  table: FigureTable<Line>,
  lines: readonly Line[],
  options: FigureTableOptions<Line> & { readonly basis?: string },
): TemplateResult {
  const { title, basis, columns } = options;
  return chart({ title, ...(basis !== undefined && { basis }), table: () => figuresOf(lines, columns) }, table.template(lines, options));
}

/** The figures of all lines, as what they are sorted by. */
export function figuresOf<Line>(lines: readonly Line[], columns: readonly FigureColumn<Line>[]): ChartTable {
  const cells = ({ by, limits }: FigureColumn<Line>, line: Line): ChartCell[] => {
    const figure = (amount: string | number | null): ChartCell => (typeof amount === 'string' ? amount : { amount, words: String(amount ?? '') });
    return [by(line), ...(limits ? limits(line) : [])].map(figure);
  };
  return {
    columns: columns.flatMap(({ words, limits }) => (limits ? [words, `${words}, 95 % interval from`, 'to'] : [words])),
    rows: lines.map((line) => columns.flatMap((column) => cells(column, line))),
  };
}
