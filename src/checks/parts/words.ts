import { formatCount } from '../../core/countWords.ts';
import { listInWords } from '../../core/listInWords.ts';

export { countOf, formatCount } from '../../core/countWords.ts';

/** The words and numbers that messages are made of. */

/** A number as a person would say it: at most six significant digits, thousands grouped, `1.2e+30` beyond. */
export function formatNumber(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-6)) return value.toPrecision(4).replace(/\.?0+e/, 'e');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** A share of 0–1 in per cent: `2.1 %`; small ones keep two significant digits. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent >= 1) return `${percent.toLocaleString('en-US', { maximumFractionDigits: 1 })} %`;
  return percent < 0.001 ? '< 0.001 %' : `${percent.toLocaleString('en-US', { maximumSignificantDigits: 2 })} %`;
}

/** `41 of 2,000 rows (2.1 %)`. */
export function ofRows(count: number, total: number): string {
  const share = total === 0 ? '' : ` (${formatShare(count / total)})`;
  return `${formatCount(count)} of ${formatCount(total)} ${total === 1 ? 'row' : 'rows'}${share}`;
}

/** `a, b and c`; beyond `limit`, `a, b and 7 more`. */
export function listed(items: readonly string[], limit = 5): string {
  return listInWords(items.length > limit ? [...items.slice(0, limit), `${formatCount(items.length - limit)} more`] : items);
}

/** `rows 3, 17 and 40`. */
export function listedRows(rows: ArrayLike<number>, limit = 5): string {
  const shown = Array.from({ length: Math.min(limit, rows.length) }, (_, index) => formatCount(rows[index]!));
  if (rows.length > limit) shown.push(`${formatCount(rows.length - limit)} more`);
  return `${rows.length === 1 ? 'row' : 'rows'} ${listed(shown, limit + 1)}`;
}

const quotedLength = 80;

/** Cell text in a message: in quotes, cut at 80 characters, with control characters made visible. */
export function quoted(text: string): string {
  const head = [...text.slice(0, quotedLength * 2 + 2)];
  const cut = head.length > quotedLength ? `${head.slice(0, quotedLength).join('')}…` : text;
  return `“${visible(cut)}”`;
}

/** C0 controls as their Unicode pictures (`␊`), other invisible ones as `\u202E`. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
