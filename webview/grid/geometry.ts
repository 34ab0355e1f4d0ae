/**
 * Where rows and columns lie, in CSS pixels. Pure: no element is touched here.
 *
 * A browser cannot scroll 10,000,000 rows of 26 px: an element may be about 17,900,000 px (Firefox) or 33,500,000 px
 * (Chromium) tall. The spacer that gives the native scrollbar its length is therefore capped, and our own `top`
 * (a pixel of the unscaled rows) is the truth; the scrollbar is its shadow, `factor` times smaller.
 */

/** The tallest spacer, below what every browser can hold. */
export const maxSpacer = 15_000_000;

export interface VerticalScale {
  /** Height of the spacer: all rows, or the cap; without the header. */
  readonly spacer: number;
  /** Pixels of `top` per pixel of the native scrollbar: 1 up to the cap, 0 where nothing scrolls. */
  readonly factor: number;
  /** The largest `top`: the last row ends where the body ends. */
  readonly maxTop: number;
  /** Height of the rows' part of the view. */
  readonly body: number;
}

/** @param viewHeight height of the scrolled element without its scrollbar. */
export function verticalScale(rowCount: number, rowHeight: number, headerHeight: number, viewHeight: number): VerticalScale {
  const body = Math.max(1, viewHeight - headerHeight);
  const total = rowCount * rowHeight;
  const spacer = Math.min(total, maxSpacer);
  const maxTop = Math.max(0, total - body);
  const maxScroll = Math.max(0, spacer - body);
  return { spacer, body, maxTop, factor: maxScroll === 0 ? 0 : maxTop / maxScroll };
}

/** The `top` that a place of the native scrollbar stands for. Both ends are exact, though browsers round their own end. */
export function topOfScroll(scale: VerticalScale, scrollTop: number): number {
  const maxScroll = scale.factor === 0 ? 0 : scale.maxTop / scale.factor;
  if (scrollTop >= maxScroll - 1) return scale.maxTop;
  return Math.max(0, scrollTop * scale.factor);
}

/** The place of the native scrollbar for a `top`. */
export function scrollOfTop(scale: VerticalScale, top: number): number {
  return scale.factor === 0 ? 0 : top / scale.factor;
}

/** Rows [first, last) that show at least one pixel; `offset` pixels of the first are above the edge. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
  readonly offset: number;
}

export function rowsAt(top: number, body: number, rowHeight: number, rowCount: number): RowRange {
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), rowCount));
  const last = Math.min(rowCount, Math.ceil((top + body) / rowHeight));
  return { first, last: Math.max(first, last), offset: top - first * rowHeight };
}

/** The `top` that shows a row whole, moving as little as it must; `centre` puts a row that is out of sight in the middle. */
export function topThatShows(position: number, top: number, rowHeight: number, scale: VerticalScale, centre = false): number {
  const start = position * rowHeight;
  const end = start + rowHeight;
  let wanted = top;
  if (start < top || end > top + scale.body) {
    if (centre) wanted = start - (scale.body - rowHeight) / 2;
    else wanted = start < top ? start : end - scale.body;
  }
  return Math.max(0, Math.min(scale.maxTop, wanted));
}

export interface ColumnLayout {
  /** Left edge of each column, and after the last its right edge. */
  readonly lefts: Float64Array;
  /** Columns that stay at the left. */
  readonly frozen: number;
  readonly frozenWidth: number;
  readonly totalWidth: number;
}

export function layOutColumns(widths: readonly number[], frozen: number): ColumnLayout {
  const lefts = new Float64Array(widths.length + 1);
  for (let i = 0; i < widths.length; i++) lefts[i + 1] = lefts[i]! + widths[i]!;
  const kept = Math.max(0, Math.min(frozen, widths.length));
  return { lefts, frozen: kept, frozenWidth: lefts[kept]!, totalWidth: lefts[widths.length]! };
}

/** Columns [first, last) beyond the frozen ones that show at least one pixel when scrolled `left` pixels. */
export function columnsAt(layout: ColumnLayout, left: number, viewWidth: number): { readonly first: number; readonly last: number } {
  const { lefts, frozen, frozenWidth } = layout;
  const count = lefts.length - 1;
  const from = left + frozenWidth;
  const to = left + viewWidth;
  const first = search(frozen, count, (i) => lefts[i + 1]! > from);
  return { first, last: search(first, count, (i) => lefts[i]! >= to) };
}

/** The `left` that shows a column whole beside the frozen ones, moving as little as it must. */
export function leftThatShows(layout: ColumnLayout, column: number, left: number, viewWidth: number): number {
  if (column < layout.frozen) return left;
  const start = layout.lefts[column]! - layout.frozenWidth;
  const end = layout.lefts[column + 1]! - viewWidth;
  const wanted = start < left || end > start ? start : Math.max(left, end);
  return Math.max(0, Math.min(wanted, layout.totalWidth - viewWidth));
}

/** The first index of [low, high) that passes, where all after it pass too; `high` if none does. */
function search(low: number, high: number, passes: (index: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
