import { readCells, type ReadCells } from './cells.ts';
import type { CellTable } from './openTable.ts';
import type { ResolvedView } from './views.ts';

/** Rows of one read: for a file that is queried where it lies, scattered rows cost a scan, whether few or many. */
const blockRows = 2000;
/** Of these, rows before the window that was asked for. */
const rowsBefore = 700;
const keptBlocks = 4;

interface Block {
  readonly view: ResolvedView;
  readonly columns: string;
  readonly from: number;
  readonly to: number;
  readonly cells: ReadCells;
}

/** Reads the rows of sorted and filtered views with those around them, so that the windows next to one come at once. */
export class ReadAhead {
  readonly #table: CellTable;
  #blocks: readonly Block[] = [];

  constructor(table: CellTable) {
    this.#table = table;
  }

  /** Cells of `count` rows of a view from a position on. */
  async read(
    view: ResolvedView,
    offset: number,
    count: number,
    columns: readonly string[],
    characters: number,
    signal?: AbortSignal,
  ): Promise<ReadCells> {
    const indexed = await this.#table.byIndex?.(view.rows(offset, count), columns, characters);
    if (indexed) return indexed;
    const key = JSON.stringify([columns, characters]);
    const holds = (block: Block): boolean =>
      block.view === view && block.columns === key && block.from <= offset && block.to >= offset + count;
    const block = this.#blocks.find(holds) ?? (await this.#load(view, offset, count, columns, characters, key, signal));
    this.#blocks = [block, ...this.#blocks.filter((other) => other !== block)].slice(0, keptBlocks);
    const [from, to] = [offset - block.from, offset - block.from + count];
    return { text: block.cells.text.map((text) => text.slice(from, to)), codes: block.cells.codes.map((codes) => codes.slice(from, to)) };
  }

  async #load(
    view: ResolvedView,
    offset: number,
    count: number,
    columns: readonly string[],
    characters: number,
    key: string,
    signal?: AbortSignal,
  ): Promise<Block> {
    const from = Math.max(0, offset - Math.min(rowsBefore, Math.max(0, blockRows - count)));
    const rows = view.rows(from, blockRows);
    return { view, columns: key, from, to: from + rows.length, cells: await readCells(this.#table, rows, columns, characters, signal) };
  }
}
