import { countOf } from '../core/countWords.ts';

const units: readonly (readonly [string, number])[] = [['GB', 1e9], ['MB', 1e6], ['kB', 1e3], ['bytes', 1]];

/**
 * What loading has come to, in words: “Loading rows · 1,204,000 rows · 0.4 of 1.0 GB”. `bytes` are of `size`; both
 * absent where they say nothing.
 */
export function loadWords(words: string, rows: number, bytes?: number, size?: number): string {
  const parts = [words];
  if (rows > 0) parts.push(countOf(rows, 'row'));
  if (bytes !== undefined && size !== undefined) {
    const [unit, length] = units.find(([, each]) => size >= each) ?? units.at(-1)!;
    const inUnit = (value: number): string => (value / length).toFixed(length === 1 ? 0 : 1);
    parts.push(`${inUnit(bytes)} of ${inUnit(size)} ${unit}`);
  }
  return parts.join(' · ');
}
