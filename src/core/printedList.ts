/**
 * Lists of numbers as Python prints them, which is how pandas writes a column of arrays to a text file: `[0.1 0.9]` over several
 * lines, `[0.1, nan]`, `(0.1, 0.9)`, `array([0.1, 0.9])`, `tensor([0.1, 0.9], dtype=…)`, `[np.float64(0.1), np.float64(0.9)]`.
 * Patterns mean the same to RE2 and to JavaScript.
 */

/** One number in it. */
export const printedNumber = String.raw`[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[Nn]a[Nn]|inf|None)`;

const item = String.raw`(?:${printedNumber}|(?:np|numpy)\.float[0-9]+\(${printedNumber}\)|\.\.\.)`;
/** What the text of such a list, or of one in JSON, begins with. */
export const listStart = String.raw`[ \t\r\n]*(?:\[|\(\s*${item},\s|(?:(?:np|numpy|torch)\.)?(?:array|tensor)\()`;

const bracketed = String.raw`\[\s*${item}(?:(?:\s*,\s*|\s+)${item})*\s*,?\s*\]`;
/** Of at least two, with a space behind each comma: `(12)` and `(1,234)` are amounts. */
const tuple = String.raw`\(\s*${item}(?:,\s+${item})+,?\s*\)`;

/** The whole text of one. `...` stands for numbers that were left out. */
export const printedList = String.raw`[ \t\r\n]*(?:(?:(?:(?:np|numpy|torch)\.)?(?:array|tensor)\(\s*)?${bracketed}(?:\s*(?:,[^\[\]]*)?\))?|${tuple})`;

/** What of a printed list is no part of its numbers: names of types, and what stands behind the last bracket. */
export const beforeNumber = 'float[0-9]+';
export const behindNumbers = String.raw`\][^\[\]]*$`;

const whole = new RegExp(`^(?:${printedList})$`);

/** Whether numbers were left out when it was printed. */
export const isCutShort = (text: string): boolean => text.includes('...') && whole.test(text);

/** The numbers of a list as text, NaN for those that are none; null where it is no list of numbers, or was cut short. */
export function printedNumbers(text: string): number[] | null {
  if (!whole.test(text) || text.includes('...')) return null;
  const found = text.replaceAll(new RegExp(beforeNumber, 'g'), '').replace(new RegExp(behindNumbers), '').match(new RegExp(printedNumber, 'g'));
  return found?.map((each) => (/inf$/.test(each) ? Number(each.replace('inf', 'Infinity')) : Number(each))) ?? null;
}
