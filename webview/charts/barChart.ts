import type { TemplateResult } from 'lit';
import { barList, type BarListOptions } from './barList.ts';
import { chart } from './chartMenu.ts';

/** Bars that stand for themselves: with a menu, and the table of their figures. */
export function barChart(options: BarListOptions & { readonly basis?: string }): TemplateResult {
  const { title, basis, bars } = options;
  const table = { columns: ['name', 'amount', 'note'], rows: bars.map(({ name, amount, words, note = '' }) => [name, { amount, words }, note]) };
  return chart({ title, table, ...(basis !== undefined && { basis }) }, barList(options));
}
