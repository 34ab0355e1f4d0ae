/**
 * The text of typed values of columnar files, in the same forms as DuckDB's casts to VARCHAR: what is shown before
 * a file is loaded is what is shown after.
 */

import { fractionDigits, type TimeUnit } from './timeUnits.ts';

const secondsPerDay = 86_400n;

/** A double: `1.0`, `0.1`, `1e+20`, `1e-05`, `nan`, `inf`. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = exponentForm(Math.abs(value) < 1e-4 && value !== 0 ? value.toExponential() : String(value));
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A float of 32 bits, by the shortest digits that give it back. */
export function floatText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return doubleText(value);
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return doubleText(shorter);
  }
  return doubleText(Number(value.toPrecision(9)));
}

/** DuckDB writes exponents from 1e16 on (JavaScript: 1e21), with two digits at least. */
function exponentForm(text: string): string {
  const plain = /^(-?)(\d)(\d{16,})$/.exec(text);
  if (plain) {
    const rest = plain[3]!.replace(/0+$/, '');
    return `${plain[1]}${plain[2]}${rest === '' ? '' : `.${rest}`}e+${plain[3]!.length}`;
  }
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** An integer of `scale` decimal places. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return (unscaled * 10n ** BigInt(-scale)).toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A two's complement integer, most significant byte first. */
export function bigEndianInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, value);
}

/** `0x00ff`. */
export function bytesText(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** A count of days since 1970-01-01. */
export function dateText(days: bigint): string {
  // Days to a civil date by H. Hinnant, “chrono-Compatible Low-Level Date Algorithms”; JavaScript's Date ends at ±100,000,000 days.
  const shifted = days + 719_468n;
  const era = (shifted >= 0n ? shifted : shifted - 146_096n) / 146_097n;
  const dayOfEra = shifted - era * 146_097n;
  const yearOfEra = (dayOfEra - dayOfEra / 1_460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const shiftedMonth = (5n * dayOfYear + 2n) / 153n;
  const day = dayOfYear - (153n * shiftedMonth + 2n) / 5n + 1n;
  const month = shiftedMonth < 10n ? shiftedMonth + 3n : shiftedMonth - 9n;
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n);
  const pad = (value: bigint, width: number): string => value.toString().padStart(width, '0');
  return year > 0n ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : `${pad(1n - year, 4)}-${pad(month, 2)}-${pad(day, 2)} (BC)`;
}

/** A time of day. */
export function timeText(value: bigint, unit: TimeUnit): string {
  const perSecond = 10n ** BigInt(fractionDigits[unit]);
  const seconds = value / perSecond;
  const fraction = unit === 'seconds' ? '' : (value % perSecond).toString().padStart(fractionDigits[unit], '0').replace(/0+$/, '');
  const pad = (part: bigint): string => part.toString().padStart(2, '0');
  return `${pad(seconds / 3600n)}:${pad((seconds / 60n) % 60n)}:${pad(seconds % 60n)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A length of time, as hours, minutes and seconds. */
export function durationText(value: bigint, unit: TimeUnit): string {
  return value < 0n ? `-${timeText(-value, unit)}` : timeText(value, unit);
}

/** A moment, counted from 1970-01-01; `utc` marks one that is known to be in UTC with `+00`. */
export function timestampText(value: bigint, unit: TimeUnit, utc: boolean): string {
  const perDay = secondsPerDay * 10n ** BigInt(fractionDigits[unit]);
  const time = ((value % perDay) + perDay) % perDay;
  return `${dateText((value - time) / perDay)} ${timeText(time, unit)}${utc ? '+00' : ''}`;
}

/** Text bytes that are not UTF-8; `text` has U+FFFD in their place. */
export class InvalidText {
  constructor(readonly bytes: Uint8Array) {}

  get text(): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength).toString('utf8');
  }
}
