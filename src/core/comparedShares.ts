/** Places after the point at most: beyond, two shares are told from each other by their counts alone. */
const mostDecimals = 6;

/**
 * Two shares of 0–1 beside each other, as `usual` writes them, with as many places as it takes for different ones to be
 * written differently.
 */
export function comparedShares(first: number, second: number, usual: (share: number) => string): readonly [string, string] {
  const written = [usual(first), usual(second)] as const;
  if (first === second || written[0] !== written[1]) return written;
  for (let decimals = 1; decimals <= mostDecimals; decimals++) {
    const [one, other] = [first, second].map((share) => `${(share * 100).toFixed(decimals)} %`) as [string, string];
    if (one !== other) return [one, other];
  }
  return written;
}
