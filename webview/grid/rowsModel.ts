import type { View } from '../../src/core/filter.ts';
import type { HeadRows } from '../../src/protocol/methods.ts';
import type { Host } from '../host.ts';
import type { Store } from '../store.ts';
import { DataWindow } from './dataWindow.ts';
import { RowSearch } from './rowSearch.ts';

/** What draws the rows: the grid, or the cards. */
export interface RowsView {
  /** Rows, their number or the selection have changed. */
  changed(): void;
  /** A row is to be scrolled into sight. */
  reveal(position: number): void;
}

/**
 * The rows of the view and the selection in them, in step with the store, for the grid and the cards alike.
 *
 * The store's `selectedRow` names a row and `selectedPosition` a place in the view. Whoever sets `selectedRow` has it shown
 * wherever it is; whoever sets it to null with a position has the row at that position selected once it is known.
 * A row keeps its selection when the view changes around it; when it leaves the view, the one in its place is selected.
 */
export class RowsModel {
  readonly data: DataWindow;
  readonly #store: Store;
  #drawnBy: RowsView | null = null;
  #position = 0;
  #anchor = 0;
  #row: number | null = null;
  #seen = { row: null as number | null, position: 0 };
  #viewKey = JSON.stringify({ filters: [] });
  #head: HeadRows | null = null;
  readonly #search: RowSearch;
  /** What was selected when the view that is shown was left. */
  #left: { readonly row: number | null; readonly position: number } | null = null;
  #revision = 0;
  #ready = false;
  /** The host can be asked for rows and places. */
  #loaded = false;
  /** It could be, since the last head. */
  #wasLoaded = false;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#search = new RowSearch((params, signal) => host.call('positionOf', params, { signal }));
    this.data = new DataWindow((params, signal) => host.call('window', params, { signal }), { changed: (replaced) => this.#rowsChanged(replaced) });
  }

  /** Position of the selected row. */
  get position(): number {
    return this.#position;
  }

  /** First and last position of the selected range. */
  get range(): readonly [number, number] {
    return [Math.min(this.#anchor, this.#position), Math.max(this.#anchor, this.#position)];
  }

  get count(): number {
    return this.data.total ?? 0;
  }

  /** The rows of a new view are on their way. */
  get waiting(): boolean {
    return this.data.waiting || this.#search.running;
  }

  /** The view whose rows are shown while another is on its way; null when none is. */
  get formerView(): View | null {
    return this.#left === null ? null : this.data.view;
  }

  /** Gives up the view that is on its way: the rows and the selection are as before. False where nothing is. */
  cancelView(): boolean {
    const { formerView } = this;
    if (formerView === null || this.#left === null) return false;
    const { filters, sort = null } = formerView;
    this.#store.patchScreen({ filters, sort, selectedRow: this.#left.row, selectedPosition: this.#left.position });
    return true;
  }

  drawBy(view: RowsView): void {
    if (this.#drawnBy === view) return;
    this.#drawnBy = view;
    view.reveal(this.#position);
  }

  /** Takes over what has changed in the store. */
  update(): void {
    const { document } = this.#store;
    if (document.head && document.head !== this.#head) {
      // A head that comes later is that of the file read again: what is at hand is of the old one.
      if (this.#head || this.#wasLoaded) this.data.clear(this.#store.view);
      this.#wasLoaded = false;
      // One drawing may see a file left and its next reading begun: a row beyond the head is to come, not gone.
      this.#loaded = false;
      this.#head = document.head;
      this.data.setHead(document.head);
    }
    const ready = document.phase === 'ready' && document.dataset !== null;
    const loaded = ready || (document.phase === 'loading' && document.loadedRows > 0);
    if (document.revision !== this.#revision || (ready && !this.#ready)) this.data.refresh();
    this.#revision = document.revision;
    this.#ready = ready;
    this.#loaded = loaded;
    this.#wasLoaded ||= loaded;
    const view = this.#view();
    const key = JSON.stringify(view);
    if (key !== this.#viewKey) this.#changeView(key, view);
    if (loaded) this.data.grow(document.dataset?.records ?? document.loadedRows);
    this.data.setEnabled(loaded);
    this.#followStore();
    this.#tellCount();
  }

  /** Rows can be filtered and sorted when all of them are loaded; until then they are in file order. */
  #view(): View {
    return this.#loaded && !this.#ready ? { filters: [] } : this.#store.view;
  }

  /** Selects the row at a position; `extend` keeps the other end of the range. */
  moveTo(position: number, extend = false): void {
    this.#position = this.#clamp(position);
    if (!extend) this.#anchor = this.#position;
    this.#row = this.data.rowAt(this.#position) ?? null;
    this.#search.stop();
    this.#tellSelection();
    this.#drawnBy?.reveal(this.#position);
    this.#drawnBy?.changed();
  }

  selectRange(from: number, to: number): void {
    this.moveTo(to);
    this.#anchor = this.#clamp(from);
  }

  clearRange(): void {
    this.#anchor = this.#position;
    this.#drawnBy?.changed();
  }

  #changeView(key: string, view: View): void {
    this.#viewKey = key;
    const { selectedRow, selectedPosition } = this.#store.screen;
    const back = key === JSON.stringify(this.data.view);
    // A row number that has not come yet would be looked for; the one that was selected is what one goes back to.
    if (this.data.total !== null) this.#left ??= { row: this.#row, position: this.#position };
    if (back) this.#left = null;
    this.#seen = { row: selectedRow, position: selectedPosition };
    this.#row = selectedRow;
    if (back || selectedRow === null || !this.#loaded || this.#isToCome(selectedRow)) {
      this.#search.stop();
      this.#select(selectedPosition, selectedRow);
      this.data.setView(view, selectedPosition);
      return;
    }
    this.#locate(view, selectedRow, (position) => {
      // A place in the view that is coming: the one that is shown until then may be shorter.
      this.#position = position ?? 0;
      this.#anchor = this.#position;
      this.#row = position === null ? null : selectedRow;
      this.data.setView(view, this.#position);
    });
  }

  /** Someone else has set the selection. */
  #followStore(): void {
    if (!this.#storeIsAhead()) return;
    const { selectedRow: row, selectedPosition: position } = this.#store.screen;
    this.#seen = { row, position };
    const atHand = row === null || !this.#loaded || this.data.rowAt(position) === row ? position : this.data.positionAtHand(row);
    if (row === null || atHand !== undefined) {
      this.#show(atHand ?? position, row);
      return;
    }
    this.#row = row;
    this.#locate(this.#view(), row, (found) => {
      if (found !== null) this.#show(found, row);
      // It was asked for by name, so the filters that hide it give way.
      else if (!this.#viewIsPlain()) this.#store.patchScreen({ filters: [], sort: null, selectedRow: row });
      else this.#show(this.#position, null);
    });
  }

  #show(position: number, row: number | null): void {
    this.#select(position, row);
    this.#settle();
    this.#drawnBy?.reveal(this.#position);
    this.#drawnBy?.changed();
  }

  #select(position: number, row: number | null): void {
    this.#position = this.#loaded ? this.#clamp(position) : position;
    this.#anchor = this.#position;
    this.#row = row;
  }

  #locate(view: View, row: number, then: (position: number | null) => void): void {
    this.#search.stop();
    if (this.#ready) this.#search.start(view, row, then);
    else then(row <= this.count ? row - 1 : null);
  }

  #rowsChanged(replaced: boolean): void {
    if (replaced && this.#left) {
      this.#left = null;
      this.#store.touch();
    }
    if (replaced && this.#loaded) this.#position = this.#clamp(this.#position);
    this.#settle();
    this.#tellCount();
    if (replaced) this.#drawnBy?.reveal(this.#position);
    this.#drawnBy?.changed();
  }

  /** Brings position and row together once the page that tells has come. */
  #settle(): void {
    if (this.waiting || this.#storeIsAhead()) return;
    const { data } = this;
    // Only the head is at hand: a row further down, selected when this was last open, is looked for when all is.
    if (this.#row !== null && (!this.#loaded || this.#isToCome(this.#row))) return;
    if (data.total !== null && this.#position >= data.total) this.#position = this.#clamp(this.#position);
    const row = data.rowAt(this.#position);
    if (row === undefined) {
      if (data.total === 0) this.#row = null;
    } else if (this.#row === null) {
      this.#row = row;
    } else if (row !== this.#row) {
      if (data.page(this.#position)?.epoch === data.epoch) this.#follow(this.#row);
      return;
    }
    this.#tellSelection();
  }

  /** Rows have moved under the selection: it stays with its row, or takes the one that came in its place. */
  #follow(row: number): void {
    const take = (position: number | null): void => {
      const step = (position ?? this.#position) - this.#position;
      this.#position = this.#clamp(position ?? this.#position);
      this.#anchor = this.#clamp(this.#anchor + step);
      this.#row = position === null ? (this.data.rowAt(this.#position) ?? null) : row;
      this.#tellSelection();
      this.#drawnBy?.changed();
    };
    const atHand = this.data.positionAtHand(row);
    if (atHand !== undefined) take(atHand);
    else this.#locate(this.#view(), row, take);
  }

  /** The file is still being loaded, and not as far as this row. */
  #isToCome(row: number): boolean {
    return !this.#ready && row > this.count;
  }

  #storeIsAhead(): boolean {
    const { selectedRow, selectedPosition } = this.#store.screen;
    return selectedRow !== this.#seen.row || selectedPosition !== this.#seen.position;
  }

  #viewIsPlain(): boolean {
    const { filters, sort } = this.#store.screen;
    return filters.length === 0 && !sort;
  }

  #clamp(position: number): number {
    return Math.max(0, Math.min(position, (this.data.total ?? Number.MAX_SAFE_INTEGER) - 1));
  }

  #tellSelection(): void {
    const { selectedRow, selectedPosition } = this.#store.screen;
    this.#seen = { row: this.#row, position: this.#position };
    if (selectedRow === this.#row && selectedPosition === this.#position) return;
    this.#store.patchScreen({ selectedRow: this.#row, selectedPosition: this.#position });
  }

  #tellCount(): void {
    if (this.waiting || this.data.total === this.#store.screen.viewRows) return;
    this.#store.patchScreen({ viewRows: this.data.total });
  }
}
