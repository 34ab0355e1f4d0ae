import { fractionDigits, type TimeUnit } from '../timeUnits.ts';
import { EditError } from './editError.ts';

/**
 * Typed values of texts: the way back from `valueText.ts`, for files that declare their types. Every function throws an
 * `EditError` for a text that is none of its type.
 */

function refuse(text: string, what: string): EditError {
  return new EditError(`“${text.length > 80 ? `${text.slice(0, 80)}…` : text}” is not ${what}`);
}

/** `true` or `false`, in any letter case. Throws an EditError for all else. */
export function parseBoolean(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw refuse(text, 'a boolean: write true or false');
}

/** A whole number of so many bits. */
export function parseInteger(text: string, bits: number, signed: boolean): bigint {
  const trimmed = text.trim();
  if (!/^[+-]?\d+$/.test(trimmed)) throw refuse(text, 'a whole number');
  const value = BigInt(trimmed.replace(/^\+/, ''));
  const wrapped = signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  if (wrapped !== value) throw refuse(text, `a whole number of ${bits} bits${signed ? '' : ' without a sign'}`);
  return value;
}

/** `nan`, `inf` and `-inf` are doubles too. */
export function parseDouble(text: string): number {
  const trimmed = text.trim();
  const special = /^([+-]?)(nan|inf(?:inity)?)$/i.exec(trimmed);
  if (special) return special[2]!.toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) throw refuse(text, 'a number');
  return Number(trimmed);
}

/** A number of `scale` decimal places, times ten to the power of `scale`. `precision`: the most digits. */
export function parseDecimal(text: string, scale: number, precision: number): bigint {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  const whole = found?.[2] ?? '';
  const fraction = (found?.[3] ?? '').replace(/0+$/, '');
  if (!found || (whole === '' && (found[3] ?? '') === '')) throw refuse(text, 'a decimal number');
  if (fraction.length > scale) throw refuse(text, `a number of ${scale} decimal places at most`);
  const unscaled = BigInt(whole + fraction.padEnd(Math.max(0, scale), '0'));
  if (scale < 0 && unscaled % 10n ** BigInt(-scale) !== 0n) throw refuse(text, `a multiple of ${10 ** -scale}`);
  const value = scale < 0 ? unscaled / 10n ** BigInt(-scale) : unscaled;
  if (value.toString().length > precision) throw refuse(text, `a number of ${precision} digits at most`);
  return found[1] === '-' ? -value : value;
}

/** Days since 1970-01-01, of `2024-02-29`, `0044-03-15 (BC)`. */
export function parseDate(text: string): bigint {
  const found = /^(\d{4,})-(\d{2})-(\d{2})( \(BC\))?$/.exec(text.trim());
  const date = found && daysOf(BigInt(found[1]!), Number(found[2]), Number(found[3]), found[4] !== undefined);
  if (date === null) throw refuse(text, 'a date: write it as 2024-02-29');
  return date;
}

/** null where there is no such day. */
function daysOf(yearText: bigint, month: number, day: number, beforeChrist: boolean): bigint | null {
  const year = beforeChrist ? 1n - yearText : yearText;
  const isLeap = year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n);
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1]!) return null;
  // A civil date to days by H. Hinnant, “chrono-Compatible Low-Level Date Algorithms”.
  const shifted = month <= 2 ? year - 1n : year;
  const era = (shifted >= 0n ? shifted : shifted - 399n) / 400n;
  const yearOfEra = shifted - era * 400n;
  const dayOfYear = BigInt(Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1);
  return era * 146_097n + yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear - 719_468n;
}

/** A time of day, `23:59:59.5`, counted in the unit. */
export function parseTime(text: string, unit: TimeUnit): bigint {
  const found = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/.exec(text.trim());
  const [hours, minutes, seconds] = [Number(found?.[1]), Number(found?.[2]), Number(found?.[3])];
  const fraction = (found?.[4] ?? '').replace(/0+$/, '');
  if (!found || hours > 23 || minutes > 59 || seconds > 59) throw refuse(text, 'a time: write it as 23:59:59');
  if (fraction.length > fractionDigits[unit]) throw refuse(text, `a time in whole ${unit}, as the file has them`);
  const perSecond = 10n ** BigInt(fractionDigits[unit]);
  return BigInt(hours * 3600 + minutes * 60 + seconds) * perSecond + BigInt(fraction.padEnd(fractionDigits[unit], '0') || '0');
}

/** A moment since 1970-01-01, counted in the unit, of `2024-02-29 23:59:59.5`, with `+00` or `Z` or without. */
export function parseTimestamp(text: string, unit: TimeUnit): bigint {
  const found = /^(\d{4,}-\d{2}-\d{2}(?: \(BC\))?)(?:[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:Z|\+00(?::?00)?)?)?$/.exec(text.trim());
  if (!found) throw refuse(text, 'a date and time: write it as 2024-02-29 23:59:59');
  const perDay = 86_400n * 10n ** BigInt(fractionDigits[unit]);
  return parseDate(found[1]!) * perDay + parseTime(found[2] ?? '00:00:00', unit);
}

/** Bytes of `0x00ff`. */
export function parseBytes(text: string): Buffer {
  const trimmed = text.trim();
  if (!/^0x(?:[0-9a-f]{2})*$/i.test(trimmed)) throw refuse(text, 'bytes: write them as 0x00ff');
  return Buffer.from(trimmed.slice(2), 'hex');
}

/** A two's complement integer of so many bytes, most significant first. */
export function bigEndianBytes(value: bigint, length: number): Buffer {
  const wrapped = BigInt.asUintN(length * 8, value);
  if (BigInt.asIntN(length * 8, wrapped) !== value) throw refuse(value.toString(), `a number that fits into ${length} bytes`);
  return Buffer.from(wrapped.toString(16).padStart(length * 2, '0'), 'hex');
}
