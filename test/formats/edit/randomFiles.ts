import type { Encoding } from '../../../src/core/dataset.ts';
import { encodeText } from '../../../src/formats/edit/recordText.ts';
import type { ByteSource } from '../../../src/formats/format.ts';

export type Random = (below: number) => number;

/** A piece of a record's text: a cell that can be edited where `column` is given. */
export interface Piece {
  readonly raw: string;
  readonly column?: number;
  readonly value?: string | null;
}

export interface RandomDialect {
  readonly encoding: Encoding;
  readonly mark: boolean;
  readonly delimiter: string;
  readonly quote: string;
  readonly width: number;
  readonly lineEnds: readonly string[];
  readonly quoting: 'all' | 'some' | 'needed';
}

export const encodings: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'latin1'];
const pieces = ['a', 'Z', '7', ' ', '.', 'ü', '€', 'word', ',', ';', '\t', '|', '\n', '\r\n', '\r', '"', "'", '--', '{}', '\\', '\\n', '/', '1e5', 'œ'];
const beyondLatin1 = ['😀', '日本', '\u2028', 'ß̈', '\ufeff'];

export function pick<T>(random: Random, of: readonly T[]): T {
  return of[random(of.length)]!;
}

export function randomValue(random: Random, encoding: Encoding): string | null {
  if (random(9) === 0) return null;
  const all = encoding === 'latin1' ? pieces : [...pieces, ...beyondLatin1];
  return Array.from({ length: random(5) }, () => pick(random, all)).join('');
}

export function randomDialect(random: Random): RandomDialect {
  const width = pick(random, [1, 2, 3, 5]);
  const encoding = pick(random, encodings);
  return {
    encoding,
    mark: encoding.startsWith('utf-16') || (encoding === 'utf-8' && random(2) === 0),
    delimiter: width === 1 ? '' : pick(random, [',', ';', '\t', '|']),
    quote: pick(random, ['"', "'"]),
    width,
    lineEnds: pick(random, [['\n'], ['\r\n'], ['\r'], ['\n', '\r\n'], ['\n', '\r\n', '\r']]),
    quoting: pick(random, ['all', 'some', 'needed']),
  };
}

/** A cell as a writer of the dialect would have it. Whether it is in quotes is also told by the result's first character. */
export function csvCell(value: string | null, { delimiter, quote, quoting }: RandomDialect, random: Random): string {
  if (value === null) return '';
  const needed = value === '' || value.includes(quote) || /[\r\n]/.test(value) || (delimiter !== '' && value.includes(delimiter));
  const quoted = needed || quoting === 'all' || (quoting === 'some' && random(2) === 0);
  return quoted ? quote + value.replaceAll(quote, quote + quote) + quote : value;
}

/** An object of JSON with spacing, escapes and numbers in odd ways; each of its pieces that has a column is a value. */
export function jsonRecord(random: Random, keys: readonly string[], encoding: Encoding, overLines: boolean): Piece[] {
  const spaces = overLines ? ['', ' ', '\n  ', '\r\n\t'] : ['', '', ' ', '  ', '\t'];
  const space = (): string => pick(random, spaces);
  const record: Piece[] = [{ raw: `{${space()}` }];
  const present = keys.map((_, column) => column).filter((column) => column === 0 || random(5) > 0);
  if (random(2) === 0) present.reverse();
  if (random(6) === 0) present.push(pick(random, present));
  present.forEach((column, place) => {
    const value = jsonValue(random, encoding);
    record.push({ raw: `${place === 0 ? '' : `,${space()}`}${JSON.stringify(keys[column])}${space()}:${space()}` }, { ...value, column }, { raw: space() });
  });
  record.push({ raw: '}' });
  return record;
}

function jsonValue(random: Random, encoding: Encoding): { raw: string; value: string | null } {
  const kind = random(6);
  if (kind === 0) return { raw: 'null', value: null };
  if (kind === 1) return spelled(pick(random, ['0', '-0', '1.10', '1e5', '-3.25E+7', '12345678901234567890']));
  if (kind === 2) return spelled(pick(random, ['true', 'false']));
  if (kind === 3)
    return pick(random, [
      { raw: '{ "a" : [1, 2] }', value: '{"a":[1,2]}' },
      { raw: '[ ]', value: '[]' },
      { raw: '["x, y" , null]', value: '["x, y",null]' },
    ]);
  const value = randomValue(random, encoding) ?? '';
  const raw =
    random(3) === 0
      ? `"${Array.from(value, (character) =>
          character
            .split('')
            .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
            .join(''),
        ).join('')}"`
      : JSON.stringify(value);
  return { raw: random(4) === 0 ? raw.replaceAll('/', '\\/') : raw, value };
}

const spelled = (raw: string): { raw: string; value: string } => ({ raw, value: raw });

export function fileBytes(text: string, { encoding, mark }: { readonly encoding: Encoding; readonly mark: boolean }): Buffer {
  return encodeText((mark ? '\ufeff' : '') + text, encoding);
}

export function memorySource(path: string, bytes: Uint8Array): ByteSource {
  return { path, size: bytes.length, read: async (offset, length) => Uint8Array.prototype.slice.call(bytes, offset, offset + length) };
}
