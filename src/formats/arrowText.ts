import { isUtf8 } from 'node:buffer';
import { BinaryView, DataType, DateUnit, IntervalUnit, Vector, type Data, type Dictionary } from 'apache-arrow';
import type { ColumnType } from '../core/schema.ts';
import { arrowUnits, isNested } from './arrowTypes.ts';
import { bytesText, dateText, decimalText, doubleText, durationText, floatText, InvalidText, timestampText, timeText } from './valueText.ts';

/** The text of a row's value; null for null. */
export type TextReader = (row: number) => string | InvalidText | null;

/** Texts of a dictionary's values, kept while batches refer to it. */
const dictionaryTexts = new WeakMap<Vector, readonly (string | InvalidText | null)[]>();

/** Reads the values of one column of a batch as text, each exactly what the file has; nested values as JSON. */
export function arrowTextReader(data: Data): TextReader {
  const read = isNested(data.type) ? nestedReader(data) : valueReader(data);
  return (row) => {
    if (!isValid(data, row)) return null;
    try {
      return read(row);
    } catch (error) {
      // From within a nested value, where there is no other way out.
      if (error instanceof InvalidNested) return error.invalid;
      throw error;
    }
  };
}

function isValid(data: Data, row: number): boolean {
  return DataType.isUnion(data.type) || data.getValid(row) !== false;
}

class InvalidNested extends Error {
  constructor(readonly invalid: InvalidText) {
    super('A nested text is not UTF-8.');
  }
}

function valueReader(data: Data): (row: number) => string | InvalidText | null {
  const { type } = data;
  if (DataType.isNull(type)) return () => null;
  if (DataType.isDictionary(type)) return dictionaryReader(data as Data<Dictionary>);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return bytesReader(data, decodeText);
  if (DataType.isBinary(type) || DataType.isLargeBinary(type)) return bytesReader(data, bytesText);
  const vector = new Vector([data]) as Vector<DataType>;
  if (DataType.isUtf8View(type)) {
    const raw = new Vector([(data as Data).clone(new BinaryView())]);
    return (row) => decodeText(raw.get(row) as Uint8Array);
  }
  if (DataType.isBinaryView(type) || DataType.isFixedSizeBinary(type)) return (row) => bytesText(vector.get(row) as Uint8Array);
  if (DataType.isFloat(type)) {
    const text = type.precision === 2 ? doubleText : floatText;
    return (row) => text(vector.get(row) as number);
  }
  if (DataType.isDecimal(type)) return (row) => decimalText(signedWords(vector.get(row) as Uint32Array), type.scale);
  if (DataType.isInterval(type)) return (row) => intervalText(vector.get(row) as Int32Array, type.unit);
  return wholeReader(data) ?? ((row) => String(vector.get(row)));
}

/** Types whose value is an integer in memory. */
function wholeReader(data: Data): ((row: number) => string) | null {
  const { type } = data;
  const values = data.values as ArrayLike<number | bigint>;
  const at = (row: number): bigint => BigInt(values[row]!);
  if (DataType.isInt(type)) return (row) => String(values[row]);
  if (DataType.isDate(type)) {
    if (type.unit === DateUnit.DAY) return (row) => dateText(at(row));
    return (row) => (at(row) % 86_400_000n === 0n ? dateText(at(row) / 86_400_000n) : timestampText(at(row), 'milliseconds', false));
  }
  if (DataType.isTime(type)) return (row) => timeText(at(row), arrowUnits[type.unit]);
  if (DataType.isTimestamp(type)) return (row) => timestampText(at(row), arrowUnits[type.unit], Boolean(type.timezone));
  if (DataType.isDuration(type)) return (row) => durationText(at(row), arrowUnits[type.unit]);
  return null;
}

function bytesReader(data: Data, toText: (bytes: Uint8Array) => string | InvalidText): (row: number) => string | InvalidText {
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const values = data.values as Uint8Array;
  return (row) => toText(values.subarray(Number(offsets[row]), Number(offsets[row + 1])));
}

function decodeText(bytes: Uint8Array): string | InvalidText {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : new InvalidText(bytes.slice());
}

function dictionaryReader(data: Data<Dictionary>): (row: number) => string | InvalidText | null {
  const dictionary = data.dictionary!;
  let texts = dictionaryTexts.get(dictionary);
  if (!texts) {
    texts = dictionary.data.flatMap((chunk) => {
      const read = arrowTextReader(chunk as Data);
      return Array.from({ length: chunk.length }, (_, row) => read(row));
    });
    dictionaryTexts.set(dictionary, texts);
  }
  const known = texts;
  const keys = data.values as ArrayLike<number | bigint>;
  return (row) => known[Number(keys[row])] ?? null;
}

/** JSON of a value: nested ones by their parts, numbers and booleans bare, everything else as a string. */
function jsonReader(data: Data): (row: number) => string {
  const { type } = data;
  const bare = DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type) || DataType.isBool(type);
  const read = isNested(type) ? nestedReader(data) : null;
  const text = read ? null : valueReader(data);
  return (row) => {
    if (!isValid(data, row)) return 'null';
    if (read) return read(row);
    const value = text!(row);
    if (value instanceof InvalidText) throw new InvalidNested(value);
    if (value === null) return 'null';
    return bare && !/nan|inf/.test(value) ? value : JSON.stringify(value);
  };
}

function nestedReader(data: Data): (row: number) => string {
  const { type } = data;
  if (DataType.isStruct(type)) {
    const members = type.children.map((field, index) => [JSON.stringify(field.name), jsonReader(data.children[index]!)] as const);
    return (row) => `{${members.map(([name, read]) => `${name}:${read(row)}`).join(',')}}`;
  }
  if (DataType.isUnion(type)) {
    const readers = data.children.map((child) => jsonReader(child));
    return (row) => {
      const typeId = data.typeIds[row]!;
      const at = DataType.isDenseUnion(type) ? (data.valueOffsets as Int32Array)[row]! : row;
      return readers[type.typeIdToChildIndex[typeId]!]!(at);
    };
  }
  const child = data.children[0]!;
  const span = spanReader(data);
  if (DataType.isMap(type)) {
    const [key, value] = [arrowTextReader(child.children[0]!), jsonReader(child.children[1]!)];
    return (row) => `{${eachOf(span(row), (at) => `${JSON.stringify(keyText(key(at)))}:${value(at)}`)}}`;
  }
  const element = jsonReader(child);
  return (row) => `[${eachOf(span(row), element)}]`;
}

function keyText(key: string | InvalidText | null): string {
  if (key instanceof InvalidText) throw new InvalidNested(key);
  return key ?? 'null';
}

function eachOf([start, end]: readonly [number, number], text: (at: number) => string): string {
  return Array.from({ length: end - start }, (_, index) => text(start + index)).join(',');
}

/** Where a row's elements are among the child's. */
function spanReader(data: Data): (row: number) => readonly [number, number] {
  const { type } = data;
  if (DataType.isFixedSizeList(type)) return (row) => [row * type.listSize, (row + 1) * type.listSize];
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  return (row) => [Number(offsets[row]), Number(offsets[row + 1])];
}

/** A two's complement integer, least significant word first. */
function signedWords(words: Uint32Array): bigint {
  let value = 0n;
  for (let index = words.length - 1; index >= 0; index--) value = (value << 32n) | BigInt(words[index]!);
  return BigInt.asIntN(words.length * 32, value);
}

function intervalText(parts: Int32Array, unit: IntervalUnit): string {
  if (unit === IntervalUnit.YEAR_MONTH) return `${parts[0]} months`;
  if (unit === IntervalUnit.DAY_TIME) return `${parts[0]} days ${durationText(BigInt(parts[1]!), 'milliseconds')}`;
  const nanoseconds = (BigInt(parts[3]!) << 32n) | BigInt(parts[2]! >>> 0);
  return `${parts[0]} months ${parts[1]} days ${durationText(nanoseconds, 'nanoseconds')}`;
}

/** What a type of Arrow is to a person. */
export function arrowColumnType(type: DataType): ColumnType {
  if (DataType.isDictionary(type)) return arrowColumnType(type.dictionary);
  if (DataType.isNull(type)) return 'empty';
  if (DataType.isBool(type)) return 'boolean';
  if (DataType.isInt(type)) return 'integer';
  if (DataType.isDecimal(type)) return type.scale > 0 ? 'number' : 'integer';
  if (DataType.isFloat(type)) return 'number';
  if (DataType.isDate(type)) return 'date';
  if (DataType.isTimestamp(type)) return 'timestamp';
  if (DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isBinaryView(type) || DataType.isFixedSizeBinary(type)) return 'binary';
  if (DataType.isStruct(type) || DataType.isMap(type) || DataType.isUnion(type)) return 'struct';
  return isNested(type) ? 'list' : 'text';
}
