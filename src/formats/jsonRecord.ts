/**
 * Reads one JSON object member by member, keeping the text of every value as the file has it: `1.10` stays `1.10`,
 * a big integer keeps its digits. Strict JSON (RFC 8259); its own reader because `JSON.parse` rewrites numbers.
 */

/** Where and why a text is not what it should be. `at` is an offset in the text. */
export class JsonTrouble extends Error {
  override readonly name = 'JsonTrouble';

  constructor(
    readonly why: string,
    readonly at: number,
  ) {
    super(why);
  }
}

/** Why a record is not a JSON object, in words for its finding. */
export function jsonReason(trouble: JsonTrouble): string {
  return `Not a JSON object: ${trouble.why}, at column ${trouble.at + 1}`;
}

export interface JsonMembers {
  /**
   * `text` is null for a JSON null; a string's own text; else the value's JSON text without white space.
   * The member's key begins at `keyStart` of the object's text, its value reaches from `start` to `end`.
   */
  (key: string, text: string | null, keyStart: number, start: number, end: number): void;
}

const quote = 34;
const backslash = 92;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Calls `member` for each member of the object that the whole of `text` is. Throws a `JsonTrouble`. */
export function readJsonObject(text: string, member: JsonMembers): void {
  let at = skipSpace(text, 0);
  if (text[at] !== '{') {
    const end = scanValue(text, at);
    requireEnd(text, end);
    throw new JsonTrouble(`an object is expected, and this is ${nameOfKind(text[at]!)}`, at);
  }
  at = skipSpace(text, at + 1);
  if (text[at] === '}') return requireEnd(text, at + 1);
  for (;;) {
    if (text.charCodeAt(at) !== quote) throw unexpected(text, at, 'a key in double quotes');
    const keyStart = at;
    const keyEnd = scanString(text, at);
    const key = unquote(text, at, keyEnd);
    at = skipSpace(text, keyEnd);
    if (text[at] !== ':') throw unexpected(text, at, 'a colon');
    const start = skipSpace(text, at + 1);
    const end = scanValue(text, start);
    member(key, valueText(text, start, end), keyStart, start, end);
    at = skipSpace(text, end);
    if (text[at] === '}') return requireEnd(text, at + 1);
    if (text[at] !== ',') throw unexpected(text, at, 'a comma or }');
    at = skipSpace(text, at + 1);
  }
}

function requireEnd(text: string, at: number): void {
  const end = skipSpace(text, at);
  if (end < text.length) throw new JsonTrouble(`more text follows the value: ${show(text, end)}`, end);
}

function nameOfKind(first: string): string {
  if (first === '[') return 'an array';
  if (first === '"') return 'a string';
  if (first === 't' || first === 'f') return 'a boolean';
  return first === 'n' ? 'null' : 'a number';
}

function valueText(text: string, start: number, end: number): string | null {
  const first = text.charCodeAt(start);
  if (first === quote) return unquote(text, start, end);
  if (first === 123 || first === 91) return compact(text, start, end);
  const slice = text.slice(start, end);
  return slice === 'null' ? null : slice;
}

function unquote(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
}

/** A value's text without the white space outside its strings. */
export function compact(text: string, start: number, end: number): string {
  let kept = '';
  let from = start;
  for (let at = start; at < end; ) {
    const code = text.charCodeAt(at);
    if (code === quote) at = scanString(text, at);
    else if (isSpace(code)) {
      kept += text.slice(from, at);
      while (isSpace(text.charCodeAt(at))) at++;
      from = at;
    } else at++;
  }
  return from === start ? text.slice(start, end) : kept + text.slice(from, end);
}

/** Offset after the value that starts at `at`; nested ones are walked without recursion, however deep. Throws a `JsonTrouble`. */
export function scanValue(text: string, at: number): number {
  /** The open brackets: true for an object. */
  const open: boolean[] = [];
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) {
      const isObject = code === 123;
      const inside = skipSpace(text, at + 1);
      if (text.charCodeAt(inside) === (isObject ? 125 : 93)) at = inside + 1;
      else {
        open.push(isObject);
        at = isObject ? scanKey(text, inside) : inside;
        continue;
      }
    } else at = scanScalar(text, at, code);
    for (;;) {
      const inObject = open.at(-1);
      if (inObject === undefined) return at;
      at = skipSpace(text, at);
      const next = text.charCodeAt(at);
      if (next === 44) {
        at = skipSpace(text, at + 1);
        if (inObject) at = scanKey(text, at);
        break;
      }
      if (next !== (inObject ? 125 : 93)) throw unexpected(text, at, inObject ? 'a comma or }' : 'a comma or ]');
      open.pop();
      at++;
    }
  }
}

function scanKey(text: string, at: number): number {
  if (text.charCodeAt(at) !== quote) throw unexpected(text, at, 'a key in double quotes');
  const colon = skipSpace(text, scanString(text, at));
  if (text[colon] !== ':') throw unexpected(text, colon, 'a colon');
  return skipSpace(text, colon + 1);
}

function scanScalar(text: string, at: number, code: number): number {
  if (code === quote) return scanString(text, at);
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, at)) return at + word.length;
  numberPattern.lastIndex = at;
  const found = numberPattern.exec(text);
  if (found) return at + found[0].length;
  const word = /(?:NaN|-?Infinity|undefined|None|True|False)\b/y;
  word.lastIndex = at;
  const name = word.exec(text)?.[0];
  if (name) throw new JsonTrouble(`${name} is not JSON`, at);
  throw unexpected(text, at, 'a value');
}

/** Offset after the string that starts at `start`. Throws a `JsonTrouble`. */
export function scanString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) {
      at++;
      const escaped = text.charCodeAt(at);
      if (escaped === 117) {
        if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) throw new JsonTrouble('\\u is not followed by four hexadecimal digits', at - 1);
        at += 4;
      } else if (Number.isNaN(escaped) || !'"\\/bfnrt'.includes(text[at]!)) throw new JsonTrouble(`\\${text[at] ?? ''} is no escape of JSON`, at - 1);
    } else if (code < 32) {
      throw new JsonTrouble(`a control character (U+${code.toString(16).toUpperCase().padStart(4, '0')}) stands in a string`, at);
    }
  }
  throw new JsonTrouble('a string is not closed', start);
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

/** Offset of the first character from `at` on that is not JSON white space. */
export function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function unexpected(text: string, at: number, expected: string): JsonTrouble {
  return new JsonTrouble(at >= text.length ? `it ends where ${expected} is expected` : `${expected} is expected, and ${show(text, at)} stands there`, at);
}

function show(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  return /[\p{Cc}\p{Cs}]/u.test(character) ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}` : `“${character}”`;
}
