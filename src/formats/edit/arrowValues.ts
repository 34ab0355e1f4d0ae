import { DataType, DateUnit, type Field, Precision } from 'apache-arrow';
import { float64ToUint16 } from 'apache-arrow/util/math';
import { arrowUnits, isNested } from '../arrowTypes.ts';
import { EditError } from './editError.ts';
import { requireWhole } from './recordText.ts';
import { bigEndianBytes, parseBoolean, parseBytes, parseDate, parseDecimal, parseDouble, parseInteger, parseTime, parseTimestamp } from './valueOfText.ts';

/**
 * Throws an `EditError` where a cell of a column cannot become a text; null: missing. Whether a dictionary has room for
 * it is told when it is written.
 */
export function requireArrowCell(text: string | null, { nullable, type }: Field): void {
  if (text === null && !nullable) throw new EditError('the column is declared to have a value in every row, so none can be taken out');
  if (isNested(type as DataType)) throw new EditError('lists and other nested values of an Arrow file cannot be changed');
  if (text !== null) arrowValue(text, DataType.isDictionary(type) ? type.dictionary : (type as DataType));
}

/**
 * The bytes of the value that a text stands for, least significant first; a boolean is one byte. Throws an `EditError`
 * where it stands for none.
 */
export function arrowValue(text: string, type: DataType): Buffer {
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) {
    requireWhole(text);
    return Buffer.from(text, 'utf8');
  }
  if (DataType.isBool(type)) return Buffer.from([parseBoolean(text) ? 1 : 0]);
  if (DataType.isInt(type)) return integer(parseInteger(text, type.bitWidth, type.isSigned), type.bitWidth);
  if (DataType.isFloat(type)) return float(parseDouble(text), type.precision);
  if (DataType.isDecimal(type)) return bigEndianBytes(parseDecimal(text, type.scale, type.precision), type.bitWidth / 8).reverse();
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? integer(parseDate(text), 32) : integer(parseDate(text) * 86_400_000n, 64);
  if (DataType.isTimestamp(type)) return integer(parseTimestamp(text, arrowUnits[type.unit]), 64);
  if (DataType.isTime(type)) return integer(parseTime(text, arrowUnits[type.unit]), type.bitWidth);
  if (DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isBinaryView(type)) return parseBytes(text);
  if (DataType.isFixedSizeBinary(type)) {
    const bytes = parseBytes(text);
    if (bytes.length !== type.byteWidth) throw new EditError(`“${text}” is not ${type.byteWidth} bytes long, as the column's values are`);
    return bytes;
  }
  throw new EditError(`values of the type ${String(type)} cannot be written`);
}

function integer(value: bigint, bits: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, value));
  return bytes.subarray(0, bits / 8);
}

function float(value: number, precision: Precision): Buffer {
  const bytes = Buffer.alloc(8);
  if (precision === Precision.HALF) return bytes.subarray(0, bytes.writeUInt16LE(float64ToUint16(value)));
  if (precision === Precision.SINGLE) return bytes.subarray(0, bytes.writeFloatLE(value));
  bytes.writeDoubleLE(value);
  return bytes;
}
