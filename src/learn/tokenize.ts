/** A word: letters, marks and digits, with apostrophes inside. Or one run of a script that writes no spaces between words. */
const unspaced = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const runs = new RegExp(`[${unspaced}ー]+|(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}_])+(?:['’](?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}_])+)*`, 'gu');
const startsUnspaced = new RegExp(`^[${unspaced}ー]`, 'u');
/** Most units between a character and the characters that make one n-gram with it. */
const longestGram = 3;

/** Gets the place of a term in the normalised text, and whether it is a pair of words rather than one. */
export type TermVisitor = (start: number, end: number, kind: 'word' | 'gram') => void;

/** The form of a text whose terms are counted: NFKC, lower case. */
export function normaliseText(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase();
}

/**
 * Visits the words of a normalised text in their order. Scripts without spaces between words (Chinese,
 * Japanese, Thai, Lao, Khmer, Burmese) give n-grams of one to three characters in place of words.
 */
export function visitTokens(text: string, visit: TermVisitor): void {
  runs.lastIndex = 0;
  for (let match = runs.exec(text); match; match = runs.exec(text)) {
    const start = match.index;
    const end = start + match[0].length;
    if (text.charCodeAt(start) > 0x0dff && startsUnspaced.test(match[0])) visitGrams(text, start, end, visit);
    else visit(start, end, 'word');
  }
}

function visitGrams(text: string, start: number, end: number, visit: TermVisitor): void {
  for (let from = start; from < end; from = nextCharacter(text, from)) {
    for (let length = 1, to = from; length <= longestGram && to < end; length++) {
      to = nextCharacter(text, to);
      visit(from, to, 'gram');
    }
  }
}

function nextCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length ? at + 2 : at + 1;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
