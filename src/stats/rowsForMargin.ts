import { wilson } from './wilson.ts';

/** Half the width of the 95 % interval of a share (Wilson's) that was measured over so many rows. */
export function marginOf(share: number, rows: number): number {
  const { low, high } = wilson(share * rows, rows);
  return (high - low) / 2;
}

/** The fewest rows over which the 95 % interval of a share is no wider than `margin` to either side: by doubling, then halving. */
export function rowsForMargin(share: number, margin: number): number {
  if (!(margin > 0)) return Infinity;
  let enough = 1;
  while (marginOf(share, enough) > margin) enough *= 2;
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (marginOf(share, middle) > margin) tooFew = middle;
    else enough = middle;
  }
  return enough;
}
