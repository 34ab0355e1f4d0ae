/** Shares of counts; all 0 where there are none. */
export function sharesOf(counts: ArrayLike<number>): Float64Array {
  const shares = Float64Array.from(counts);
  const total = shares.reduce((sum, count) => sum + count, 0);
  return total > 0 ? shares.map((count) => count / total) : shares;
}

/** Jensen–Shannon distance of counts of the same categories: the square root of the divergence in nats, 0 to √ln 2 ≈ .83. */
export function jensenShannonDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [p, q] = [sharesOf(first), sharesOf(second)];
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const middle = (p[i]! + q[i]!) / 2;
    divergence += relativeEntropy(p[i]!, middle) + relativeEntropy(q[i]!, middle);
  }
  return Math.sqrt(Math.max(0, divergence / 2));
}

/** The largest difference of any category's share (TFDV's L∞ distance). */
export function lInfinityDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [p, q] = [sharesOf(first), sharesOf(second)];
  return p.reduce((largest, share, i) => Math.max(largest, Math.abs(share - q[i]!)), 0);
}

/** A share of nothing counts as this, so that its logarithm is finite. */
const leastShare = 1e-4;

/** Population stability index: Σ (q − p) ln(q/p). Below .1 is taken for stable, above .25 for shifted. */
export function stabilityIndex(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [p, q] = [sharesOf(first), sharesOf(second)];
  return p.reduce((sum, share, i) => {
    const [before, now] = [Math.max(share, leastShare), Math.max(q[i]!, leastShare)];
    return sum + (now - before) * Math.log(now / before);
  }, 0);
}

function relativeEntropy(share: number, base: number): number {
  return share > 0 ? share * Math.log(share / base) : 0;
}
