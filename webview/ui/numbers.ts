/** How figures are written on every screen: 12,480 · 0.2 % · .97 */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

export function formatCount(count: number): string {
  return whole.format(count);
}

/** “1 row”, “2 rows”. The plural adds an s unless it is given. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share of 0–1 in per cent: two significant places below ten, none above; never a rounded 0 or 100. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (share > 0 && percent < 0.1) return '< 0.1 %';
  if (share < 1 && percent > 99.9) return '> 99.9 %';
  return `${percent.toFixed(percent < 9.95 && share > 0 ? 1 : 0)} %`;
}

/** A score of 0–1 with two places and no leading zero: .97; 1.00 for one. */
export function formatScore(score: number): string {
  return score.toFixed(2).replace(/^0\./, '.');
}

/** Any other number, with at most four significant digits. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return whole.format(value);
  return size < 1e-4 || size >= 1e15 ? value.toExponential(2) : short.format(value);
}

/** What a button says that shows the next lines of a list: “Show 50 more of 120”, “Show 10 more” where none is left then. */
export function moreWords(left: number, page: number): string {
  return left > page ? `Show ${formatCount(page)} more of ${formatCount(left)}` : `Show ${formatCount(left)} more`;
}

/** A value for reading: missing and empty are told apart from text, and white space at its ends can be seen. */
export function formatValue(value: string | null): string {
  if (value === null) return '(missing)';
  if (value === '') return '(empty)';
  return value === value.trim() ? value : `“${value}”`;
}
