import type { Dataset } from '../src/core/dataset.ts';
import type { Filter } from '../src/core/filter.ts';
import type { ScreenState } from './store.ts';

/**
 * What was set for another version of the file, or by other roles, fitted to this dataset: filters, sort and columns
 * that it does not have are dropped; the selected row stays, wherever it is then. `sameFindings`: findings are still
 * numbered as they were.
 */
export function fitScreen(screen: ScreenState, { columns }: Pick<Dataset, 'columns'>, sameFindings: boolean): ScreenState {
  const names = new Set(columns.map(({ name }) => name));
  const has = (name: string | null | undefined): boolean => name === null || name === undefined || names.has(name);
  const fits = (filter: Filter): boolean =>
    filter.kind === 'finding' ? sameFindings : filter.kind === 'annotated' || !('column' in filter) || has(filter.column);
  const filters = screen.filters.filter(fits);
  return {
    ...screen,
    filters,
    sort: screen.sort && has(screen.sort.column) ? screen.sort : null,
    hidden: screen.hidden.filter(has),
    order: screen.order.filter(has),
    frozen: Math.min(screen.frozen, columns.length),
    selectedColumn: has(screen.selectedColumn) ? screen.selectedColumn : null,
    ...(filters.length === screen.filters.length ? {} : { viewRows: null, ...(screen.selectedRow === null && { selectedPosition: 0 }) }),
  };
}
