import { DataType, makeData, type Data } from 'apache-arrow';
import { widthOf } from '../arrowSlices.ts';

/** Bytes of the values that are put in, by place in the result; null: missing. */
export type NewValues = ReadonlyMap<number, Uint8Array | null>;

const none: NewValues = new Map();
const longestInline = 12;

/**
 * Some rows of a column as a column of their own, with values put in; all types of Arrow, nested ones without new values.
 * @param rows the row that each place of the result is of; where a value is put in, it is not looked at
 */
export function takeRows(data: Data, rows: Int32Array, values: NewValues = none): Data {
  const { type } = data;
  const length = rows.length;
  if (DataType.isNull(type)) return makeData({ type, length });
  if (DataType.isUnion(type)) return takeUnion(data, rows);
  const validity = takeValidity(data, rows, values);
  const shared = { length, ...validity };
  if (DataType.isStruct(type)) return makeData({ ...shared, type, children: data.children.map((child) => takeRows(child, rows)) });
  if (DataType.isFixedSizeList(type))
    return makeData({
      ...shared,
      type,
      child: takeRows(
        data.children[0]!,
        spread(rows, (row) => [row * type.listSize, (row + 1) * type.listSize]),
      ),
    });
  if (DataType.isList(type) || DataType.isLargeList(type) || DataType.isMap(type)) {
    const offsets = data.valueOffsets as ArrayLike<number | bigint>;
    const spanOf = (row: number): [number, number] => [Number(offsets[row]), Number(offsets[row + 1])];
    const child = takeRows(data.children[0]!, spread(rows, spanOf));
    const valueOffsets = offsetsOf(rows.length, (place) => spanOf(rows[place]!)[1] - spanOf(rows[place]!)[0], DataType.isLargeList(type));
    return makeData({ ...shared, type: type as never, valueOffsets: valueOffsets as Int32Array, child });
  }
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) return takeViews(data, rows, values, shared);
  if (DataType.isUtf8(type) || DataType.isBinary(type) || DataType.isLargeUtf8(type) || DataType.isLargeBinary(type))
    return takeTexts(data, rows, values, shared);
  if (DataType.isBool(type)) return makeData({ ...shared, type, data: takeBits(data.values as Uint8Array, rows, values) });
  const bytes = takeFixed(data, rows, values);
  if (DataType.isDictionary(type)) return makeData({ ...shared, type, data: bytes as never, dictionary: data.dictionary as never });
  return makeData({ ...shared, type: type as never, data: bytes as never });
}

interface Validity {
  readonly nullCount: number;
  readonly nullBitmap?: Uint8Array;
}

function takeValidity(data: Data, rows: Int32Array, values: NewValues): Validity {
  const bitmap = new Uint8Array(Math.ceil(rows.length / 64) * 8);
  let nullCount = 0;
  for (let place = 0; place < rows.length; place++) {
    const value = values.get(place);
    if (value === undefined ? data.getValid(rows[place]!) : value !== null) bitmap[place >> 3]! |= 1 << (place & 7);
    else nullCount++;
  }
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bitmap };
}

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function takeFixed(data: Data, rows: Int32Array, values: NewValues): Uint8Array {
  const { type } = data;
  const width = widthOf(DataType.isDictionary(type) ? type.indices : type) / 8;
  const from = bytesOf(data.values as ArrayBufferView);
  const taken = new Uint8Array(rows.length * width);
  for (let place = 0; place < rows.length; place++) {
    const value = values.get(place);
    if (value) taken.set(value, place * width);
    else if (value === undefined) taken.set(from.subarray(rows[place]! * width, (rows[place]! + 1) * width), place * width);
  }
  return taken;
}

function takeBits(bits: Uint8Array, rows: Int32Array, values: NewValues): Uint8Array {
  const taken = new Uint8Array(Math.ceil(rows.length / 64) * 8);
  for (let place = 0; place < rows.length; place++) {
    const value = values.get(place);
    const isSet = value === undefined ? (bits[rows[place]! >> 3]! >> (rows[place]! & 7)) & 1 : (value?.[0] ?? 0);
    if (isSet) taken[place >> 3]! |= 1 << (place & 7);
  }
  return taken;
}

function takeTexts(data: Data, rows: Int32Array, values: NewValues, shared: Validity & { readonly length: number }): Data {
  const { type } = data;
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const from = bytesOf(data.values as ArrayBufferView);
  const textOf = (place: number): Uint8Array => {
    const value = values.get(place);
    return value === undefined ? from.subarray(Number(offsets[rows[place]!]), Number(offsets[rows[place]! + 1])) : (value ?? new Uint8Array());
  };
  const valueOffsets = offsetsOf(rows.length, (place) => textOf(place).length, DataType.isLargeUtf8(type) || DataType.isLargeBinary(type));
  const bytes = new Uint8Array(Number(valueOffsets[rows.length]));
  for (let place = 0; place < rows.length; place++) bytes.set(textOf(place), Number(valueOffsets[place]));
  return makeData({ ...shared, type: type as never, valueOffsets: valueOffsets as Int32Array, data: bytes });
}

/** A view holds a short text itself, else the place of it in one of the buffers: new texts get a buffer of their own. */
function takeViews(data: Data, rows: Int32Array, values: NewValues, shared: Validity & { readonly length: number }): Data {
  const from = bytesOf(data.values as ArrayBufferView);
  const buffers = [...(data.variadicBuffers ?? [])];
  const views = new Uint8Array(rows.length * 16);
  const long: Uint8Array[] = [];
  let at = 0;
  for (let place = 0; place < rows.length; place++) {
    const value = values.get(place);
    if (value === undefined) views.set(from.subarray(rows[place]! * 16, (rows[place]! + 1) * 16), place * 16);
    if (!value) continue;
    const view = new DataView(views.buffer, place * 16, 16);
    view.setInt32(0, value.length, true);
    views.set(value.subarray(0, value.length <= longestInline ? longestInline : 4), place * 16 + 4);
    if (value.length <= longestInline) continue;
    view.setInt32(8, buffers.length, true);
    view.setInt32(12, at, true);
    long.push(value);
    at += value.length;
  }
  if (long.length > 0) buffers.push(Buffer.concat(long));
  return makeData({ ...shared, type: data.type as never, views, variadicBuffers: buffers } as never);
}

/** A sparse union has as many values in each child as rows, a dense one names the places of its values, which stay. */
function takeUnion(data: Data, rows: Int32Array): Data {
  const { type } = data;
  const length = rows.length;
  const typeIds = Int8Array.from(rows, (row) => data.typeIds[row]!);
  if (!DataType.isDenseUnion(type))
    return makeData({ type: type as never, length, typeIds, children: data.children.map((child) => takeRows(child, rows)) } as never);
  const offsets = data.valueOffsets as Int32Array;
  return makeData({ type: type as never, length, typeIds, valueOffsets: Int32Array.from(rows, (row) => offsets[row]!), children: data.children } as never);
}

function spread(rows: Int32Array, spanOf: (row: number) => readonly [number, number]): Int32Array {
  const length = rows.reduce((sum, row) => sum + spanOf(row)[1] - spanOf(row)[0], 0);
  const all = new Int32Array(length);
  let at = 0;
  for (const row of rows) for (let [from, to] = spanOf(row); from < to; from++) all[at++] = from;
  return all;
}

function offsetsOf(length: number, lengthOf: (place: number) => number, large: boolean): Int32Array | BigInt64Array {
  const offsets = large ? new BigInt64Array(length + 1) : new Int32Array(length + 1);
  let at = 0;
  for (let place = 0; place < length; place++) {
    at += lengthOf(place);
    offsets[place + 1] = large ? BigInt(at) : at;
  }
  return offsets;
}
