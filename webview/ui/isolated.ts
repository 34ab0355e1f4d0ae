const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const quoted = /“([^“”]*)”/g;
const isolate = '\u2068';
const endOfIsolate = '\u2069';

/**
 * A sentence in which the names and values that it quotes may be written from right to left: each is held together, so
 * that the words and figures around it stay where they are.
 */
export function isolated(sentence: string): string {
  return rightToLeft.test(sentence) ? sentence.replace(quoted, `“${isolate}$1${endOfIsolate}”`) : sentence;
}
