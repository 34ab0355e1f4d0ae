/** Characters that Windows-1252 has at the bytes 0x80–0x9F, in their order; NUL where it has none. */
const windows1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';
/** The same for a pattern, with the C1 controls that Latin-1 has there. */
const trailing = `\u0080-\u00BF${windows1252.replaceAll('\0', '')}`;

/** For RE2 and JavaScript: a byte that begins a UTF-8 sequence before one that continues it, both read as single characters. */
export const mojibakePattern = `[\u00C2-\u00F4][${trailing}]`;

const suspect = new RegExp(`[\u00C2-\u00F4][${trailing}]{1,3}`, 'gu');
/** What text in other languages is likely to hold; a sequence that gives anything else was no mojibake. */
const plausible =
  /^[\u00A0-\u017F\u0370-\u052F\u1E00-\u1EFF\u2010-\u203A\u20AC\u2122\u2026\u3000-\u30FF\u4E00-\u9FFF\uAC00-\uD7AF\uFF00-\uFFEF\u{1F000}-\u{1FAFF}\u2600-\u27BF\uFE0F]$/u;
const capitalBeforeMark = /\p{Lu}$/u;

const decoder = new TextDecoder('utf-8', { fatal: true });

export interface Mojibake {
  /** As it stands in the text, and what it was. */
  readonly found: string;
  readonly meant: string;
  /** The whole text, put right. */
  readonly repaired: string;
}

/**
 * UTF-8 that was decoded as Windows-1252 or Latin-1 (`Ã©` for `é`, `â€™` for `’`): sequences that decode again, to
 * a likely character. `É»` at the end of a French quotation or `Ä“` in German is none.
 */
export function findMojibake(text: string): Mojibake | null {
  let first: { found: string; meant: string } | null = null;
  const repaired = text.replace(suspect, (run: string, offset: number) => {
    const decoded = decodeAgain(run);
    if (!decoded) return run;
    // A capital within capitals, then a closing mark: “PÅ”, »KÄ…
    if (decoded.length === 2 && capitalBeforeMark.test(text.slice(Math.max(0, offset - 2), offset)) && /[\p{Pf}\p{Pi}\p{Po}\p{Pd}]/u.test(run[1]!)) return run;
    first ??= { found: run.slice(0, decoded.length), meant: decoded.character };
    return decoded.character + run.slice(decoded.length);
  });
  return first === null ? null : { ...(first as { found: string; meant: string }), repaired };
}

/** The character that the run begins with, once its bytes are decoded as what they were. */
function decodeAgain(run: string): { character: string; length: number } | null {
  const lead = run.charCodeAt(0);
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (run.length < length) return null;
  const bytes = Uint8Array.from([...run.slice(0, length)], byteOf);
  try {
    const character = decoder.decode(bytes);
    return plausible.test(character) ? { character, length } : null;
  } catch {
    return null;
  }
}

function byteOf(character: string): number {
  const place = windows1252.indexOf(character);
  return place >= 0 ? 0x80 + place : character.charCodeAt(0);
}
