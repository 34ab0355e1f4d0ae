import type { CompressionCodec, ParquetType, SchemaElement } from 'hyparquet';
import { CompressionCodecs, Encodings, ParquetTypes } from 'hyparquet/src/constants.js';
import type { ColumnType } from '../../core/schema.ts';
import { packPage } from './parquetCodec.ts';
import { lengthOf, page } from './parquetPage.ts';
import { chunkFields, columnFields, fileFields } from './parquetFooterTree.ts';
import { encodeRuns } from './parquetLevels.ts';
import { encodePlain, parquetValue, type RawValue } from './parquetValues.ts';
import type { AddedColumn } from './recordEditor.ts';
import { thriftKinds, ThriftStruct, writeThrift } from './thriftTree.ts';

const utf8 = 0;
const optional = 1;
const dataPage = 0;

/** Booleans and numbers as such, all else as text. */
function physicalType(type: ColumnType): ParquetType {
  if (type === 'boolean') return 'BOOLEAN';
  if (type === 'integer') return 'INT64';
  return type === 'number' ? 'DOUBLE' : 'BYTE_ARRAY';
}

function elementOf({ name, type }: AddedColumn): SchemaElement {
  const physical = physicalType(type);
  return {
    name,
    type: physical,
    repetition_type: 'OPTIONAL',
    ...(physical === 'BYTE_ARRAY' ? { converted_type: 'UTF8', logical_type: { type: 'STRING' } } : {}),
  };
}

/** What the schema says of a column that is put at its end. */
function newColumnSchema(column: AddedColumn): ThriftStruct {
  const element = new ThriftStruct()
    .setInteger(1, ParquetTypes.indexOf(physicalType(column.type)))
    .setInteger(3, optional)
    .setBinary(4, Buffer.from(column.name));
  if (physicalType(column.type) !== 'BYTE_ARRAY') return element;
  return element.setInteger(6, utf8).setStruct(10, new ThriftStruct().setStruct(1, new ThriftStruct()));
}

/** Puts columns at the end of the schema. `arrowSchemaLost`: the description for Arrow, which lists the columns too, had to go. */
export function addToSchema(tree: ThriftStruct, added: readonly AddedColumn[]): { readonly arrowSchemaLost: boolean } {
  if (added.length === 0) return { arrowSchemaLost: false };
  const schema = tree.list(fileFields.schema);
  const root = schema[0] as ThriftStruct;
  root.setInteger(5, root.number(5) + added.length);
  schema.push(...added.map(newColumnSchema));
  // Every column is ordered by its type.
  if (tree.has(fileFields.columnOrders)) tree.list(fileFields.columnOrders).push(...added.map(() => new ThriftStruct().setStruct(1, new ThriftStruct())));
  const keyValues = tree.structs(fileFields.keyValues);
  const others = keyValues.filter((pair) => Buffer.from(pair.fields.get(1)!.value as Uint8Array).toString() !== 'ARROW:schema');
  if (others.length === keyValues.length) return { arrowSchemaLost: false };
  // It is refused by its readers where it lists other columns than the file has.
  tree.setList(fileFields.keyValues, thriftKinds.struct, others);
  return { arrowSchemaLost: true };
}

/**
 * A column chunk of one page, and what its row group says of it; where it is, is up to the caller.
 * Throws an `EditError` for a text that is no value of the column's type.
 */
export function newColumnChunk(
  column: AddedColumn,
  texts: readonly (string | null)[],
  codec: CompressionCodec,
): { bytes: Buffer; description: ThriftStruct; unpacked: number } {
  const element = elementOf(column);
  const known = new Map<string, RawValue>();
  const valueOf = (text: string): RawValue => {
    const value = known.get(text) ?? parquetValue(text, element);
    known.set(text, value);
    return value;
  };
  const type = physicalType(column.type);
  const values = texts.flatMap((text) => (text === null ? [] : [valueOf(text)]));
  const levels = encodeRuns(
    texts.map((text) => (text === null ? 0 : 1)),
    1,
  );
  const body = Buffer.concat([lengthOf(levels), levels, encodePlain(values, type)]);
  const packed = packPage(body, codec);
  const [plain, runs] = [Encodings.indexOf('PLAIN'), Encodings.indexOf('RLE')];
  const header = new ThriftStruct()
    .setInteger(page.type, dataPage)
    .setInteger(page.unpacked, body.length)
    .setInteger(page.packed, packed.length);
  header.setStruct(page.v1, new ThriftStruct().setInteger(1, texts.length).setInteger(2, plain).setInteger(3, runs).setInteger(4, runs));
  const head = writeThrift(header);
  const bytes = Buffer.concat([head, packed]);
  const metadata = new ThriftStruct()
    .setInteger(chunkFields.type, ParquetTypes.indexOf(type))
    .setList(chunkFields.encodings, thriftKinds.integer, [plain, runs])
    .setList(chunkFields.path, thriftKinds.binary, [Buffer.from(column.name)])
    .setInteger(chunkFields.codec, CompressionCodecs.indexOf(codec))
    .setLong(chunkFields.values, texts.length)
    .setLong(chunkFields.unpacked, head.length + body.length)
    .setLong(chunkFields.packed, bytes.length);
  metadata.setStruct(chunkFields.statistics, new ThriftStruct().setLong(3, texts.length - values.length));
  return {
    bytes,
    description: new ThriftStruct().setLong(columnFields.offset, 0).setStruct(columnFields.metadata, metadata),
    unpacked: head.length + body.length,
  };
}
