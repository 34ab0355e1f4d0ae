import { DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { quoteLiteral } from './quote.ts';

/**
 * NFKC, which DuckDB does not have. A function of ours can be called from SQL, but is called on the main thread, where
 * the requests of the editor wait too: so SQL sorts out the texts that NFKC leaves alone, does what is common by itself,
 * and calls the function for what is rare.
 */
const composeFunction = 'winnow_compose';

/** Characters of everyday texts that NFKC changes, and what into: a Chinese text has them in every line. */
const commonCharacters = '\u00a0\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u3000\uff01\uff05\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff5e';
const commonChanged = ' a23\u03bc1o !%(),:;?~';
const commonSequences: readonly (readonly [string, string])[] = [['\u2026', '...'], ['\u2122', 'TM'], ['\u0e33', '\u0e4d\u0e32']];
const common = new Set([...commonCharacters, ...commonSequences.map(([from]) => from)]);

/** Characters beyond the first plane that NFKC may change: all but emoji and Chinese extensions, to be on the safe side. */
const rareHigh = String.raw`\x{10000}-\x{1f2ff}\x{1fb00}-\x{1ffff}\x{2f800}-\x{2ffff}\x{e0000}-\x{10ffff}`;

/** What a character class of RE2 says of characters of the first plane. */
function classOf(belongs: (character: string) => boolean): string {
  const ranges: string[] = [];
  const escape = (code: number): string => `\\x{${code.toString(16)}}`;
  let first = -1;
  for (let code = 0x80; code <= 0x10000; code++) {
    const inside = code < 0x10000 && (code < 0xd800 || code > 0xdfff) && belongs(String.fromCharCode(code));
    if (inside && first < 0) first = code;
    if (!inside && first >= 0) {
      ranges.push(first === code - 1 ? escape(first) : `${escape(first)}-${escape(code - 1)}`);
      first = -1;
    }
  }
  return ranges.join('');
}

interface Classes {
  /** Characters that only the function knows what to do with. */
  readonly rare: string;
  /** Marks, which may join the letter before them. */
  readonly joining: string;
  /** Any that NFKC may change: those, and the common ones. */
  readonly any: string;
}

let known: Classes | null = null;

/** By the Unicode tables of this process, worked out when they are first needed: about 20 ms. */
function characterClasses(): Classes {
  if (known) return known;
  const changes = (character: string): boolean => character.normalize('NFKC') !== character.normalize('NFC');
  // Vowels and final consonants of Hangul join the consonant before them, as marks do.
  const joins = (character: string): boolean => /[\p{M}\u1161-\u1175\u11a8-\u11c2]/u.test(character) || character.normalize('NFC') !== character;
  const rare = classOf((character) => changes(character) && !common.has(character)) + rareHigh;
  const joining = classOf(joins);
  return (known = { rare, joining, any: rare + joining + [...common].map((character) => `\\x{${character.charCodeAt(0).toString(16)}}`).join('') });
}

/** A boolean expression: NFKC may change the text, or one of the `others` (for a character class of RE2) is in it. */
export function mayChangeIn(text: string, others = ''): string {
  return `regexp_matches(${text}, ${quoteLiteral(`[${characterClasses().any}${others}]`)})`;
}

/** A text expression in NFKC, over one that is not ASCII. */
export function composeIn(text: string): string {
  const { rare, joining } = characterClasses();
  const has = (characters: string): string => `regexp_matches(${text}, ${quoteLiteral(`[${characters}]`)})`;
  const translated = `translate(${text}, ${quoteLiteral(commonCharacters)}, ${quoteLiteral(commonChanged)})`;
  const replaced = commonSequences.reduce((inner, [from, to]) => `replace(${inner}, ${quoteLiteral(from)}, ${quoteLiteral(to)})`, translated);
  return `CASE WHEN NOT ${mayChangeIn(text)} THEN ${text} WHEN ${has(rare)} THEN ${composeFunction}(${text}) WHEN ${has(joining)} THEN nfc_normalize(${replaced}) ELSE ${replaced} END`;
}

/** A function for SQL: a text in Unicode's form NFKC. */
export function createComposeFunction(): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name: composeFunction,
    returnType: VARCHAR,
    parameterTypes: [VARCHAR],
    mainFunction(_info, input, output) {
      const texts = input.getColumnVector(0);
      for (let row = 0; row < input.rowCount; row++) {
        const text = texts.getItem(row);
        output.setItem(row, typeof text === 'string' ? text.normalize('NFKC') : null);
      }
      output.flush();
    },
  });
}
