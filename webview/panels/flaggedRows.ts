import type { View } from '../../src/core/filter.ts';
import type { Host } from '../host.ts';

export interface Place {
  readonly row: number;
  /** 0-based position in the view. */
  readonly position: number;
}

/**
 * The nearest row after (1) or before (-1) a place of a view that has an open finding; null when there is none.
 * Flagged rows come in the order of the view, so that a binary search over them needs few requests,
 * however many rows there are.
 */
export async function neighbourFlagged(
  host: Pick<Host, 'call'>, view: View, from: { readonly row: number | null; readonly position: number }, step: 1 | -1,
): Promise<Place | null> {
  const flagged: View = { ...view, filters: [...view.filters, { kind: 'flagged' }] };
  const place = async (index: number): Promise<Place> => {
    const page = await host.call('window', { view: flagged, offset: index, limit: 1, columns: [] });
    const row = page.rows[0] ?? 0;
    return { row, position: (await host.call('positionOf', { view, row })) ?? 0 };
  };
  const { total } = await host.call('window', { view: flagged, offset: 0, limit: 0, columns: [] });
  const here = from.row === null ? -1 : ((await host.call('positionOf', { view, row: from.row })) ?? from.position);
  // Invariant: all flagged rows before `low` lie before the wanted border, all from `high` on behind it.
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { position } = await place(middle);
    if (step === 1 ? position <= here : position < here) low = middle + 1;
    else high = middle;
  }
  const index = step === 1 ? low : low - 1;
  return index < 0 || index >= total ? null : place(index);
}
