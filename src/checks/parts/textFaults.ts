import { findMojibake } from './mojibake.ts';
import { countOf, formatCount, quoted } from './words.ts';

export type TextFaultKind = 'empty' | 'near-empty' | 'too-long' | 'too-short' | 'replacement' | 'mojibake' | 'control' | 'html' | 'repeated' | 'script';

export interface TextFault {
  readonly kind: TextFaultKind;
  /** The end of a sentence whose subject is the column. */
  readonly words: string;
  /** The whole text without the fault, where that can be said. */
  readonly repaired?: string;
}

/** What is usual in a column of text. */
export interface TextColumn {
  /** Whether texts here say something: a letter alone is then next to nothing. */
  readonly isProse: boolean;
  /** Characters: the median, and the fewest and most that are not far from it. */
  readonly medianLength: number;
  readonly fewest: number;
  readonly most: number;
  /** Whether HTML is rare enough to be left over. */
  readonly htmlIsForeign: boolean;
  /** Scripts (Unicode names) that hardly any row uses. */
  readonly foreignScripts: readonly string[];
}

/** Scripts that are told apart. Hiragana and Katakana go with Han in Japanese, and so need rows of their own to be rare. */
export const scripts: readonly string[] = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Thai',
  'Bengali',
  'Tamil',
  'Georgian',
  'Armenian',
];

const tags =
  'a|b|big|blockquote|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|iframe|img|li|meta|ol|p|pre|script|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul';
/** For RE2 and JavaScript, without regard to case. Placeholders such as `<name>` are no HTML. */
export const htmlPattern = `</?(?:${tags})(?:\\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|apos|copy|reg|hellip|[mn]dash|[lr][sd]quo|euro|#[0-9]{1,7}|#x[0-9a-f]{1,6});`;
/** One of these is in every match of it. */
export const htmlSigns: readonly string[] = ['<', '&'];
/** For RE2: control characters, in ASCII and beyond, and characters that were lost. */
export const controlPattern = String.raw`[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]`;
export const controlBeyondAscii = String.raw`[\x{80}-\x{9F}\x{FEFF}\x{FFFD}]`;
/** For RE2 and JavaScript: something that counts as content; without it a text is next to empty. */
export const contentPattern = String.raw`[\p{L}\p{N}][^\p{L}\p{N}]*[\p{L}\p{N}]|[\p{So}]`;

const html = new RegExp(htmlPattern, 'iu');
const content = new RegExp(contentPattern, 'su');
const oneIsEnough = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFEFF]/u;
/** Those that one text in Japanese has. */
export const japanese: readonly string[] = ['Han', 'Hiragana', 'Katakana'];
/** The script of a character; undefined where it is none of those. */
export const scriptOf = (character: string): string | undefined => scripts.find((script) => character.search(scriptPatterns.get(script)!) === 0);

const scriptPatterns = new Map(scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'gu')]));

/** Times in a row, and share of at least as many words, that make a word one that is repeated. */
const timesInARow = 5;
const shareOfWords = 0.8;
/**
 * Any text with a repeated word has it so many times in a row, and one of more than a few words once more: what the engine
 * can look for. Of n ≥ 15 words with more than 80 % alike, fewer than n / 5 stand between them, which leaves a run of 4.
 */
export const surelyInARow = 3;
export const surelyInARowOfMany = 4;
const fewWords = 16;
const space = String.raw`[ \t\n\v\f\r]`;
const nonSpace = String.raw`[^ \t\n\v\f\r]`;
const initials = [...'abcdefghijklmnopqrstuvwxyz', String.raw`[^a-z \t\n\v\f\r\x80-\x{10ffff}]`, String.raw`[\x80-\x{10ffff}]`];
/**
 * For RE2, without regard to case: as many words in a row begin with the same letter. Texts without such a run repeat no word,
 * and need not be split into their words, which takes several times as long.
 */
export const sameInitialPattern = (times: number): string =>
  `(?i:(?:^|${space})(?:${initials.map((initial) => `(?:${initial}${nonSpace}*${space}+){${times - 1}}${initial}`).join('|')}))`;
/** For RE2: few enough words that one may be repeated without four of them in a row. */
export const fewWordsPattern = `^${space}*(?:${nonSpace}+${space}+){0,${fewWords - 1}}${nonSpace}*$`;
/** Letters of a foreign script that are more than a formula or a name. */
const foreignShare = 0.3;
const foreignLetters = 3;

/** What is unusual about a text, worst first. `length` is its number of characters. */
export function findTextFaults(text: string | null, length: number, column: TextColumn): TextFault[] {
  if (text === null || text.trim() === '') return [{ kind: 'empty', words: 'is empty' }];
  const faults = [
    lostCharacter(text),
    mojibake(text),
    controlCharacter(text),
    nearEmpty(text, column),
    repeatedWord(text),
    farLength(length, column),
    foreignScript(text, column),
    leftoverHtml(text, column),
  ];
  return faults.filter((fault) => fault !== null);
}

function lostCharacter(text: string): TextFault | null {
  return text.includes('\uFFFD') ? { kind: 'replacement', words: 'has a character that was lost in decoding (U+FFFD)' } : null;
}

function mojibake(text: string): TextFault | null {
  const found = findMojibake(text);
  if (!found) return null;
  return { kind: 'mojibake', words: `was decoded with the wrong encoding (${quoted(found.found)} was ${quoted(found.meant)})`, repaired: found.repaired };
}

function controlCharacter(text: string): TextFault | null {
  const found = control.exec(text)?.[0];
  if (found === undefined) return null;
  return { kind: 'control', words: `has a control character (U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')})` };
}

function nearEmpty(text: string, { isProse }: TextColumn): TextFault | null {
  if (!isProse || content.test(text) || oneIsEnough.test(text)) return null;
  return { kind: 'near-empty', words: `says next to nothing (${quoted(text)})` };
}

function repeatedWord(text: string): TextFault | null {
  const words = text.toLowerCase().trim().split(/[ \t\n\v\f\r]+/u);
  if (words.length < timesInARow) return null;
  const counts = new Map<string, number>();
  let run = 0;
  let longest = { word: '', times: 0 };
  words.forEach((word, index) => {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    run = word === words[index - 1] ? run + 1 : 1;
    if (run > longest.times && /\p{L}/u.test(word)) longest = { word, times: run };
  });
  const all = counts.get(longest.word) ?? 0;
  if (longest.times < timesInARow && all <= shareOfWords * words.length) return null;
  return { kind: 'repeated', words: `repeats ${quoted(longest.word)} ${formatCount(Math.max(longest.times, all))} times` };
}

function farLength(length: number, { medianLength, fewest, most }: TextColumn): TextFault | null {
  const against = `${countOf(length, 'character')}, where the median is ${formatCount(Math.round(medianLength))}`;
  if (length > most) return { kind: 'too-long', words: `is far longer than the rest (${against})` };
  return length < fewest ? { kind: 'too-short', words: `is far shorter than the rest (${against})` } : null;
}

function foreignScript(text: string, { foreignScripts }: TextColumn): TextFault | null {
  if (foreignScripts.length === 0) return null;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const script of foreignScripts) {
    const count = text.match(scriptPatterns.get(script)!)?.length ?? 0;
    if (count >= foreignLetters && count >= foreignShare * letters) {
      return { kind: 'script', words: `is in ${script} letters, unlike the rest (${formatCount(count)} of ${formatCount(letters)} letters)` };
    }
  }
  return null;
}

function leftoverHtml(text: string, { htmlIsForeign }: TextColumn): TextFault | null {
  const found = htmlIsForeign ? html.exec(text)?.[0] : undefined;
  return found === undefined ? null : { kind: 'html', words: `has leftover HTML (${quoted(found)})` };
}
