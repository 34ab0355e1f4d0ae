import { isUtf8 } from 'node:buffer';
import type { ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import type { ColumnType } from '../core/schema.ts';
import { parquetUnits, type TimeUnit } from './timeUnits.ts';
import { bigEndianInteger, bytesText, dateText, decimalText, doubleText, floatText, InvalidText, timestampText, timeText } from './valueText.ts';


/** Leave values as the file stores them, so that their text can be exact; text that is not UTF-8 becomes an `InvalidText`. */
export const rawParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value: bigint) => value,
  timestampFromMicroseconds: (value: bigint) => value,
  timestampFromNanoseconds: (value: bigint) => value,
  dateFromDays: (days: number) => days,
  stringFromBytes: decodeText,
  jsonFromBytes: decodeText,
  uuidFromBytes: (bytes: Uint8Array | undefined) => bytes,
};

function decodeText(bytes: Uint8Array | undefined): string | InvalidText | undefined {
  if (!bytes) return undefined;
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : new InvalidText(bytes.slice());
}

/** The schema without the types that the reader would turn into less than what the file has. */
export function rawSchema(schema: readonly SchemaElement[]): SchemaElement[] {
  return schema.map((element) => {
    const logical = element.logical_type?.type;
    const rewritten =
      ['DECIMAL', 'INTERVAL', 'BSON'].includes(element.converted_type ?? '') ||
      ['DECIMAL', 'INTERVAL', 'BSON', 'GEOMETRY', 'GEOGRAPHY'].includes(logical ?? '');
    return rewritten ? { ...element, converted_type: undefined, logical_type: undefined } : element;
  });
}

/** The text of a top-level value; null for null. */
export function parquetText(value: unknown, node: SchemaTree): string | InvalidText | null {
  if (value === null || value === undefined) return node.element.repetition_type === 'REPEATED' ? '[]' : null;
  if (isLeaf(node) && !Array.isArray(value)) return leafText(value, node.element);
  return findInvalid(value) ?? nestedText(value, node);
}

function isLeaf(node: SchemaTree): boolean {
  return node.children.length === 0;
}

function findInvalid(value: unknown): InvalidText | null {
  if (value instanceof InvalidText) return value;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return null;
  for (const part of Object.values(value)) {
    const found = findInvalid(part);
    if (found) return found;
  }
  return null;
}

/** JSON of a nested value. The shapes are those that hyparquet assembles: lists as arrays, maps and structs as objects. */
function nestedText(value: unknown, node: SchemaTree): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const inner = listElement(node);
    return `[${value.map((each) => nestedText(each, inner)).join(',')}]`;
  }
  if (isLeaf(node)) return leafJson(value, node.element);
  if (typeof value !== 'object' || value instanceof Uint8Array) return leafJson(value, node.element);
  const mapValue = mapValueOf(node);
  const members = Object.entries(value).map(([key, each]) => {
    const child = mapValue ?? node.children.find((candidate) => candidate.element.name === key) ?? node;
    return `${JSON.stringify(key)}:${nestedText(each, child)}`;
  });
  return `{${members.join(',')}}`;
}

/** The node of a list's elements, with or without the middle level that newer writers have. */
function listElement(node: SchemaTree): SchemaTree {
  if (node.element.converted_type !== 'LIST' || node.children.length !== 1) return node;
  const repeated = node.children[0]!;
  return repeated.children.length === 1 ? repeated.children[0]! : repeated;
}

function mapValueOf(node: SchemaTree): SchemaTree | null {
  if (node.element.converted_type !== 'MAP') return null;
  return node.children[0]?.children.find((child) => child.element.name === 'value') ?? null;
}

function leafJson(value: unknown, element: SchemaElement): string {
  const text = leafText(value, element);
  if (text instanceof InvalidText) return JSON.stringify(text.text);
  const bare = typeof value === 'boolean' || ((typeof value === 'number' || typeof value === 'bigint') && !isTemporalElement(element));
  return bare && text !== 'nan' && !text.includes('inf') ? text : JSON.stringify(text);
}

function isTemporalElement(element: SchemaElement): boolean {
  const type = columnTypeOf(element);
  return type === 'date' || type === 'timestamp' || timeUnitOf(element) !== null;
}

function leafText(value: unknown, element: SchemaElement): string | InvalidText {
  if (value instanceof InvalidText || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  const decimal = decimalScale(element);
  if (value instanceof Uint8Array) {
    if (decimal !== null) return decimalText(bigEndianInteger(value), decimal);
    if (element.logical_type?.type === 'UUID') return uuidText(value);
    return bytesText(value);
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') return JSON.stringify(value) ?? String(value);
  if (element.type === 'FLOAT' && typeof value === 'number') return floatText(value);
  if (element.type === 'DOUBLE' && typeof value === 'number') return doubleText(value);
  if (element.logical_type?.type === 'FLOAT16' && typeof value === 'number') return floatText(value);
  const whole = BigInt(value);
  if (decimal !== null) return decimalText(whole, decimal);
  const time = timeUnitOf(element);
  if (time) return timeText(whole, time);
  switch (columnTypeOf(element)) {
    case 'date':
      return dateText(whole);
    case 'timestamp':
      return timestampText(whole, timestampUnit(element), isUtc(element));
    default:
      return whole.toString();
  }
}

function uuidText(bytes: Uint8Array): string {
  const hex = bytesText(bytes).slice(2);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function decimalScale(element: SchemaElement): number | null {
  if (element.logical_type?.type === 'DECIMAL') return element.logical_type.scale;
  return element.converted_type === 'DECIMAL' ? (element.scale ?? 0) : null;
}

function timeUnitOf(element: SchemaElement): TimeUnit | null {
  if (element.logical_type?.type === 'TIME') return parquetUnits[element.logical_type.unit] ?? null;
  if (element.converted_type === 'TIME_MILLIS') return 'milliseconds';
  return element.converted_type === 'TIME_MICROS' ? 'microseconds' : null;
}

function timestampUnit(element: SchemaElement): TimeUnit {
  if (element.type === 'INT96') return 'nanoseconds';
  if (element.logical_type?.type === 'TIMESTAMP') return parquetUnits[element.logical_type.unit] ?? 'microseconds';
  return element.converted_type === 'TIMESTAMP_MILLIS' ? 'milliseconds' : 'microseconds';
}

/** Files from before the logical types do not say; DuckDB takes theirs for local times. */
function isUtc(element: SchemaElement): boolean {
  return element.logical_type?.type === 'TIMESTAMP' && element.logical_type.isAdjustedToUTC;
}

/** What a leaf of the schema is to a person. */
function columnTypeOf(element: SchemaElement): ColumnType {
  const scale = decimalScale(element);
  if (scale !== null) return scale > 0 ? 'number' : 'integer';
  const logical = element.logical_type?.type;
  const converted = element.converted_type;
  if (logical === 'NULL') return 'empty';
  if (logical === 'DATE' || converted === 'DATE') return 'date';
  if (element.type === 'INT96' || logical === 'TIMESTAMP' || converted?.startsWith('TIMESTAMP')) return 'timestamp';
  if (timeUnitOf(element) || logical === 'UUID') return 'text';
  switch (element.type) {
    case 'BOOLEAN':
      return 'boolean';
    case 'FLOAT':
    case 'DOUBLE':
      return 'number';
    case 'INT32':
    case 'INT64':
      return 'integer';
    default:
      if (logical === 'FLOAT16') return 'number';
      return ['UTF8', 'ENUM', 'JSON'].includes(converted ?? '') || ['STRING', 'ENUM', 'JSON'].includes(logical ?? '') ? 'text' : 'binary';
  }
}

/** Type of a top-level column, and the file's own name for it. */
export function describeColumn(node: SchemaTree): { type: ColumnType; declared: string } {
  const { element } = node;
  const repeated = element.repetition_type === 'REPEATED';
  if (node.children.length > 0) {
    const isList = element.converted_type === 'LIST' || repeated;
    return {
      type: isList ? 'list' : 'struct',
      declared: isList ? 'LIST' : element.converted_type === 'MAP' ? 'MAP' : (element.logical_type?.type ?? 'STRUCT'),
    };
  }
  const declared = declaredName(element);
  return repeated ? { type: 'list', declared: `LIST(${declared})` } : { type: columnTypeOf(element), declared };
}

function declaredName(element: SchemaElement): string {
  const scale = decimalScale(element);
  if (scale !== null) return `DECIMAL(${element.logical_type?.type === 'DECIMAL' ? element.logical_type.precision : (element.precision ?? 0)},${scale})`;
  const logical = element.logical_type;
  if (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') return `${logical.type}(${logical.unit}${logical.isAdjustedToUTC ? ', UTC' : ''})`;
  if (logical?.type === 'INTEGER') return `${logical.isSigned ? 'INT' : 'UINT'}${logical.bitWidth}`;
  return logical?.type ?? element.converted_type ?? element.type ?? 'unknown';
}
