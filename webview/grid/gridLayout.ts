import type { DocumentState, HeadRows } from '../../src/protocol/methods.ts';
import type { ScreenState } from '../store.ts';
import { allColumns, gridColumns, numberWidth, spreadWidths, type GridColumn } from './columns.ts';
import { layOutColumns, type ColumnLayout } from './geometry.ts';

/** The columns that are shown and where they lie; the row numbers are column 0 of the layout. */
export interface GridLayout {
  readonly columns: readonly GridColumn[];
  readonly layout: ColumnLayout;
  /** The label column, where it is among them. */
  readonly label: string | undefined;
  /** Indexes in `columns`. */
  readonly places: ReadonlyMap<string, number>;
}

/** Room that is left for the columns that move, however many are frozen. */
const leastMoving = 160;

/** Remembers the last layout, and makes another only when something that it rests on has changed. */
export class LayoutKeeper {
  #made: GridLayout = { columns: [], layout: layOutColumns([58], 1), label: undefined, places: new Map() };
  #from: readonly unknown[] = [];
  #head: HeadRows | null = null;

  get current(): GridLayout {
    return this.#made;
  }

  /** @param rows the largest row number there may be. */
  update(document: DocumentState, screen: ScreenState, rows: number, viewWidth: number): GridLayout {
    const first = numberWidth(rows);
    // While a file is read again the table stays as it was.
    if (document.phase === 'starting' && allColumns(document).length === 0) return this.#made;
    this.#head = document.head ?? this.#head;
    const from = [
      document.dataset,
      this.#head,
      document.profiles,
      document.taxonomy,
      document.annotations,
      screen.hidden,
      screen.order,
      screen.widths,
      screen.frozen,
      first,
      viewWidth,
    ];
    if (from.every((value, index) => value === this.#from[index])) return this.#made;
    this.#from = from;
    const columns = spreadWidths(gridColumns(document, this.#head, screen), screen.widths, viewWidth - first);
    const widths = [first, ...columns.map(({ width }) => width)];
    this.#made = {
      columns,
      layout: layOutColumns(widths, frozenColumns(widths, screen.frozen, viewWidth)),
      label: columns.find(({ role }) => role === 'label')?.name,
      places: new Map(columns.map(({ name }, index) => [name, index])),
    };
    return this.#made;
  }
}

/** Row numbers are always frozen; of the others as many as leave room to scroll. */
function frozenColumns(widths: readonly number[], wanted: number, viewWidth: number): number {
  let frozen = 1;
  let width = widths[0] ?? 0;
  while (frozen <= wanted && frozen < widths.length && width + widths[frozen]! <= viewWidth - leastMoving) width += widths[frozen++]!;
  return frozen;
}
