/** Words that people and programs write where there is no value; compared in lower case, without white space around. */
export const sentinelWords: readonly string[] = [
  'na', 'n/a', '#n/a', 'n.a.', 'nan', 'null', 'nil', 'none', '-', '--', '?', '.', 'missing', 'unknown', 'undefined', '(null)', '<na>',
];

const words: ReadonlySet<string> = new Set(sentinelWords);
const longest = Math.max(...sentinelWords.map((word) => word.length));

/** Whether the text says that there is no value. A blank is no sentinel. */
export function isSentinel(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= longest && words.has(trimmed.toLowerCase());
}
