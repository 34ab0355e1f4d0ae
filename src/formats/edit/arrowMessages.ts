import { DataType, Message, MetadataVersion, Vector, type Data } from 'apache-arrow';
import { type BodyCompression, BufferRegion, DictionaryBatch, type FieldNode, RecordBatch as BatchHeader } from 'apache-arrow/ipc/metadata/message';
import { VectorAssembler } from 'apache-arrow/visitor/vectorassembler';
import { CompressionType } from 'apache-arrow/fb/compression-type';
import { compress as packLz4 } from 'lz4js';
import type { ByteSource } from '../format.ts';
import { EditError } from './editError.ts';
import { packZstd } from './zstd.ts';

const continuation = 0xffff_ffff;
const usualLength = 4096;

/** A message of Arrow's IPC format in a file: its description, and after it its body. */
export interface PlacedMessage {
  readonly at: number;
  /** Offset of the body, and of what follows it. */
  readonly body: number;
  readonly end: number;
  /** Files of old have no mark before the length of a description. */
  readonly marked: boolean;
  readonly message: Message;
}

/** The message at an offset; null where none is whole: at the end, or where the file breaks off. */
export async function readMessage(source: ByteSource, at: number): Promise<PlacedMessage | null> {
  const start = await source.read(at, usualLength);
  if (start.length < 8) return null;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const marked = view.getUint32(0, true) === continuation;
  const length = view.getInt32(marked ? 4 : 0, true);
  const from = marked ? 8 : 4;
  const body = at + from + length;
  if (length <= 0 || body > source.size) return null;
  const message = Message.decode(from + length <= start.length ? start.subarray(from, from + length) : await source.read(at + from, length));
  const end = body + message.bodyLength;
  return end > source.size ? null : { at, body, end, marked, message };
}

/** The bytes of a message's description, with what stands before and after it. */
export function writeDescription(message: Message, marked: boolean): Buffer {
  const description = Message.encode(message);
  const prefix = Buffer.alloc(marked ? 8 : 4);
  const length = Math.ceil((prefix.length + description.length) / 8) * 8 - prefix.length;
  if (marked) prefix.writeUInt32LE(continuation, 0);
  prefix.writeInt32LE(length, prefix.length - 4);
  return Buffer.concat([prefix, description, Buffer.alloc(length - description.length)]);
}

/** The parts of a record batch that belong to one column: a new column, or the place of what is copied. */
export type ColumnParts = { readonly data: Data } | { readonly type: DataType };

/**
 * A record batch in which some columns are new; those that are not keep their bytes, compressed as they are.
 * @param header of the old batch; @param body its bytes; @param columns in the order of the old batch, added ones after them
 */
export function rebuildBatch(header: BatchHeader, body: Uint8Array, columns: readonly ColumnParts[], length: number): { header: BatchHeader; body: Buffer } {
  const alignment = header.buffers.every(({ offset }) => offset % 64 === 0) ? 64 : 8;
  const nodes: FieldNode[] = [];
  const regions: BufferRegion[] = [];
  const views: number[] = [];
  const parts: Uint8Array[] = [];
  let at = 0;
  const push = (bytes: Uint8Array): void => {
    regions.push(new BufferRegion(at, bytes.byteLength));
    const padding = (alignment - (bytes.byteLength % alignment)) % alignment;
    parts.push(bytes, Buffer.alloc(padding));
    at += bytes.byteLength + padding;
  };
  const old = { node: 0, buffer: 0, view: 0 };
  for (const column of columns) {
    const before = { ...old };
    if ('type' in column || old.node < header.nodes.length) passOver('type' in column ? column.type : column.data.type, old, header.variadicBufferCounts);
    if ('type' in column) {
      nodes.push(...header.nodes.slice(before.node, old.node));
      views.push(...header.variadicBufferCounts.slice(before.view, old.view));
      for (const { offset, length: size } of header.buffers.slice(before.buffer, old.buffer)) push(body.subarray(offset, offset + size));
    } else {
      const assembled = VectorAssembler.assemble(new Vector([column.data]));
      nodes.push(...assembled.nodes);
      views.push(...assembled.variadicBufferCounts);
      for (const buffer of assembled.buffers) push(packBuffer(bytesOf(buffer), header.compression));
    }
  }
  return { header: new BatchHeader(length, nodes, regions, header.compression, views), body: Buffer.concat(parts) };
}

/**
 * Throws an `EditError` for a batch whose parts are laid out in a way that is not written: unions of files from before
 * 2020 have one more.
 */
export function requireKnownLayout({ version }: Message, types: readonly DataType[]): void {
  const holdsUnion = (type: DataType): boolean => DataType.isUnion(type) || (type.children ?? []).some((field) => holdsUnion(field.type as DataType));
  if (version < MetadataVersion.V5 && types.some(holdsUnion))
    throw new EditError('The file has unions in the form of an old version of Arrow, which Winnow cannot write.');
}

/** The messages of a batch or of a dictionary: description and body. */
export function writeBatch({ message, marked }: PlacedMessage, header: BatchHeader, body: Uint8Array): Buffer[] {
  const old = message.header();
  const described = old instanceof DictionaryBatch ? new DictionaryBatch(header, old.id, old.isDelta) : header;
  return [writeDescription(new Message(body.length, MetadataVersion.V5, message.headerType, described, message.metadata), marked), Buffer.from(body)];
}

/** Moves on to the parts of the next column. */
function passOver(type: DataType, next: { node: number; buffer: number; view: number }, viewCounts: readonly number[]): void {
  next.node++;
  if (DataType.isNull(type)) return;
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) next.buffer += 2 + viewCounts[next.view++]!;
  else next.buffer += ownBuffers(type);
  if (DataType.isDictionary(type)) return;
  for (const field of type.children ?? []) passOver(field.type as DataType, next, viewCounts);
}

function ownBuffers(type: DataType): number {
  if (DataType.isStruct(type) || DataType.isFixedSizeList(type)) return 1;
  if (DataType.isUnion(type)) return DataType.isDenseUnion(type) ? 2 : 1;
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBinary(type) || DataType.isLargeBinary(type) ? 3 : 2;
}

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** In a compressed batch a buffer has its own length before it, or -1 where it is left as it is. */
function packBuffer(bytes: Uint8Array, compression: BodyCompression | null): Uint8Array {
  if (!compression || bytes.length === 0) return bytes;
  const packed = compression.type === CompressionType.LZ4_FRAME ? packLz4(bytes) : (packZstd?.(bytes) ?? null);
  const isSmaller = packed !== null && packed.length < bytes.length;
  const length = Buffer.alloc(8);
  length.writeBigInt64LE(isSmaller ? BigInt(bytes.length) : -1n);
  return Buffer.concat([length, isSmaller ? packed : bytes]);
}
