import type { GridLayout } from './gridLayout.ts';
import type { ColumnRange } from './lane.ts';

/** Tables with at most this many columns are fetched with all of them; of wider ones, those near to sight. */
const fewColumns = 24;
/** Columns at each side that are fetched before they are seen. */
const ahead = 4;
/** Columns are asked for by blocks of this many, so that not every column that comes into sight is a request. */
const block = 8;

/** The columns worth having for what is in sight. The same array as long as they are the same. */
export class NearColumns {
  #of: GridLayout | null = null;
  #from = -1;
  #to = -1;
  #frozen = -1;
  #names: readonly string[] = [];

  /** @param range counts the row numbers as column 0. */
  columns(shown: GridLayout, { layout, first, last }: ColumnRange): readonly string[] {
    const { columns } = shown;
    const all = columns.length <= fewColumns;
    const from = all ? 0 : Math.max(0, Math.floor((first - 1 - ahead) / block) * block);
    const to = all ? columns.length : Math.min(columns.length, Math.ceil((last - 1 + ahead) / block) * block);
    const frozen = Math.min(from, layout.frozen - 1);
    if (shown === this.#of && from === this.#from && to === this.#to && frozen === this.#frozen) return this.#names;
    this.#of = shown;
    this.#from = from;
    this.#to = to;
    this.#frozen = frozen;
    const inFile = columns.filter(({ annotation }) => !annotation);
    const near = [...columns.slice(0, frozen), ...columns.slice(from, to)].filter(({ annotation }) => !annotation);
    // Rows come with some column or other, also where only columns are in sight that are not in the file.
    const names = (near.length > 0 ? near : inFile.slice(0, 1)).map(({ name }) => name);
    if (names.length !== this.#names.length || names.some((name, index) => name !== this.#names[index])) this.#names = names;
    return this.#names;
  }
}
