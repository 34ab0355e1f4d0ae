import type { Context } from '../context.ts';
import type { LabelChangeKind } from '../labelling/labelChange.ts';
import type { Store } from '../store.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';
import { visibleText } from './cellText.ts';
import { copyCell, copyRows } from './copyRows.ts';
import { chosenWidth, type GridColumn } from './columns.ts';
import { setFilter } from './filters.ts';
import { hasEstimates } from './headerFacts.ts';
import type { MenuItem } from './menu.ts';

/** What the menu of a column does beyond the store. */
export interface ColumnMenuActs {
  fit(column: GridColumn): void;
  filter(column: GridColumn): void;
  goToColumn(): void;
  /** One place to the left or to the right. */
  shift(by: 1 | -1): void;
  changeLabels(kind: LabelChangeKind): void;
}

export function columnMenu({ store, host, attempt }: Context, columns: readonly GridColumn[], column: GridColumn, acts: ColumnMenuActs): MenuItem[] {
  const { sort, frozen, hidden } = store.screen;
  const index = columns.findIndex(({ name }) => name === column.name);
  const sortBy = (descending: boolean) => () => store.patchScreen({ sort: { column: column.name, descending }, selectedRow: null, selectedPosition: 0 });
  const sorted = sort?.column === column.name ? sort : null;
  const { [column.name]: _, ...widths } = store.screen.widths;
  const exact = async (): Promise<void> => {
    store.say(`Working out the exact figures of ${column.name} …`);
    if (await attempt(host.call('exactProfile', { column: column.name }))) store.say(`The figures of ${column.name} are exact`);
  };
  const place: MenuItem[] = [
    { words: 'Go to column…', keys: 'g', act: () => acts.goToColumn() },
    { words: 'Move left', keys: 'Alt+Shift+←', disabled: index === 0, act: () => acts.shift(-1) },
    { words: 'Move right', keys: 'Alt+Shift+→', disabled: index === columns.length - 1, act: () => acts.shift(1) },
    ...(store.screen.order.length === 0 ? [] : [{ words: 'Columns in file order', act: () => store.patchScreen({ order: [] }) }]),
    { words: 'Freeze up to here', checked: frozen === index + 1, act: () => store.patchScreen({ frozen: index + 1 }) },
    { words: 'Unfreeze', disabled: frozen === 0, act: () => store.patchScreen({ frozen: 0 }) },
    { words: 'Fit to values', act: () => acts.fit(column) },
    {
      words: 'Reset width',
      disabled: chosenWidth(store.screen.widths, column.name) === undefined,
      act: () => store.patchScreen({ widths }),
    },
    'separator',
    {
      words: 'Hide',
      disabled: columns.length < 2,
      act: () => store.patchScreen({ hidden: [...hidden, column.name], frozen: index < frozen ? frozen - 1 : frozen }),
    },
    ...(hidden.length === 0
      ? []
      : [{ words: `Show ${formatCounted(hidden.length, 'hidden column')}`, act: () => store.patchScreen({ hidden: [] }) }]),
  ];
  const order: MenuItem[] = [
    { words: 'Sort ascending', checked: sorted?.descending === false, act: sortBy(false) },
    { words: 'Sort descending', checked: sorted?.descending === true, act: sortBy(true) },
    { words: 'File order', checked: sort === null, act: () => store.patchScreen({ sort: null, selectedRow: null, selectedPosition: 0 }) },
    'separator',
  ];
  if (column.annotation) return [...annotationItems(store, column.name), { words: 'Filter…', act: () => acts.filter(column) }, 'separator', ...order, ...place];
  return [
    ...order,
    { words: 'Filter…', act: () => acts.filter(column) },
    { words: 'Only missing', act: () => store.patchScreen({ filters: setFilter(store.screen.filters, { kind: 'missing', column: column.name }) }) },
    ...(hasEstimates(column.profile) ? [{ words: 'Exact figures', act: () => void exact() }] : []),
    ...(column.role === 'label' ? labelItems(acts) : []),
    'separator',
    ...place,
  ];
}

function annotationItems(store: Store, column: string): MenuItem[] {
  const only = (annotated: boolean) => () =>
    store.patchScreen({
      filters: [
        ...store.screen.filters.filter((filter) => filter.kind !== 'annotated' || filter.column !== column),
        { kind: 'annotated', column, annotated },
      ],
    });
  return [
    { words: 'Fill in …', keys: 'L', act: () => store.patchScreen({ labelling: true, labellingTarget: column }) },
    { words: 'Only rows that are filled in', act: only(true) },
    { words: 'Only rows that are not', act: only(false) },
  ];
}

function labelItems({ changeLabels }: ColumnMenuActs): MenuItem[] {
  return [
    'separator',
    { words: 'Rename a label …', act: () => changeLabels('rename') },
    { words: 'Merge labels …', act: () => changeLabels('merge') },
    { words: 'Split a label …', act: () => changeLabels('split') },
  ];
}

/** What stands under the pointer when the menu of the rows opens. */
export interface MenuPlace {
  readonly row: number | undefined;
  readonly column: GridColumn | undefined;
  /** The cell's text in the file; null for a missing value, undefined where it is not at hand. */
  readonly value: string | null | undefined;
  readonly range: readonly [number, number];
}

export function rowMenu({ store, host, attempt }: Context, columns: readonly GridColumn[], place: MenuPlace): MenuItem[] {
  const { row, column, value, range } = place;
  const names = columns.map(({ name }) => name);
  const count = range[1] - range[0] + 1;
  const rows = count === 1 ? 'row' : `${formatCount(count)} rows`;
  const copy = (format: 'tsv' | 'csv' | 'json' | 'markdown') => () => void attempt(copyRows(store, host, range, names, format));
  const copies: MenuItem[] = [
    {
      words: 'Copy cell',
      disabled: row === undefined || !column,
      act: () => row !== undefined && column && void attempt(copyCell(store, host, row, column.name)),
    },
    { words: `Copy ${rows}`, act: copy('tsv') },
    { words: `Copy ${rows} as CSV`, act: copy('csv') },
    { words: `Copy ${rows} as JSON`, act: copy('json') },
    { words: `Copy ${rows} as Markdown`, act: copy('markdown') },
  ];
  if (!column || value === undefined || (value !== null && value.length > 80)) return copies;
  const shown = value === null ? 'missing' : value === '' ? 'empty' : visibleText(value).slice(0, 30);
  const only = (exclude: boolean) => (): void => {
    const filter = { kind: 'values', column: column.name, values: [value], ...(exclude ? { exclude } : {}) } as const;
    store.patchScreen({ filters: setFilter(store.screen.filters, filter) });
  };
  return [
    ...copies,
    'separator',
    { words: `Only where ${column.name} is ${shown}`, act: only(false) },
    { words: `Only where ${column.name} is not ${shown}`, act: only(true) },
  ];
}
