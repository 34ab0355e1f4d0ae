import type { ParquetType, SchemaElement, SchemaTree } from 'hyparquet';
import { parquetUnits } from '../timeUnits.ts';
import { EditError } from './editError.ts';
import { lengthOf } from './parquetPage.ts';
import { requireWhole } from './recordText.ts';
import { bigEndianBytes, parseBoolean, parseBytes, parseDate, parseDecimal, parseDouble, parseInteger, parseTime, parseTimestamp } from './valueOfText.ts';

/** A value as Parquet stores it, before it is encoded. INT96 is a bigint of its twelve bytes. */
export type RawValue = boolean | number | bigint | Uint8Array;

/** 1970-01-01 as a Julian day, and nanoseconds of a day: https://github.com/apache/parquet-format/pull/49 */
const epochJulian = 2_440_588n;
const nanosecondsPerDay = 86_400_000_000_000n;

/** What a cell of a top-level column becomes by a text; null: missing. Throws an `EditError` where that cannot be. */
export function parquetCell(text: string | null, { element, children }: SchemaTree): RawValue | null {
  if (children.length > 0 || element.repetition_type === 'REPEATED') throw new EditError('lists and other nested values of a Parquet file cannot be changed');
  if (text === null && element.repetition_type === 'REQUIRED')
    throw new EditError('the column is declared to have a value in every row, so none can be taken out');
  return text === null ? null : parquetValue(text, element);
}

/** The value of a leaf that a text stands for. Throws an `EditError` where it stands for none. */
export function parquetValue(text: string, element: SchemaElement): RawValue {
  const { type, logical_type: logical, converted_type: converted } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimalValue(text, element);
  const time =
    logical?.type === 'TIME'
      ? parquetUnits[logical.unit]
      : converted === 'TIME_MILLIS'
        ? 'milliseconds'
        : converted === 'TIME_MICROS'
          ? 'microseconds'
          : undefined;
  if (time) return sized(parseTime(text, time), type);
  if (logical?.type === 'DATE' || converted === 'DATE') return sized(parseDate(text), type);
  const moment =
    logical?.type === 'TIMESTAMP'
      ? parquetUnits[logical.unit]
      : converted === 'TIMESTAMP_MILLIS'
        ? 'milliseconds'
        : converted === 'TIMESTAMP_MICROS'
          ? 'microseconds'
          : undefined;
  if (moment) return sized(parseTimestamp(text, moment), type);
  switch (type) {
    case 'BOOLEAN':
      return parseBoolean(text);
    case 'FLOAT':
      return Math.fround(parseDouble(text));
    case 'DOUBLE':
      return parseDouble(text);
    case 'INT32':
    case 'INT64':
      return integerValue(text, element);
    case 'INT96':
      return int96Value(parseTimestamp(text, 'nanoseconds'));
    default:
      return bytesValue(text, element);
  }
}

function integerValue(text: string, { type, logical_type: logical, converted_type: converted }: SchemaElement): RawValue {
  const named = /^(U?)INT_(\d+)$/.exec(converted ?? '');
  const bits = logical?.type === 'INTEGER' ? logical.bitWidth : named ? Number(named[2]) : type === 'INT32' ? 32 : 64;
  const signed = logical?.type === 'INTEGER' ? logical.isSigned : named?.[1] !== 'U';
  return sized(parseInteger(text, bits, signed), type);
}

/** In the bits of the physical type: those beyond the sign of an unsigned one are as they would be without it. */
function sized(value: bigint, type: ParquetType | undefined): RawValue {
  return type === 'INT32' ? Number(BigInt.asIntN(32, value)) : BigInt.asIntN(64, value);
}

function decimalValue(text: string, element: SchemaElement): RawValue {
  const logical = element.logical_type?.type === 'DECIMAL' ? element.logical_type : null;
  const unscaled = parseDecimal(text, logical?.scale ?? element.scale ?? 0, logical?.precision ?? element.precision ?? 38);
  if (element.type === 'INT32' || element.type === 'INT64') return sized(unscaled, element.type);
  if (element.type === 'FIXED_LEN_BYTE_ARRAY') return bigEndianBytes(unscaled, element.type_length ?? 16);
  const bits = (unscaled < 0n ? -unscaled - 1n : unscaled).toString(2).length + 1;
  return bigEndianBytes(unscaled, Math.ceil(bits / 8));
}

function int96Value(nanoseconds: bigint): bigint {
  const time = ((nanoseconds % nanosecondsPerDay) + nanosecondsPerDay) % nanosecondsPerDay;
  return (((nanoseconds - time) / nanosecondsPerDay + epochJulian) << 64n) | time;
}

function bytesValue(text: string, element: SchemaElement): Uint8Array {
  const { logical_type: logical, converted_type: converted, type_length: length } = element;
  if (['STRING', 'ENUM', 'JSON'].includes(logical?.type ?? '') || ['UTF8', 'ENUM', 'JSON'].includes(converted ?? '')) {
    requireWhole(text);
    return Buffer.from(text, 'utf8');
  }
  if (logical?.type === 'UUID') {
    if (!/^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text.trim())) throw new EditError(`“${text}” is not a UUID`);
    return Buffer.from(text.trim().replaceAll('-', ''), 'hex');
  }
  const other = logical && logical.type !== 'NULL' ? logical.type : (converted ?? null);
  if (other !== null) throw new EditError(`values of the type ${other} cannot be written`);
  const bytes = parseBytes(text);
  if (length !== undefined && element.type === 'FIXED_LEN_BYTE_ARRAY' && bytes.length !== length)
    throw new EditError(`“${text}” is not ${length} bytes long, as the column's values are`);
  return bytes;
}

/** Values one after the other, by Parquet's encoding PLAIN. */
export function encodePlain(values: readonly RawValue[], type: ParquetType): Buffer {
  switch (type) {
    case 'BOOLEAN': {
      const bits = Buffer.alloc(Math.ceil(values.length / 8));
      values.forEach((value, index) => value && (bits[index >> 3]! |= 1 << (index & 7)));
      return bits;
    }
    case 'INT32':
      return fixed(values, 4, (bytes, value, at) => bytes.writeInt32LE(Number(value), at));
    case 'INT64':
      return fixed(values, 8, (bytes, value, at) => bytes.writeBigInt64LE(BigInt(value as bigint), at));
    case 'INT96':
      return fixed(values, 12, (bytes, value, at) => {
        bytes.writeBigUInt64LE(BigInt.asUintN(64, value as bigint), at);
        bytes.writeInt32LE(Number(BigInt.asIntN(32, (value as bigint) >> 64n)), at + 8);
      });
    case 'FLOAT':
      return fixed(values, 4, (bytes, value, at) => bytes.writeFloatLE(Number(value), at));
    case 'DOUBLE':
      return fixed(values, 8, (bytes, value, at) => bytes.writeDoubleLE(Number(value), at));
    case 'FIXED_LEN_BYTE_ARRAY':
      return Buffer.concat(values as readonly Uint8Array[]);
    case 'BYTE_ARRAY':
      return Buffer.concat((values as readonly Uint8Array[]).flatMap((value) => [lengthOf(value), value]));
  }
}

function fixed(values: readonly RawValue[], width: number, write: (bytes: Buffer, value: RawValue, at: number) => void): Buffer {
  const bytes = Buffer.alloc(values.length * width);
  values.forEach((value, index) => write(bytes, value, index * width));
  return bytes;
}
