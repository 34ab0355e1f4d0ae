import { printedNumber } from './printedList.ts';

/**
 * Dicts of labels with their probabilities as Python prints them, which is how pandas writes them to a text file:
 * `{'pos': 0.9, 'neg': 0.1}`, `{0: np.float64(0.9), 1: nan}`, and lists of `{'label': 'pos', 'score': 0.9}`. What JSON writes
 * of such a dict is one too. Patterns mean the same to RE2 and to JavaScript.
 */
const quoted = String.raw`(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`;
const number = String.raw`(?:(?:np|numpy)\.float[0-9]+\(\s*)?${printedNumber}\)?`;
const key = String.raw`(?:${quoted}|[0-9]+)`;
const scored = String.raw`\{\s*(?:'label'|"label")\s*:\s*${quoted}\s*,\s*(?:'score'|"score")\s*:\s*${number}\s*\}`;

const space = String.raw`[ \t\r\n]*`;
/** The whole text of a dict of numbers. */
export const printedDict = String.raw`${space}\{\s*${key}\s*:\s*${number}(?:\s*,\s*${key}\s*:\s*${number})*\s*,?\s*\}${space}`;
/** The whole text of a list of labels with their scores. */
export const printedScores = String.raw`${space}\[\s*${scored}(?:\s*,\s*${scored})*\s*,?\s*\]${space}`;

/** In a dict, the keys as they are written (1) and the numbers (2). */
export const dictEntry = String.raw`(${key})\s*:\s*(?:(?:np|numpy)\.float[0-9]+\(\s*)?(${printedNumber})`;
/** The same in a list of labels with their scores. */
export const scoredEntry = String.raw`\{\s*.label.\s*:\s*(${quoted})\s*,\s*.score.\s*:\s*(?:(?:np|numpy)\.float[0-9]+\(\s*)?(${printedNumber})`;

const wholeDict = new RegExp(`^(?:${printedDict})$`);
const wholeScores = new RegExp(`^(?:${printedScores})$`);

export const isPrintedDict = (text: string): boolean => wholeDict.test(text);

const entryOfDict = new RegExp(dictEntry, 'g');
const entryOfScores = new RegExp(scoredEntry, 'g');

/** The labels that a printed dict or list of scores names, in its order; null where it is neither. */
export function printedLabels(text: string): string[] | null {
  const entry = wholeDict.test(text) ? entryOfDict : wholeScores.test(text) ? entryOfScores : null;
  return entry && [...text.matchAll(entry)].map(([, name]) => (/^['"]/.test(name!) ? name!.slice(1, -1).replace(/\\(.)/g, '$1') : name!));
}
